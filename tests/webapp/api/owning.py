"""What a person owns of what the API shows: a webhook with a delivery, and a subscription over it."""

from flask import Flask
from sqlmodel import Session, col, select

from data.db import reading
from data.models import Channel, Delivery, Subscription, User
from data.queries.people import user_by_email
from tests.factories import NOW
from tests.webapp.filled import engine_of
from tests.webapp.outbox_world import add_delivery
from webapp.delivery.making import add_webhook


def own_things(session: Session, user: User, key: str) -> None:
    """Make them; ``key`` seals."""
    hook, _ = add_webhook(
        session, user, url=f"https://{user.id}.fleet.test/in", name="Own", key=key, now=NOW
    )
    add_delivery(
        session, NOW, key=f"own:{user.id}", channel="webhook", channel_id=hook.id,
        recipient=user.email, state="dead",
    )  # fmt: skip
    session.add(Subscription(user_id=user.id or 0, channel_id=hook.id, created_at=NOW))
    session.flush()


def things_of(app: Flask, email: str) -> dict[str, object]:
    """The parts of addresses that name them."""
    with reading(engine_of(app)) as session:
        user = user_by_email(session, email)
        assert user is not None
        hook = session.exec(
            select(Channel.id).where(
                Channel.user_id == user.id, Channel.name == "Own", Channel.kind == "webhook"
            )
        ).one()
        wish = session.exec(select(Subscription.id).where(Subscription.user_id == user.id)).one()
        sent = session.exec(select(Delivery.id).where(col(Delivery.channel_id) == hook)).one()
    return {"webhook_id": hook, "subscription_id": wish, "delivery_id": sent}
