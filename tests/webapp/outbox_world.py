"""Channels and deliveries of the filled store: in each state, with awkward answers."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from data.models import Channel, Delivery, User
from data.queries.attempts import Attempt, note_attempts
from data.queries.channels import mail_channel
from data.words import AttemptOutcome

POSTPONED, GIVEN_UP = AttemptOutcome.POSTPONED, AttemptOutcome.GIVEN_UP
HOSTILE = "HTTP 200: <script>alert(1)</script> \u202eegap rorre"


def fill_outbox(session: Session, *, now: datetime) -> None:
    """The owner has mail, a webhook in use and one that is gone; and what went over them."""
    owner = session.exec(select(User).order_by(User.id)).first()  # type: ignore[arg-type]
    assert owner is not None
    mail_channel(session, owner, now=now - timedelta(days=90))
    good = add_channel(session, owner, now, name="Ticket system", taken_at=now)
    add_channel(
        session, owner, now, address="https://old.fleet.test/in", state="disabled",
        reason="the receiver is gone (HTTP 410: moved out)", name="",
    )  # fmt: skip
    add = {"channel": "webhook", "channel_id": good.id, "recipient": owner.email, "alert_id": 1}
    add_delivery(session, now, **add, state="sent", sent_at=now, answer=HOSTILE, attempts=1)
    dead = add_delivery(
        session, now, **add, state="dead", attempts=18, error="HTTP 500: <b>broken</b>",
        attempted_at=now - timedelta(hours=3),
    )  # fmt: skip
    note_attempts(
        session,
        [
            *(
                Attempt(dead.id or 0, now - timedelta(hours=hours), POSTPONED, f"{HOSTILE} {hours}")
                for hours in range(56, 3, -6)
            ),
            Attempt(dead.id or 0, now - timedelta(hours=3), GIVEN_UP, "HTTP 500: <b>broken</b>"),
        ],
    )
    add_delivery(session, now, channel="mail", recipient="stranger@fleet.test", alert_id=1)


def add_channel(session: Session, user: User, now: datetime, **values: Any) -> Channel:
    """A webhook in use, unless told otherwise."""
    defaults: dict[str, Any] = {
        "user_id": user.id,
        "kind": "webhook",
        "name": "Hook",
        "address": "https://hooks.fleet.test/in",
        "mark": f"test:{values.get('address')}:{values.get('name')}",
        "state_at": now,
        "ready_at": now - timedelta(days=1),
        "created_at": now - timedelta(days=5),
    }
    channel = Channel(**(defaults | values))
    session.add(channel)
    session.flush()
    return channel


def add_delivery(session: Session, now: datetime, **values: Any) -> Delivery:
    """One that waits, unless told otherwise."""
    defaults: dict[str, Any] = {
        "key": f"filled:{values.get('state', 'pending')}",
        "created_at": now - timedelta(days=1),
        "next_attempt_at": now,
    }
    delivery = Delivery(**(defaults | values))
    session.add(delivery)
    session.flush()
    return delivery
