"""Proposals for the rule ledger, made from found changes, and what officers made of them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.models.base import json_field, time_field


class RuleProposal(SQLModel, table=True):
    """What one development would enter into the ledger, at one stage of its way."""

    __table_args__ = (UniqueConstraint("development_id", "moved_at"),)

    id: int | None = Field(default=None, primary_key=True)
    development_id: int = Field(foreign_key="development.id")
    moved_at: datetime = time_field()
    """The development's ``moved_at`` that this proposal speaks of: one that moves proposes again."""
    rule_change_id: int = Field(foreign_key="rulechange.id")
    """The publication that tells this stage; its evidence is the proposal's."""
    country: str = Field(index=True)
    """A country, or the group whose act it is."""
    topic: str
    draft: dict[str, Any] = json_field()
    """A :class:`data.rules.RuleFact` without ``id``; without ``stance`` where that cannot be told."""
    reasons: list[str] = json_field(default_factory=list)
    question: str = ""
    """What the officer is asked where the stance cannot be told."""
    replaces: list[str] = json_field(default_factory=list)
    """Ids of facts that it would end, as suggested."""
    state: str = Field(default="open", index=True)
    """A word of :class:`data.words.ProposalState`."""
    created_at: datetime = time_field()
    decided_at: datetime | None = time_field(default=None)
    decided_by: str = ""
    entry_id: int | None = Field(default=None, foreign_key="ledgerentry.id")
    """The entry that acceptance made."""


class RuleProposalEvent(SQLModel, table=True):
    """One act on a proposal: who, when, what, and why. Append only."""

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="ruleproposal.id", index=True)
    at: datetime = time_field()
    actor: str
    action: str
    """``proposed``, ``accepted``, ``rejected``, ``overtaken``, ``nothing_new``."""
    note: str = ""
    changes: dict[str, Any] = json_field(default_factory=dict)
    """What the officer wrote otherwise than proposed: field → ``[proposed, accepted]``."""
