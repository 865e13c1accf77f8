"""What becomes of a trouble: opened once, followed, closed by itself. Pure; the shell is below.

A source has one trouble at a time. Words for “cannot be read” are one trouble, whichever
they are in turn; silence and a move are others. A trouble that comes back within a week
of having closed is opened again and not told anew.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from crawler.health import SPELL
from data.models import Source, Trouble
from data.queries.troubles import last_closed, open_troubles
from data.words import OUTAGE, TROUBLE, UNREAD

#: What our own trouble is known by while it is open.
OURS = "connection"


class Step(StrEnum):
    """What to do about a source's trouble."""

    NOTHING = "nothing"
    OPEN = "open"
    FOLLOW = "follow"
    CLOSE = "close"
    REPLACE = "replace"
    """Close it, and open another: it is in trouble of another sort."""


def decide(health: str, *, enabled: bool, open_kind: str) -> Step:
    """What to do, given how the source stands and the kind of its open trouble (empty: none)."""
    if not enabled or health not in TROUBLE:
        return Step.CLOSE if open_kind else Step.NOTHING
    if not open_kind:
        return Step.OPEN
    return Step.FOLLOW if _sort(open_kind) == _sort(health) else Step.REPLACE


def comes_back(kind: str, *, closed_kind: str, closed_at: datetime | None, now: datetime) -> bool:
    """Whether a trouble that closed is this one."""
    return closed_at is not None and now - closed_at <= SPELL and _sort(closed_kind) == _sort(kind)


def _sort(kind: str) -> str:
    return "unread" if kind in UNREAD else kind


def follow_sources(session: Session, sources: Sequence[Source], *, now: datetime) -> None:
    """Open, follow and close the troubles of these sources; safe to repeat."""
    known = open_troubles(session, [source.id for source in sources])
    for source in sources:
        trouble = known.get(source.id)
        kind = trouble.kind if trouble else ""
        step = decide(source.health, enabled=source.enabled, open_kind=kind)
        if trouble is not None and step in (Step.CLOSE, Step.REPLACE):
            _close(trouble, now)
        if trouble is not None and step is Step.FOLLOW:
            trouble.kind, trouble.reason = source.health, source.health_reason
        if step in (Step.OPEN, Step.REPLACE):
            session.flush()
            _open_for(session, source, now)


def follow_connection(session: Session, *, broken: bool, reason: str, now: datetime) -> None:
    """Open or close the trouble that is ours; safe to repeat."""
    trouble = open_troubles(session, [OURS]).get(OURS)
    if trouble is not None and not broken:
        _close(trouble, now)
    if trouble is None and broken:
        _insert(session, Trouble(kind=OUTAGE, reason=reason, opened_at=now, open_as=OURS))


def _open_for(session: Session, source: Source, now: datetime) -> None:
    before = last_closed(session, source.id)
    if before is not None and comes_back(
        source.health, closed_kind=before.kind, closed_at=before.closed_at, now=now
    ):
        before.kind, before.reason = source.health, source.health_reason
        before.closed_at, before.open_as = None, source.id
        before.falls += 1
        return
    trouble = Trouble(
        source_id=source.id,
        kind=source.health,
        reason=source.health_reason,
        opened_at=now,
        open_as=source.id,
    )
    _insert(session, trouble)


def _insert(session: Session, trouble: Trouble) -> None:
    """Add it, unless another worker has opened it at the same moment."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = Trouble.__table__  # type: ignore[attr-defined]  # a table class
    statement = insert(table).values(trouble.model_dump(exclude={"id"}))
    session.exec(statement.on_conflict_do_nothing(index_elements=["open_as"]))


def _close(trouble: Trouble, now: datetime) -> None:
    trouble.closed_at, trouble.open_as = now, None
