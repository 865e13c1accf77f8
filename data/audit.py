"""One chain of acts for the whole store: written with what it tells of, verified by the doctor.

An entry carries the SHA-256 of all that it says and of the entry before it, so nothing in the
middle can be changed, removed or slipped in without the chain breaking there. Only its end can
be cut off unseen, so the doctor names the last entry: whoever noted it can tell.

Entries get their places when their transaction is committed, under a lock that is then the last
one taken: writers never wait for each other longer than a commit takes, and never in a circle.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import event, func
from sqlmodel import Session, col, select

from data.models.audit import AuditEntry

#: Any number that no other advisory lock of this database uses.
_LOCK = 7_262_412
_UNCHAINED = "unchained entries"
_SAID = ("seq", "at", "actor", "action", "subject", "alert_id", "note", "detail")


class Said(Protocol):
    """An entry, or its columns as they were read."""

    seq: int | None
    at: datetime
    actor: str
    action: str
    subject: str
    alert_id: int | None
    note: str
    detail: dict[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Chain:
    """How the chain was found."""

    entries: int
    head: str
    """``digest`` of the last whole entry; empty when there is none."""
    broken: tuple[str, ...]
    """One sentence for each entry that is not as it was written; the first ones only."""


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str = "",
    alert_id: int | None = None,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
    now: datetime,
) -> AuditEntry:
    """Write down one act, in the transaction that carries it out; the caller commits.

    The entry has its ``id`` when this returns, its place in the chain once it is committed.
    ``detail`` must be JSON; it holds no secret and no identifier of a SIM.
    """
    entry = AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=subject or (f"alert:{alert_id}" if alert_id else ""),
        alert_id=alert_id,
        note=note,
        detail=json.loads(_json(dict(detail or {}))),
    )
    session.add(entry)
    session.flush()
    return entry


def canonical(entry: Said) -> bytes:
    """What is hashed: one JSON object, keys in order, no spaces, UTF-8, the moment in UTC."""
    return _json(as_json(entry)).encode()


def as_json(entry: Said) -> dict[str, Any]:
    """All that an entry says and that its digest covers."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "alert": entry.alert_id,
        "note": entry.note,
        "detail": entry.detail,
        "previous": entry.previous,
    }


def digest_of(entry: Said) -> str:
    """SHA-256 of an entry as it stands, in hexadecimal."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def verify(session: Session, *, most: int = 20) -> Chain:
    """Read the whole chain and hash it again; at most ``most`` breaks are named."""
    count, head = 0, ""
    broken: list[str] = []
    for entry in _in_order(session):
        faults = list(_faults(entry, count + 1, head))
        broken += faults[: max(0, most - len(broken))]
        count, head = entry.seq or 0, entry.digest
    loose = session.exec(
        select(col(AuditEntry.id)).where(col(AuditEntry.seq).is_(None)).limit(most)
    )
    broken += [f"entry with id {number} stands outside the chain" for number in loose]
    return Chain(entries=count, head=head, broken=tuple(broken[:most]))


def _faults(entry: Said, place: int, previous: str) -> Iterator[str]:
    name = f"entry {entry.seq} ({entry.action} by {entry.actor}, {entry.at:%Y-%m-%d %H:%M} UTC)"
    if entry.seq != place:
        missing = "one entry is" if entry.seq == place + 1 else "entries are"
        yield f"{missing} missing before {name}"
    elif entry.previous != previous:
        yield f"{name} does not follow the entry before it"
    if entry.digest != digest_of(entry):
        yield f"{name} was changed after it was written"


def _in_order(session: Session) -> Iterator[Said]:
    # Columns and no objects: a long chain is read in two thirds of the time.
    columns = [col(getattr(AuditEntry, name)) for name in (*_SAID, "previous", "digest")]
    yield from session.execute(
        select(*columns)
        .where(col(AuditEntry.seq).is_not(None))
        .order_by(col(AuditEntry.seq))
        .execution_options(yield_per=1000)
    )


def _json(value: Any) -> str:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


@event.listens_for(AuditEntry, "after_insert")
def _remember(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
    session = Session.object_session(entry)
    if session is not None:
        session.info[_UNCHAINED] = True


@event.listens_for(Session, "before_commit")
def _chain(session: Session) -> None:
    """Give the entries of this transaction their places, as the last thing before it ends."""
    if session.in_nested_transaction():
        return
    session.flush()
    if not session.info.pop(_UNCHAINED, False):
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last = session.exec(
        select(AuditEntry.seq, AuditEntry.digest)
        .where(col(AuditEntry.seq).is_not(None))
        .order_by(col(AuditEntry.seq).desc())
        .limit(1)
    ).first()
    place, head = (last[0] or 0, last[1]) if last else (0, "")
    loose = select(AuditEntry).where(col(AuditEntry.seq).is_(None)).order_by(col(AuditEntry.id))
    # Objects in memory may hold what was typed; the store's own reading of it is what is hashed.
    for entry in session.exec(loose.execution_options(populate_existing=True)).all():
        place += 1
        entry.seq, entry.previous = place, head
        head = entry.digest = digest_of(entry)
    session.flush()
