"""The catalogue's facts, copied into the store; what changed stands in the audit trail."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from data.audit import record
from data.catalogue import SourceEntry
from data.models import Source

_ACTOR = "roamwatch"


@dataclass(frozen=True, kw_only=True)
class SyncResult:
    """What :func:`sync_catalogue` did, in sources."""

    added: int
    changed: int
    disabled: int
    unchanged: int


def sync_catalogue(
    session: Session, entries: Iterable[SourceEntry], *, now: datetime
) -> SyncResult:
    """Copy the facts into the store by id; never the state of our watching.

    A source that is no more in the catalogue is disabled, not deleted: its documents
    are evidence. Samples and real sources do not know each other: syncing one kind
    leaves the other alone. Only the HTTP validators go when an address changes, since
    they belong to the old one. What changed stands in the audit trail.
    """
    wanted = {entry.id: entry for entry in entries}
    known = {row.id: row for row in session.exec(select(Source)).all()}
    added = [Source(**_facts(entry)) for key, entry in wanted.items() if key not in known]
    session.add_all(added)
    changed = 0
    for key in sorted(wanted.keys() & known.keys()):
        was = _update(known[key], wanted[key])
        if was:
            changed += 1
            _record(session, known[key], was, now=now)
    kinds = {entry.sample for entry in wanted.values()}
    gone = [
        row
        for key, row in known.items()
        if key not in wanted and row.enabled and row.sample in kinds
    ]
    for row in gone:
        row.enabled = False
        _record(session, row, {"enabled": True}, now=now)
    session.flush()
    _record_added(session, [one.id for one in added], now=now)
    kept = len(wanted) - len(added) - changed
    return SyncResult(added=len(added), changed=changed, disabled=len(gone), unchanged=kept)


def _facts(entry: SourceEntry) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if name != "reason"}


def _update(row: Source, entry: SourceEntry) -> dict[str, Any]:
    """Bring a row to what the catalogue says; what was there before where it differed.

    What an officer says otherwise holds, until the catalogue says the same.
    """
    facts = {name: value for name, value in _facts(entry).items() if getattr(row, name) != value}
    row.edits = {name: facts.pop(name) for name in row.edits if name in facts}
    was = {name: getattr(row, name) for name in facts}
    if "url" in facts:
        row.etag = row.last_modified = ""
    for name, value in facts.items():
        setattr(row, name, value)
    return was


def _record(session: Session, row: Source, was: dict[str, Any], *, now: datetime) -> None:
    record(
        session,
        actor=_ACTOR,
        action="changed",
        subject=f"source:{row.id}",
        note=row.title,
        detail={"was": was, "became": {name: getattr(row, name) for name in was}},
        now=now,
    )


def _record_added(session: Session, ids: list[str], *, now: datetime) -> None:
    """One line for all: the first start adds hundreds."""
    if ids:
        record(
            session,
            actor=_ACTOR,
            action="added",
            subject="source:catalogue",
            detail={"sources": ids},
            now=now,
        )
