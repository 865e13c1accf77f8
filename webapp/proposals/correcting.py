"""Correcting a fact of the ledger by hand: the old entry stays in the history, the files are overruled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from data.ledger import Entry, Origin, StaleEntryError, record_fact
from data.models import LedgerEntry
from data.queries.ledger import entries_known
from webapp.alerts.wording import plain_text
from webapp.proposals.deciding import MAX_NOTE, ProposalFieldError, changed_fact


def entry_held(session: Session, place: str, fact_id: str, *, now: datetime) -> Entry | None:
    """The entry that holds for a fact: an officer's, else the files'. None where there is no such fact."""
    found = [
        entry
        for entry in entries_known(session, at=now, countries=[place])
        if entry.fact.id == fact_id
    ]
    return max(found, key=lambda entry: entry.origin is Origin.OFFICER, default=None)


def correct(
    session: Session,
    place: str,
    fact_id: str,
    *,
    seen: int,
    changes: Mapping[str, Any],
    note: str,
    actor: str,
    now: datetime,
) -> LedgerEntry:
    """Enter a fact as an officer says it, in the place of the entry numbered ``seen``; the caller commits.

    Raises :class:`webapp.proposals.deciding.ProposalFieldError`, and
    :class:`data.ledger.StaleEntryError` when the entry is not the one that holds (any more).
    """
    entry = entry_held(session, place, fact_id, now=now)
    if entry is None or entry.entry_id != seen:
        raise StaleEntryError(fact_id)
    note = plain_text(note).strip()
    if not note or len(note) > MAX_NOTE:
        raise ProposalFieldError("note", "say in a note what your correction rests on")
    if not changes:
        raise ProposalFieldError("note", "nothing is changed: change a field first")
    return record_fact(
        session,
        changed_fact(entry.fact.model_dump(mode="json"), changes),
        by=actor,
        now=now,
        note=note,
        evidence=entry.evidence,
        replaces=seen,
    )
