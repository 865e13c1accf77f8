"""One delivery: sent, and written down as it ended. Only then is its claim given back."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from data.db import writing
from data.models import Channel, Delivery
from data.queries.channels import hold_back, take_turn
from data.queries.leases import release
from data.queries.outbox import Taken, mark_dead, mark_retry
from data.sealing import CHANNELS, SealError, unseal
from data.words import ChannelState
from webapp.context import Context
from webapp.delivery.backoff import LONGEST_HOLD, wait_after
from webapp.delivery.batch import Batch
from webapp.delivery.closing import close_channel, took_nothing
from webapp.delivery.ledger import Ledger, lease_of
from webapp.delivery.types import Receipt, ReceiverGoneError, Target, Transport, TransportError

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How a round went."""

    sent: int = 0
    retried: int = 0
    dead: int = 0

    def __add__(self, other: "Sent") -> "Sent":
        return Sent(
            sent=self.sent + other.sent,
            retried=self.retried + other.retried,
            dead=self.dead + other.dead,
        )


@dataclass(frozen=True, kw_only=True)
class Post:
    """What sending needs beside the delivery. ``draw`` gives the jitter of retries."""

    context: Context
    ways: Mapping[str, Transport]
    draw: Callable[[], float]
    ledger: Ledger


def send_one(post: Post, batch: Batch, delivery: Delivery) -> Sent | timedelta:
    """Send one claimed delivery; or how long its channel says to wait, and nothing was done."""
    channel = batch.channel(delivery)
    if channel is not None and channel.state == ChannelState.ACTIVE:
        wait = _turn(post.context, channel)
        if wait is not None:
            return wait
    try:
        receipt = _send(post, batch, delivery, channel)
    except TransportError as exc:
        return _failed(post, delivery, channel, exc)
    now = post.context.clock()
    post.ledger.taken(Taken(delivery.id or 0, delivery.channel_id, now, receipt.answer))
    log.info("delivery sent", extra={"facts": _facts(delivery)})
    return Sent(sent=1)


def _turn(context: Context, channel: Channel) -> timedelta | None:
    """Take the channel's next place in time, or how long it is until then."""
    now = context.clock()
    if not channel.min_interval and channel.ready_at <= now:
        return None  # no pace to keep: nothing to write
    with writing(context.engine) as session:
        if take_turn(session, channel.id or 0, now=now):
            return None
        return session.get_one(Channel, channel.id).ready_at - now


def _send(post: Post, batch: Batch, delivery: Delivery, channel: Channel | None) -> Receipt:
    context, way = post.context, post.ways.get(delivery.channel)
    if way is None:
        raise TransportError(f"there is no channel {delivery.channel!r}", permanent=True)
    # What is about the account itself goes out all the same: without it nobody signs in to switch it on.
    own = delivery.about_user_id is not None
    if channel is not None and channel.state != ChannelState.ACTIVE and not own:
        reason = f"its channel is switched off: {channel.reason or 'no reason given'}"
        raise TransportError(reason, permanent=True)
    target = target_of(delivery, channel, key=context.settings.signing_key, now=context.clock())
    outgoing = batch.outgoing(delivery)
    try:
        return way.send(outgoing, target)
    except TransportError:
        raise
    except Exception as exc:  # a fault in one message must not hold up the others
        log.exception("channel failed", extra={"facts": _facts(delivery)})
        raise TransportError(f"{type(exc).__name__} in {way.name}", permanent=False) from exc


def target_of(delivery: Delivery, channel: Channel | None, *, key: str, now: datetime) -> Target:
    """Where a delivery goes. The secret of before is left out once its day is over."""
    if channel is None or not channel.sealed:
        return Target(address=delivery.recipient)
    try:
        secrets = unseal(channel.sealed, key, CHANNELS)
    except SealError as exc:
        raise TransportError(str(exc), permanent=False) from exc
    if channel.old_until is None or now >= channel.old_until:
        secrets.pop("old", None)
    return Target(address=channel.address, secrets=secrets)


def _failed(post: Post, delivery: Delivery, channel: Channel | None, exc: TransportError) -> Sent:
    context, number, now = post.context, delivery.id or 0, post.context.clock()
    wait = (
        None
        if exc.permanent
        else wait_after(delivery.attempts + 1, jitter=post.draw(), asked=exc.retry_after)
    )
    with writing(context.engine) as session:
        if wait is None:
            mark_dead(session, number, error=str(exc), now=now)
        else:
            mark_retry(session, number, error=str(exc), at=now + wait, now=now)
        if channel is not None:
            _hold(session, channel, exc.retry_after, now)
            gone = isinstance(exc, ReceiverGoneError)
            if gone or (wait is None and not exc.permanent and took_nothing(delivery, channel)):
                close_channel(session, channel, reason=str(exc), now=now)
        release(session, [lease_of(number)], owner=context.owner)
    word = "delivery dead" if wait is None else "delivery postponed"
    log.warning(word, extra={"facts": _facts(delivery) | {"error": str(exc)}})
    return Sent(dead=1) if wait is None else Sent(retried=1)


def _hold(session: Session, channel: Channel, asked: timedelta | None, now: datetime) -> None:
    # What a receiver asks with Retry-After holds for all that goes there.
    if asked is not None:
        hold_back(session, channel.id or 0, until=now + min(asked, LONGEST_HOLD))


def _facts(delivery: Delivery) -> dict[str, object]:
    # No recipient: an address is personal, the number finds it.
    return {"delivery": delivery.id, "channel": delivery.channel, "attempt": delivery.attempts + 1}
