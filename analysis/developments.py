"""From rule changes to developments: the same change, however many publications tell it.

What is waiting is a query; each piece (one version's word on one jurisdiction and topic)
is one transaction under unique keys, so that this may die anywhere and run again.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from analysis.history import Heard, step
from analysis.moving import Standing
from analysis.sameness import Limit, Report, same_act
from data.db import reading, writing
from data.models import Development, DevelopmentMember, RuleChange
from data.queries.developments import (
    Piece,
    Told,
    known_developments,
    told_by,
    version_text,
    waiting_changes,
    waiting_pieces,
)
from data.queries.feedback import kept_apart
from data.words import ChangeKind, ChangeStatus, Direction

_LONGEST_TITLE = 300


def record_pending(engine: Engine, *, clock: Callable[[], datetime]) -> int:
    """Give every waiting rule change its development; how many were made or moved."""
    with reading(engine) as session:
        pieces = waiting_pieces(session)
    touched = 0
    for piece in pieces:
        try:
            with writing(engine) as session:
                touched += record_piece(session, piece, now=clock())
        except IntegrityError:
            # Another worker wrote the same piece at this moment: the unique keys chose.
            continue
    return touched


def record_piece(session: Session, piece: Piece, *, now: datetime) -> bool:
    """Find or make the development of a piece; whether one was made or moved. Never commits."""
    changes = waiting_changes(session, piece)
    if not changes:
        return False
    told = told_by(session, changes[0])
    text = version_text(session, piece.version_id)
    match = _find(session, piece, report_of(told, text))
    if match is None:
        development, reason, stirred = (
            _found(session, piece, told, now),
            "the first to report it",
            True,
        )
    else:
        development, reason = match.development, match.reason
        stirred = _move(development, match.known, told, now)
        stirred = _confirm(development, told, now) or stirred
    for change in changes:
        session.add(
            DevelopmentMember(
                rule_change_id=change.id or 0,
                development_id=development.id or 0,
                joined_at=now,
                reason=reason,
            )
        )
    countries = {*development.countries, *(change.country for change in changes)}
    development.countries = sorted(countries)
    session.add(development)
    session.flush()
    return stirred


def key_of(piece: Piece, url: str) -> str:
    """The development's key: made from what founds it, the same after a crash."""
    founding = "\n".join((url, piece.jurisdiction, piece.topic))
    return hashlib.sha256(founding.encode()).hexdigest()[:32]


def report_of(told: Told, text: str = "") -> Report:
    """A stored rule change as the decision reads it."""
    change = told.change
    return Report(
        document_id=told.document_id,
        title=told.title,
        status=ChangeStatus(change.status),
        direction=Direction(change.direction),
        day=change.published_on or change.detected_at.date(),
        effective_on=change.effective_on,
        deadline_on=change.deadline_on,
        limits=limits_of(change.limits),
        sample=told.sample,
        text=text,
    )


def limits_of(stored: Sequence[dict[str, Any]]) -> frozenset[Limit]:
    """Limits as comparable values: (days, shape, per, window)."""
    return frozenset(
        (limit.get("days"), limit.get("shape"), limit.get("per"), limit.get("window_days"))
        for limit in stored
    )


@dataclass(frozen=True)
class _Match:
    strength: int
    development: Development
    known: list[Told]
    reason: str


def _find(session: Session, piece: Piece, report: Report) -> _Match | None:
    """The development that the report is of, by the surest rule; the newest of equals."""
    best: _Match | None = None
    apart = kept_apart(session, report.document_id)
    for development, known in known_developments(session, piece):
        if any(told.document_id in apart for told in known):
            continue
        # What an officer set aside gathers only later versions of itself.
        spoken = [
            told for told in known if is_alive(told) or told.document_id == report.document_id
        ]
        found = same_act(report, [report_of(told) for told in spoken])
        if found and (best is None or found[0] > best.strength):
            best = _Match(found[0], development, known, found[1])
    return best


def _found(session: Session, piece: Piece, told: Told, now: datetime) -> Development:
    change = told.change
    development = Development(
        key=key_of(piece, told.url),
        jurisdiction=piece.jurisdiction,
        countries=[],
        topic=piece.topic,
        title=" ".join(told.title.split())[:_LONGEST_TITLE],
        kind=change.kind,
        status=change.status,
        direction=change.direction,
        effective_on=change.effective_on,
        deadline_on=change.deadline_on,
        published_on=change.published_on,
        confirmed=told.primary,
        created_at=now,
        moved_at=now,
    )
    session.add(development)
    session.flush()
    return development


def _move(development: Development, known: Sequence[Told], told: Told, now: datetime) -> bool:
    alive = [heard(one, at=now) for one in known if is_alive(one)]
    after = step(_standing(development, development.title, frozenset()), alive, heard(told, at=now))
    if after is None:
        return False
    stand(development, after)
    development.moved_at = now
    return True


def heard(told: Told, *, at: datetime) -> Heard:
    """A stored rule change as a development's history reads it."""
    change = told.change
    return Heard(
        at=at,
        standing=_standing(change, told.title, limits_of(change.limits)),
        document_id=told.document_id,
        news=change.news,
        primary=told.primary,
        day=change.published_on or change.detected_at.date(),
    )


def is_alive(told: Told) -> bool:
    """Whether it is still a change: no officer set it aside."""
    return told.change.kind != ChangeKind.NONE


def stand(development: Development, after: Standing) -> None:
    """Write where a development stands."""
    development.title = " ".join(after.title.split())[:_LONGEST_TITLE]
    development.kind = after.kind.value
    development.status = after.status.value
    development.direction = after.direction.value
    development.effective_on = after.effective_on
    development.deadline_on = after.deadline_on
    development.published_on = after.published_on


def _confirm(development: Development, told: Told, now: datetime) -> bool:
    """Note that an authority says now what only the trade press had told."""
    if development.confirmed or not (told.primary and told.change.news):
        return False
    development.confirmed, development.moved_at = True, now
    return True


def _standing(row: Development | RuleChange, title: str, limits: frozenset[Limit]) -> Standing:
    return Standing(
        title=title,
        kind=ChangeKind(row.kind),
        status=ChangeStatus(row.status),
        direction=Direction(row.direction),
        effective_on=row.effective_on,
        deadline_on=row.deadline_on,
        published_on=row.published_on,
        limits=limits,
    )
