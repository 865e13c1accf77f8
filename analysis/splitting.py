"""Publications sorted by hand: one taken out of a development, alone or into another, for good."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from analysis.developments import is_alive
from analysis.recomputing import recompute
from data.errors import RoamwatchError
from data.models import Apart, Development, DevelopmentMember, Regrouping
from data.queries.developments import Told, told_of


class SplitError(RoamwatchError):
    """The publication cannot be taken out, or not there; the message says why."""

    code = "split"


@dataclass(frozen=True, kw_only=True)
class Split:
    """What became of it."""

    old: Development
    new: Development
    regrouping: Regrouping
    emptied: bool
    """The old one has no publication left."""


def take_out(
    session: Session,
    development: Development,
    document_id: int,
    *,
    into: Development | None = None,
    actor: str,
    note: str = "",
    now: datetime,
) -> Split:
    """Take all versions of a document out of a development: into one of its own, or ``into`` another.

    What stays behind and what goes is kept apart from now on; what it joins is no longer.
    Both histories are heard again. The caller holds both rows. Raises :class:`SplitError`.
    """
    members = told_of(session, development.id or 0)
    going = [(member, told) for member, told in members if told.document_id == document_id]
    staying = {told.document_id for _, told in members} - {document_id}
    _check(development, [told for _, told in going], staying, into)
    target = into or _founded(session, development, going[0][1], now)
    act = Regrouping(
        at=now, actor=actor, document_id=document_id, founded=into is None, note=note,
        from_development_id=development.id or 0, to_development_id=target.id or 0,
    )  # fmt: skip
    session.add(act)
    session.flush()
    joined = {told.document_id for _, told in told_of(session, target.id or 0)}
    for member, _ in going:
        member.development_id, member.reason = target.id or 0, f"{actor} put it here"
        session.add(member)
    session.flush()
    _keep_apart(session, document_id, staying, act)
    _bring_together(session, document_id, joined)
    recompute(session, target, now=now, stirred=into is None)
    recompute(session, development, now=now)
    development.joined_id = None if staying else target.id
    target.joined_id = None
    return Split(old=development, new=target, regrouping=act, emptied=not staying)


def choices(session: Session, development: Development) -> list[Development]:
    """Other developments that a publication of this one may join, the newest first."""
    alive = select(DevelopmentMember.development_id)
    return list(
        session.exec(
            select(Development)
            .where(
                Development.jurisdiction == development.jurisdiction,
                Development.topic == development.topic,
                Development.id != development.id,
                col(Development.id).in_(alive),
            )
            .order_by(col(Development.moved_at).desc(), col(Development.id).desc())
        )
    )


def _check(
    development: Development, going: list[Told], staying: Collection[int], into: Development | None
) -> None:
    if not any(is_alive(told) for told in going):
        raise SplitError("this publication is not part of the change any more")
    if into is None and not staying:
        raise SplitError(
            "it is the only publication of this change: there is nothing to take apart"
        )
    if into is None:
        return
    if into.id == development.id:
        raise SplitError("it is part of this change already")
    if (into.jurisdiction, into.topic) != (development.jurisdiction, development.topic):
        raise SplitError("the other change is of another place or topic; correct the finding first")


def _founded(session: Session, old: Development, told: Told, now: datetime) -> Development:
    change = told.change
    # An act by hand founds it, once: its moment tells it from all that the same document founded.
    founding = f"{told.url}\n{old.key}\n{now.isoformat()}"
    development = Development(
        key=hashlib.sha256(founding.encode()).hexdigest()[:32],
        jurisdiction=old.jurisdiction,
        countries=[],
        topic=old.topic,
        title=told.title,
        kind=change.kind,
        status=change.status,
        direction=change.direction,
        confirmed=told.primary,
        created_at=now,
        moved_at=now,
    )
    session.add(development)
    session.flush()
    return development


def _keep_apart(
    session: Session, document_id: int, others: Collection[int], act: Regrouping
) -> None:
    for other in sorted(others):
        first, second = sorted((document_id, other))
        there = select(Apart.id).where(Apart.document_a == first, Apart.document_b == second)
        if session.exec(there).first() is None:
            session.add(Apart(document_a=first, document_b=second, regrouping_id=act.id or 0))
    session.flush()


def _bring_together(session: Session, document_id: int, others: Collection[int]) -> None:
    first, second = col(Apart.document_a), col(Apart.document_b)
    session.exec(
        delete(Apart).where(
            or_(
                (first == document_id) & second.in_(others),
                (second == document_id) & first.in_(others),
            )
        )
    )
