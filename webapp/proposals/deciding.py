"""Deciding on a proposal: accepted, accepted with edits, or rejected; each with its trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from sqlalchemy import update
from sqlmodel import Session, col, select

from data.audit import record
from data.errors import RoamwatchError
from data.ledger import StaleEntryError, record_fact
from data.models import RuleChange, RuleProposal, RuleProposalEvent
from data.partial_dates import YEARS, earliest, is_plausible
from data.queries.ledger import entries_known
from data.queries.proposals import quotes_of
from data.rules import RuleFact
from data.words import LimitShape, ProposalState
from webapp.alerts.wording import one_line, plain_text
from webapp.proposals.raising import fact_id

MAX_NOTE = 4000
#: Longest text of a field, in characters.
MAX_TEXT = 600
#: What an officer may write otherwise than proposed.
EDITABLE = (
    "stance",
    "summary",
    "applies_to",
    "status",
    "limit_days",
    "limits",
    "effective",
    "until",
    "instrument",
    "authority",
    "confidence",
)


class Decision(StrEnum):
    """What a person may do with a proposal."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What an officer decided, and what they saw when they did."""

    decision: Decision
    note: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Fields of :data:`EDITABLE` as the officer wants them."""
    replaces: Mapping[str, int] = field(default_factory=dict)
    """Facts that the new one ends, each with the number of the entry that the officer saw."""


class ProposalNotFoundError(RoamwatchError):
    """No proposal has this number."""

    code = "proposal_not_found"

    def __init__(self, proposal_id: int) -> None:
        super().__init__(f"there is no proposal {proposal_id}")


class ProposalDecidedError(RoamwatchError):
    """The proposal is not open any more: somebody else decided, or its development moved."""

    code = "proposal_decided"

    def __init__(self, proposal_id: int, *, state: str, by: str, at: datetime | None) -> None:
        self.state, self.by, self.at = state, by, at
        when = f" on {at:%Y-%m-%d at %H:%M} UTC" if at else ""
        super().__init__(f"proposal {proposal_id} is {state} already, by {by}{when}")


class ProposalFieldError(RoamwatchError):
    """A field of the decision is missing or wrong; ``field`` names it."""

    code = "proposal_field"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def decide(
    session: Session, proposal_id: int, verdict: Verdict, *, actor: str, now: datetime
) -> RuleProposal:
    """Carry out a decision; the caller commits. Of two at the same moment one wins.

    Raises :class:`ProposalNotFoundError`, :class:`ProposalDecidedError`,
    :class:`ProposalFieldError`, and :class:`data.ledger.StaleEntryError` when an entry that
    was to be ended has changed since the officer saw it.
    """
    proposal = session.get(RuleProposal, proposal_id)
    if proposal is None:
        raise ProposalNotFoundError(proposal_id)
    note = _checked_note(verdict)
    if proposal.state != ProposalState.OPEN:
        raise _decided(session, proposal_id)
    accepts = verdict.decision is Decision.ACCEPT
    fact = _fact(proposal, verdict.changes) if accepts else None
    state = ProposalState.ACCEPTED if accepts else ProposalState.REJECTED
    taken = session.exec(
        update(RuleProposal)
        .where(col(RuleProposal.id) == proposal_id, col(RuleProposal.state) == ProposalState.OPEN)
        .values(state=state.value, decided_at=now, decided_by=actor)
        .execution_options(synchronize_session="fetch")
    )
    if taken.rowcount != 1:
        raise _decided(session, proposal_id)
    if fact is not None:
        proposal.entry_id = _enter(session, proposal, fact, verdict, actor=actor, now=now)
    edits = {} if fact is None else _edits(proposal.draft, fact)
    _write_down(session, proposal, state, edits, actor=actor, note=note, now=now)
    return proposal


def _write_down(
    session: Session,
    proposal: RuleProposal,
    state: ProposalState,
    edits: dict[str, Any],
    *,
    actor: str,
    note: str,
    now: datetime,
) -> None:
    """The decision in the proposal's own history, and in the audit trail."""
    session.add(
        RuleProposalEvent(
            proposal_id=proposal.id or 0,
            at=now,
            actor=actor,
            action=state.value,
            note=note,
            changes=edits,
        )
    )
    record(
        session,
        actor=actor,
        action=state.value,
        subject=f"proposal:{proposal.id}",
        note=note,
        detail={"entry": proposal.entry_id, "country": proposal.country, "topic": proposal.topic},
        now=now,
    )


def _checked_note(verdict: Verdict) -> str:
    note = plain_text(verdict.note).strip()
    if not note and verdict.decision is Decision.REJECT:
        raise ProposalFieldError("note", "say in a note why you reject the proposal")
    if len(note) > MAX_NOTE:
        raise ProposalFieldError(
            "note", f"the note has {len(note)} characters; {MAX_NOTE} are allowed"
        )
    return note


def _decided(session: Session, proposal_id: int) -> ProposalDecidedError:
    state, by, at = session.exec(
        select(RuleProposal.state, RuleProposal.decided_by, RuleProposal.decided_at).where(
            RuleProposal.id == proposal_id
        )
    ).one()
    return ProposalDecidedError(proposal_id, state=state, by=by, at=at)


def _fact(proposal: RuleProposal, changes: Mapping[str, Any]) -> RuleFact:
    name = fact_id(proposal.country, proposal.topic, proposal.id or 0)
    return changed_fact(proposal.draft | {"id": name}, changes)


def changed_fact(values: Mapping[str, Any], changes: Mapping[str, Any]) -> RuleFact:
    """A fact as an officer wants it. Raises :class:`ProposalFieldError`, which names the field."""
    unknown = sorted(changes.keys() - set(EDITABLE))
    if unknown:
        raise ProposalFieldError(unknown[0], f"{unknown[0]} cannot be changed")
    wanted = {**values, **{name: _plain(name, value) for name, value in changes.items()}}
    if not wanted.get("stance"):
        raise ProposalFieldError("stance", "say how the country stands: the text does not tell")
    if "limit_days" in changes and "limits" not in changes:
        wanted["limits"] = _limits_with(values, changes["limit_days"])
    try:
        fact = RuleFact.model_validate(wanted)
    except ValidationError as exc:
        first = exc.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "limits"
        raise ProposalFieldError(name, f"{name.replace('_', ' ')}: {first['msg']}") from exc
    for name in ("effective", "until"):
        _check_day(name, getattr(fact, name))
    return fact


def _check_day(name: str, text: str) -> None:
    day = earliest(text)
    if text and day is None:
        raise ProposalFieldError(name, f"{name}: there is no such day or month")
    if day is not None and not is_plausible(day):
        raise ProposalFieldError(name, f"{name}: the year must lie from {YEARS[0]} to {YEARS[1]}")


def _plain(name: str, value: object) -> object:
    """A text as one harmless line; other values as they are, for the fact's own check."""
    if not isinstance(value, str):
        return value
    if len(value) > MAX_TEXT:
        said = f"{name.replace('_', ' ')} has {len(value):,} characters; {MAX_TEXT} are allowed"
        raise ProposalFieldError(name, said)
    return one_line(value, MAX_TEXT)


def _limits_with(draft: Mapping[str, Any], days: object) -> list[dict[str, Any]] | None:
    """The drafted limit with another number of days; None where it is not clear which one is meant."""
    limits = draft.get("limits") or []
    if days is None or len(limits) != 1 or limits[0]["shape"] in (LimitShape.BAN, LimitShape.SHARE):
        return None
    return [limits[0] | {"days": days}]


def _enter(
    session: Session,
    proposal: RuleProposal,
    fact: RuleFact,
    verdict: Verdict,
    *,
    actor: str,
    now: datetime,
) -> int:
    change = session.get_one(RuleChange, proposal.rule_change_id)
    evidence = {
        "proposal": proposal.id,
        "development": proposal.development_id,
        "document": change.document_id,
        "version": change.version_id,
        "quotes": quotes_of(session, proposal.rule_change_id),
    }
    _end(session, fact, verdict.replaces, actor=actor, now=now)
    note = _checked_note(verdict)
    entry = record_fact(session, fact, by=actor, now=now, note=note, evidence=evidence)
    return entry.id or 0


def _end(
    session: Session, fact: RuleFact, replaced: Mapping[str, int], *, actor: str, now: datetime
) -> None:
    """End each replaced fact on the day before the new one begins."""
    if not replaced:
        return
    begin = earliest(fact.effective) or earliest(fact.as_of) or now.date()
    last = (begin - timedelta(days=1)).isoformat()
    known = {
        entry.entry_id: entry
        for entry in entries_known(session, at=now, countries=[fact.country])
        if entry.fact.topic is fact.topic
    }
    for name, entry_id in replaced.items():
        entry = known.get(entry_id)
        if entry is None or entry.fact.id != name:
            raise StaleEntryError(name)
        record_fact(
            session,
            entry.fact.model_copy(update={"until": last}),
            by=actor,
            now=now,
            note=f"ended by {fact.id}",
            evidence=entry.evidence,
            replaces=entry_id,
        )


def _edits(draft: Mapping[str, Any], fact: RuleFact) -> dict[str, Any]:
    """Field → [proposed, accepted] where they differ."""
    accepted = fact.model_dump(mode="json")
    return {
        name: [draft.get(name), accepted.get(name)]
        for name in EDITABLE
        if (draft.get(name) or None) != (accepted.get(name) or None)
    }


def names_of(replaced: Sequence[str]) -> dict[str, int]:
    """``fact:entry`` words, as forms and programs send them. Raises :class:`ProposalFieldError`."""
    found: dict[str, int] = {}
    for word in replaced:
        name, _, number = word.rpartition(":")
        if not name or not (number.isascii() and number.isdigit() and len(number) < 10):
            raise ProposalFieldError("replaces", "name each entry as fact:entry")
        found[name] = int(number)
    return found
