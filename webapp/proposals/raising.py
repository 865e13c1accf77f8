"""Makes proposals for the rule ledger from found changes; each stage of a development once."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from analysis.ledger import Standing, standing_of
from analysis.proposals import PROPOSING, FoundChange, Judged, rule_values, stance_of, suggested
from data.models import (
    Development,
    Document,
    RuleChange,
    RuleProposal,
    RuleProposalEvent,
    Source,
)
from data.queries.ledger import entries_known
from data.queries.proposals import proposals_of, refuted, stage_change
from data.rules import Confidence, FactSource
from data.words import ChangeKind, ChangeStatus, Direction, ProposalState, SourceRole, Topic
from webapp.alerts import wording

#: Who stands in the trail for what we did by ourselves.
ACTOR = "roamwatch"
#: In these a draft must differ to be news to who decided on an earlier one.
_TELLING = ("stance", "status", "limit_days", "limits", "effective", "applies_to")


def propose(session: Session, development_id: int, *, now: datetime) -> RuleProposal | None:
    """Write the proposal of a development as it stands; None when it proposes nothing (any more).

    An open proposal of an earlier stage is overtaken. What says only what a decided one said
    already is noted, and asks nobody.
    """
    development = session.get(Development, development_id)
    if development is None or development.status not in PROPOSING or not development.confirmed:
        return None
    change = stage_change(session, development)
    if change is None:
        return None
    earlier = proposals_of(session, development_id)
    found, today = found_change(development, change), _today(session, development, now)
    judged = stance_of(found, today)
    draft = _draft(session, development, change, found, judged)
    own = [_fact_id(one) for one in earlier if one.state == ProposalState.ACCEPTED]
    proposal = RuleProposal(
        development_id=development_id,
        moved_at=development.moved_at,
        rule_change_id=change.id or 0,
        country=development.jurisdiction,
        topic=development.topic,
        draft=draft,
        reasons=list(judged.reasons),
        question=judged.question,
        replaces=list(suggested(found, today, own)),
        created_at=now,
    )
    for one in earlier:
        if one.state == ProposalState.OPEN:
            _close(session, one, ProposalState.OVERTAKEN, now)
    session.add(proposal)
    session.flush()
    _note(session, proposal, "proposed", now)
    if any(_same(one.draft, draft) for one in earlier if one.state != ProposalState.OVERTAKEN):
        _close(session, proposal, ProposalState.NOTHING_NEW, now)
    return proposal


def drop_refuted(session: Session, *, now: datetime) -> int:
    """Close what is proposed of changes that are none any more; how many."""
    found = refuted(session)
    for proposal in found:
        _close(session, proposal, ProposalState.OVERTAKEN, now)
    return len(found)


def found_change(development: Development, change: RuleChange) -> FoundChange:
    """The development as values, with the limits and scope of the publication that tells it."""
    return FoundChange(
        topic=Topic(development.topic),
        kind=ChangeKind(development.kind),
        status=ChangeStatus(development.status),
        direction=Direction(development.direction),
        limits=tuple(change.limits),
        effective_on=development.effective_on,
        devices=str(change.scope.get("devices", "all")),
    )


def _today(session: Session, development: Development, now: datetime) -> Standing | None:
    entries = entries_known(session, at=now, countries=[development.jurisdiction])
    about = [entry for entry in entries if entry.fact.topic == development.topic]
    return standing_of(about, on=now.date())


def _draft(
    session: Session,
    development: Development,
    change: RuleChange,
    found: FoundChange,
    judged: Judged,
) -> dict[str, Any]:
    document = session.get_one(Document, change.document_id)
    source = session.get_one(Source, document.source_id)
    values = rule_values(found)
    limits = [limit.model_dump(mode="json") for limit in values["limits"] or ()]
    told = change.published_on or change.detected_at.date()
    return {
        "country": development.jurisdiction,
        "topic": development.topic,
        "stance": judged.stance.value if judged.stance else None,
        "summary": _summary(development, change),
        "applies_to": values["applies_to"],
        "status": values["status"].value,
        "limit_days": values["limit_days"],
        "limits": limits or None,
        "effective": values["effective"],
        "authority": wording.one_line(source.authority_name, 120),
        "source_url": document.url if document.url.startswith(("http://", "https://")) else None,
        "source_kind": _kind(source).value,
        "as_of": told.isoformat(),
        "confidence": _confidence(change.confidence).value,
    }


def _summary(development: Development, change: RuleChange) -> str:
    """In our words: what the text says is shown beside it, in its own language."""
    parts = [wording.what(development)]
    limits = wording.limits_of(change.limits)
    parts += [limits] if limits else []
    parts += [f"from {wording.day(development.effective_on)}"] if development.effective_on else []
    text = f"{wording.label(development.topic)}: {'; '.join(parts)}."
    return wording.one_line(text, 600)


def _kind(source: Source) -> FactSource:
    if source.role != SourceRole.PRIMARY:
        return FactSource.TRADE_PRESS
    return FactSource.LAW if source.authority_kind == "gazette" else FactSource.REGULATOR


def _confidence(value: float) -> Confidence:
    if value >= 0.8:
        return Confidence.HIGH
    return Confidence.MEDIUM if value >= 0.6 else Confidence.LOW


def _same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return all((old.get(name) or None) == (new.get(name) or None) for name in _TELLING)


def _fact_id(proposal: RuleProposal) -> str:
    return fact_id(proposal.country, proposal.topic, proposal.id or 0)


def fact_id(country: str, topic: str, proposal_id: int) -> str:
    """The name of the fact that an accepted proposal makes."""
    return f"{country.lower()}-{topic.replace('_', '-')}-p{proposal_id}"


def _close(session: Session, proposal: RuleProposal, state: ProposalState, now: datetime) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state.value, now, ACTOR
    session.add(proposal)
    _note(session, proposal, state.value, now)


def _note(session: Session, proposal: RuleProposal, action: str, now: datetime) -> None:
    session.add(RuleProposalEvent(proposal_id=proposal.id or 0, at=now, actor=ACTOR, action=action))
    session.flush()
