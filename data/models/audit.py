"""The audit trail: every act on what people decide, in one chain for the whole store. Append only."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from data.models.base import json_field, time_field


class AuditEntry(SQLModel, table=True):
    """One act: who, when, what, on what, and the note given.

    Written by :func:`data.audit.record`. Its place in the chain is given when its transaction
    is committed (:mod:`data.audit`); from then on the store itself refuses to change or remove it.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = time_field()
    actor: str
    """E-mail address of a person; ``roamwatch`` for what happens by itself."""
    action: str
    """One word, in the past: ``raised``, ``acknowledged``, ``moved``, ``created``. Of people: what
    :mod:`webapp.alerts.states` names; of ours: ``raised``, ``moved``, ``reopened``, ``escalated``,
    ``woken``, ``silenced``, ``unsilenced``, ``noted``."""
    subject: str = Field(default="", index=True)
    """What was acted on, as ``kind:number``: ``silence:3``, ``token:9``, ``proposal:4``."""
    alert_id: int | None = Field(default=None, foreign_key="alert.id", index=True)
    """The alert that the act belongs to, if to any."""
    note: str = ""
    """In words, for people."""
    detail: dict[str, Any] = json_field(default_factory=dict)
    """In values, for programs; what it was and what it became."""
    seq: int | None = Field(default=None, unique=True)
    """Place in the chain, from 1 without a gap; None until the transaction is committed."""
    previous: str = ""
    """``digest`` of the entry before; empty for the first."""
    digest: str = ""
    """SHA-256 over all of the above but ``id``, in the form of :func:`data.audit.canonical`."""
