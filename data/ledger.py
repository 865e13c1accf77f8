"""Writing the rule ledger: entries are added and closed, never changed.

Two times are kept apart. When a rule held stands in the fact (``effective``, ``until``);
when we knew it is the entry's ``known_from`` and ``known_until``.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from data.audit import record
from data.errors import RoamwatchError
from data.models import LedgerEntry
from data.rules import RuleFact


class Origin(StrEnum):
    """Who brought an entry."""

    SEED = "seed"
    OFFICER = "officer"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A fact with what the ledger knows of it."""

    fact: RuleFact
    entry_id: int = 0
    """0 for a fact of the files that no store has taken in."""
    origin: Origin = Origin.SEED
    recorded_by: str = Origin.SEED.value
    note: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    known_from: datetime | None = None
    known_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SeedResult:
    """What :func:`sync_ledger` did, in facts."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0


class StaleEntryError(RoamwatchError):
    """The entry that was to be replaced has been replaced by somebody else meanwhile."""

    code = "stale_entry"

    def __init__(self, fact_id: str) -> None:
        self.fact_id = fact_id
        super().__init__(f"{fact_id} was changed by somebody else meanwhile; look at it again")


def entry_of(row: LedgerEntry) -> Entry:
    """A stored entry as a value."""
    return Entry(
        fact=read_fact(json.dumps(row.fact, sort_keys=True)),
        entry_id=row.id or 0,
        origin=Origin(row.origin),
        recorded_by=row.recorded_by,
        note=row.note,
        evidence=row.evidence,
        known_from=row.known_from,
        known_until=row.known_until,
    )


@lru_cache(maxsize=8192)
def read_fact(text: str) -> RuleFact:
    """A stored fact from its JSON, checked once per process: facts are frozen, each page reads hundreds."""
    return RuleFact.model_validate_json(text)


def sync_ledger(session: Session, facts: Iterable[RuleFact], *, now: datetime) -> SeedResult:
    """Bring the files' entries to ``facts``; officers' entries are never touched.

    A fact that reads otherwise now is closed and entered anew, one that is no longer in the
    files is closed, so that what was known before stays known.
    """
    known = {
        row.fact_id: row
        for row in session.exec(
            select(LedgerEntry).where(
                LedgerEntry.origin == Origin.SEED.value, col(LedgerEntry.known_until).is_(None)
            )
        )
    }
    wanted = {fact.id: fact for fact in facts}
    same = {
        key for key, row in known.items() if key in wanted and entry_of(row).fact == wanted[key]
    }
    gone = [row.id for key, row in known.items() if key not in same]
    if gone:
        session.exec(
            update(LedgerEntry).where(col(LedgerEntry.id).in_(gone)).values(known_until=now)
        )
    new = [
        _values(fact, origin=Origin.SEED, by=Origin.SEED.value, note="", now=now)
        for key, fact in wanted.items()
        if key not in same
    ]
    if new:
        session.execute(insert(LedgerEntry), new)
    return SeedResult(
        added=len(wanted.keys() - known.keys()),
        changed=len(wanted.keys() & known.keys() - same),
        withdrawn=len(known.keys() - wanted.keys()),
        unchanged=len(same),
    )


def record_fact(
    session: Session,
    fact: RuleFact,
    *,
    by: str,
    now: datetime,
    note: str = "",
    evidence: dict[str, Any] | None = None,
    replaces: int = 0,
) -> LedgerEntry:
    """Enter a fact as an officer says it; the caller commits.

    ``replaces`` is the entry that the officer saw in its place (0: there was none, or only
    the files'). Raises :class:`StaleEntryError` when another officer was quicker.
    """
    _close_officers(session, fact.id, replaces, now)
    values = _values(fact, origin=Origin.OFFICER, by=by, note=note, now=now)
    row = LedgerEntry(**values | {"evidence": evidence or {}})
    session.add(row)
    session.flush()
    record(
        session,
        actor=by,
        action="entered",
        subject=f"fact:{fact.id}",
        note=note,
        detail={"entry": row.id, "replaces": replaces, "fact": row.fact},
        now=now,
    )
    return row


def _close_officers(session: Session, fact_id: str, replaces: int, now: datetime) -> None:
    """End the officer's open entry of a fact, if there is one: only the one that was seen."""
    standing = session.exec(
        select(LedgerEntry).where(
            LedgerEntry.fact_id == fact_id,
            LedgerEntry.origin == Origin.OFFICER.value,
            col(LedgerEntry.known_until).is_(None),
        )
    ).first()
    if standing is None:
        return
    closed = session.exec(
        update(LedgerEntry)
        .where(col(LedgerEntry.id) == replaces, col(LedgerEntry.id) == standing.id)
        .where(col(LedgerEntry.known_until).is_(None))
        .values(known_until=now)
    )
    if closed.rowcount != 1:
        raise StaleEntryError(fact_id)


def _values(fact: RuleFact, *, origin: Origin, by: str, note: str, now: datetime) -> dict[str, Any]:
    return {
        "fact_id": fact.id,
        "origin": origin.value,
        "recorded_by": by,
        "country": fact.country,
        "topic": fact.topic.value,
        "fact": fact.model_dump(mode="json", exclude_defaults=True),
        "note": note,
        "evidence": {},
        "known_from": now,
        "known_until": None,
    }
