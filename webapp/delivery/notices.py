"""Looks up what a delivery has to say, at the moment of sending."""

from datetime import datetime

from sqlmodel import Session, col, select

from data.models import AuditEntry, Channel, Delivery, Digest, User
from data.queries.alert_facts import alert_facts
from data.queries.people import user_by_email
from data.queries.sight import narrow, sight_of
from webapp.delivery.types import AlertNotice, ChannelNotice, Notice, Outgoing, TransportError
from webapp.digests import digest_notice


def outgoing_of(session: Session, delivery: Delivery, *, now: datetime, live_days: int) -> Outgoing:
    """The delivery with its content. Raises :class:`TransportError` when what it speaks of is gone."""
    return Outgoing(
        key=delivery.key,
        recipient=delivery.recipient,
        notice=_notice(session, delivery, now, live_days),
        created_at=delivery.created_at,
        attempted_at=now,
        thread_key=_thread_key(session, delivery),
    )


def _notice(session: Session, delivery: Delivery, now: datetime, live_days: int) -> Notice:
    if delivery.about_channel_id is not None:
        return _of_channel(session, delivery, delivery.about_channel_id)
    if delivery.digest_id is not None:
        digest = session.get(Digest, delivery.digest_id)
        if digest is not None:
            return digest_notice(session, digest, now=now, live_days=live_days)
    if delivery.alert_id is not None:
        reader = user_by_email(session, delivery.recipient)
        # Who left the fleet since it was queued no longer reads of it.
        narrow(session, sight_of(session, reader) if reader else None)
        facts = alert_facts(session, [delivery.alert_id])
        event = session.get(AuditEntry, delivery.event_id) if delivery.event_id else None
        if facts and event is not None:
            return AlertNotice(
                facts=facts[0], event=event.action, note=event.note, actor=event.actor
            )
    raise TransportError(
        "there is nothing to say: its alert or digest is gone, or is no longer for its reader",
        permanent=True,
    )


def _of_channel(session: Session, delivery: Delivery, channel_id: int) -> ChannelNotice:
    channel = session.get_one(Channel, channel_id)
    address = channel.address or session.get_one(User, channel.user_id).email
    return ChannelNotice(
        channel_id=channel_id,
        what="test" if delivery.channel_id == channel_id else "off",
        kind=channel.kind,
        name=channel.name or address,
        address=address,
        reason=channel.reason,
        since=channel.state_at,
    )


def _thread_key(session: Session, delivery: Delivery) -> str:
    if delivery.alert_id is None:
        return ""
    first = session.exec(
        select(Delivery.key)
        .where(
            Delivery.alert_id == delivery.alert_id,
            Delivery.channel == delivery.channel,
            Delivery.recipient == delivery.recipient,
        )
        .order_by(col(Delivery.id))
    ).first()
    return "" if first is None or first == delivery.key else first
