"""Proposals for the rule ledger: what waits to be proposed, what waits to be decided, and one's page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, func
from sqlmodel import Session, col, select

from data.models import (
    Development,
    DevelopmentMember,
    Document,
    Evidence,
    RuleChange,
    RuleProposal,
    RuleProposalEvent,
    Source,
    Version,
)
from data.words import ChangeKind, ProposalState


@dataclass(frozen=True, kw_only=True)
class ProposalPage:
    """A proposal with the rows that it stands on."""

    proposal: RuleProposal
    development: Development
    change: RuleChange
    version: Version
    document: Document
    source: Source


def unproposed(session: Session, statuses: Collection[str]) -> list[int]:
    """Confirmed developments of these statuses that have no proposal as they stand, oldest first."""
    proposed = exists().where(
        col(RuleProposal.development_id) == col(Development.id),
        col(RuleProposal.moved_at) == col(Development.moved_at),
    )
    statement = (
        select(Development.id)
        .where(
            ~proposed,
            col(Development.confirmed),
            col(Development.status).in_([str(status) for status in statuses]),
            Development.kind != ChangeKind.NONE.value,
        )
        .order_by(col(Development.moved_at), col(Development.id))
    )
    return [number for number in session.exec(statement) if number is not None]


def refuted(session: Session) -> Sequence[RuleProposal]:
    """Open proposals whose development is no change any more, by an officer's word."""
    return session.exec(
        select(RuleProposal)
        .join(Development, col(Development.id) == col(RuleProposal.development_id))
        .where(
            RuleProposal.state == ProposalState.OPEN.value,
            Development.kind == ChangeKind.NONE.value,
        )
        .order_by(col(RuleProposal.id))
    ).all()


def stage_change(session: Session, development: Development) -> RuleChange | None:
    """The newest rule change that tells the development's status of today, else the newest."""
    status = case((col(RuleChange.status) == development.status, 0), else_=1)
    return session.exec(
        select(RuleChange)
        .join(DevelopmentMember, col(DevelopmentMember.rule_change_id) == col(RuleChange.id))
        .where(DevelopmentMember.development_id == development.id)
        .order_by(status, col(RuleChange.detected_at).desc(), col(RuleChange.id).desc())
    ).first()


def proposals_of(session: Session, development_id: int) -> Sequence[RuleProposal]:
    """A development's proposals, the latest first."""
    return session.exec(
        select(RuleProposal)
        .where(RuleProposal.development_id == development_id)
        .order_by(col(RuleProposal.id).desc())
    ).all()


def list_proposals(
    session: Session,
    *,
    state: str = "",
    country: str = "",
    since: datetime | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[tuple[RuleProposal, Development]]:
    """Proposals with their developments, the latest first; ``since``: decided after that moment."""
    statement = select(RuleProposal, Development).join(
        Development, col(Development.id) == col(RuleProposal.development_id)
    )
    if state:
        statement = statement.where(RuleProposal.state == state)
    if country:
        statement = statement.where(RuleProposal.country == country)
    if since:
        statement = statement.where(col(RuleProposal.decided_at) > since)
    return list(
        session.exec(statement.order_by(col(RuleProposal.id).desc()).limit(limit).offset(offset))
    )


def count_proposals(session: Session, *, since: datetime | None = None) -> dict[str, int]:
    """State → how many proposals; ``since``: of those decided after that moment."""
    statement = select(RuleProposal.state, func.count()).group_by(col(RuleProposal.state))
    if since:
        statement = statement.where(col(RuleProposal.decided_at) > since)
    return dict(session.exec(statement).all())


def open_proposals(session: Session, country: str) -> Sequence[RuleProposal]:
    """What waits to be decided of a country or group."""
    return session.exec(
        select(RuleProposal)
        .where(RuleProposal.country == country, RuleProposal.state == ProposalState.OPEN.value)
        .order_by(col(RuleProposal.id))
    ).all()


def proposal_page(session: Session, proposal_id: int) -> ProposalPage | None:
    """All rows behind a proposal; None when there is no such proposal."""
    row = session.exec(
        select(RuleProposal, Development, RuleChange, Version, Document, Source)  # type: ignore[call-overload]  # SQLModel types up to four; SQLAlchemy takes any number
        .join(Development, col(Development.id) == RuleProposal.development_id)
        .join(RuleChange, col(RuleChange.id) == RuleProposal.rule_change_id)
        .join(Version, col(Version.id) == RuleChange.version_id)
        .join(Document, col(Document.id) == RuleChange.document_id)
        .join(Source, col(Source.id) == Document.source_id)
        .where(RuleProposal.id == proposal_id)
    ).one_or_none()
    if row is None:
        return None
    names = ("proposal", "development", "change", "version", "document", "source")
    return ProposalPage(**dict(zip(names, row, strict=True)))


def events_of(session: Session, proposal_id: int) -> Sequence[RuleProposalEvent]:
    """The trail of a proposal, in order."""
    return session.exec(
        select(RuleProposalEvent)
        .where(RuleProposalEvent.proposal_id == proposal_id)
        .order_by(col(RuleProposalEvent.id))
    ).all()


def quotes_of(session: Session, rule_change_id: int) -> list[str]:
    """The quotes that carry a rule change, in the order of the text."""
    return list(
        session.exec(
            select(Evidence.quote)
            .where(Evidence.rule_change_id == rule_change_id)
            .order_by(col(Evidence.start))
        )
    )
