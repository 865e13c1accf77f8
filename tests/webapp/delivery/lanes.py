"""Webhooks of one owner, and rounds of the outbox over channels that remember; for tests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from data.db import reading, writing
from data.models import Channel, User
from data.queries.channels import mail_channel
from tests.webapp.delivery.memory import Memory
from tests.webapp.outbox_world import add_channel
from webapp.context import Context
from webapp.delivery.outbox import Sent, deliver_due
from webapp.delivery.types import Outgoing, TransportError

OWNER = "owner@example.com"


def hooks(context: Context, count: int = 1, **values: object) -> list[int]:
    """The owner with that many webhooks; the webhooks' numbers."""
    now = context.clock()
    with writing(context.engine) as session:
        owner = User(email=OWNER, name="Owner", role="officer", created_at=now)
        session.add(owner)
        session.flush()
        mail_channel(session, owner, now=now)
        return [
            add_channel(session, owner, now, name=f"h{place}", **values).id or 0
            for place in range(count)
        ]


def refuse(error: TransportError) -> Callable[[Outgoing], None]:
    def answer(_outgoing: Outgoing) -> None:
        raise error

    return answer


def go(context: Context, mail: Memory, hook: Memory) -> Sent:
    return deliver_due(context, ways={"mail": mail, "webhook": hook}, draw=lambda: 0.5)


def at(context: Context, moment: datetime) -> Context:
    """The same at another moment."""
    return replace(context, clock=lambda: moment)


def channel(context: Context, number: int) -> Channel:
    with reading(context.engine) as session:
        return session.get_one(Channel, number)
