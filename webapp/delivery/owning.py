"""What owners do with their channels, each act with its line in the audit trail. The caller commits."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from data.models import Channel, Delivery, User
from data.queries.channels import remove_channel, switch_off, switch_on
from data.sealing import CHANNELS, SealError, seal, unseal
from data.words import ChannelState
from webapp.delivery.making import ChannelError, new_secret, record_channel

#: So long a webhook's secret of before stays good beside the new one.
OVERLAP = timedelta(days=1)
BY_OWNER = "switched off by its owner"


def own_channel(session: Session, channel_id: int, user_id: int) -> Channel | None:
    """A channel of this person; None when it is another's, or removed."""
    channel = session.get(Channel, channel_id)
    if channel is None or channel.user_id != user_id or channel.state == ChannelState.REMOVED:
        return None
    return channel


def switch(session: Session, channel: Channel, *, on: bool, actor: str, now: datetime) -> bool:
    """Use it again, or no more; False when it was so already."""
    number = channel.id or 0
    if on:
        changed = switch_on(session, number, now=now)
    else:
        changed = switch_off(session, number, reason=BY_OWNER, now=now)
    session.refresh(channel)
    if changed:
        word = "switched_on" if on else "switched_off"
        record_channel(session, channel, word, actor=actor, now=now)
    return changed


def rotate(session: Session, channel: Channel, *, key: str, actor: str, now: datetime) -> str:
    """Give a webhook a new secret; the one of before signs beside it for a day. The new one.

    Raises :class:`webapp.delivery.making.ChannelError` when what is kept cannot be opened.
    """
    try:
        values, secret = unseal(channel.sealed, key, CHANNELS), new_secret()
    except SealError as exc:
        raise ChannelError("secret", f"{exc}; remove the webhook and make it anew") from exc
    channel.sealed = seal(
        {"url": values["url"], "secret": secret, "old": values["secret"]}, key, CHANNELS
    )
    channel.old_until = now + OVERLAP
    session.add(channel)
    record_channel(session, channel, "secret_changed", actor=actor, now=now)
    return secret


def forget(session: Session, channel: Channel, *, actor: str, now: datetime) -> None:
    """Forget it and its secrets; its row stays for the deliveries that went over it."""
    record_channel(session, channel, "removed", actor=actor, now=now)
    remove_channel(session, channel.id or 0, now=now)
    session.refresh(channel)


def queue_test(session: Session, channel: Channel, user: User, *, now: datetime) -> Delivery:
    """Put a test of this channel into the outbox."""
    delivery = Delivery(
        key=f"channel:{channel.id}:test:{secrets.token_hex(8)}",
        channel=channel.kind,
        channel_id=channel.id,
        recipient=user.email,
        about_channel_id=channel.id,
        created_at=now,
        next_attempt_at=now,
    )
    session.add(delivery)
    session.flush()
    return delivery
