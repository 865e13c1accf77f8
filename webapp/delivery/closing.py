"""Switching a channel off because its receiver is gone, and telling its owner by another way."""

from datetime import datetime

from sqlmodel import Session

from data.models import Channel, Delivery, User
from data.queries.channels import another_way, switch_off
from data.words import ChannelKind
from webapp.alerts.trail import ACTOR
from webapp.delivery.making import record_channel


def took_nothing(delivery: Delivery, channel: Channel) -> bool:
    """Whether a channel has taken nothing since a delivery that died of age was written. Pure.

    Never of mail: a mail server that is down is the operator's, and no reader's fault.
    """
    if channel.kind == ChannelKind.MAIL:
        return False
    return channel.taken_at is None or channel.taken_at < delivery.created_at


def close_channel(session: Session, channel: Channel, *, reason: str, now: datetime) -> bool:
    """Switch it off and queue the news for its owner; False when it was off already.

    Where no other channel is in use the pages alone say it. The caller commits.
    """
    if not switch_off(session, channel.id or 0, reason=reason, now=now):
        return False
    record_channel(session, channel, "switched_off", actor=ACTOR, note=reason[:300], now=now)
    way = another_way(session, channel, now=now)
    if way is not None:
        owner = session.get_one(User, channel.user_id)
        session.add(
            Delivery(
                key=f"channel:{channel.id}:off:{now:%Y%m%dT%H%M%S}:{way.kind}:{way.id}",
                channel=way.kind,
                channel_id=way.id,
                recipient=owner.email,
                about_channel_id=channel.id,
                created_at=now,
                next_attempt_at=now,
            )
        )
    return True
