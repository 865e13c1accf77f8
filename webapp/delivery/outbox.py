"""Empties the outbox: claim, send, then mark. At least once, never held up by one bad delivery."""

import logging
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from data.db import reading, writing
from data.models import Delivery
from data.queries.leases import claim, release
from data.queries.outbox import due_delivery_ids, mark_dead, mark_retry, mark_sent
from data.words import DeliveryState
from webapp.context import Context
from webapp.delivery import channels
from webapp.delivery.backoff import wait_after
from webapp.delivery.notices import outgoing_of
from webapp.delivery.types import Channel, TransportError

log = logging.getLogger(__name__)
#: Deliveries claimed at a time, and how many of them are sent side by side.
BATCH = 40
THREADS = 4


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


def deliver_due(
    context: Context,
    *,
    ways: Mapping[str, Channel] | None = None,
    draw: Callable[[], float] = random.random,
) -> Sent:
    """Send all that is due now, batch by batch, until nothing more can be claimed.

    ``ways`` are the channels by name (default: every one found), ``draw`` gives the
    jitter of retries.
    """
    if ways is None:
        ways = {name: kind.open(context.settings) for name, kind in channels().items()}
    total = Sent()
    with ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="deliver") as pool:
        while not context.stop.is_set() and (batch := _claim_batch(context)):
            total = sum(pool.map(lambda number: _one(context, number, ways, draw), batch), total)
    return total


def _claim_batch(context: Context) -> list[int]:
    now = context.clock()
    with writing(context.engine) as session:
        due = due_delivery_ids(session, now=now, limit=BATCH)
        held = claim(
            session,
            [_lease(number) for number in due],
            owner=context.owner,
            now=now,
            seconds=context.settings.lease_seconds,
        )
    return [number for number in due if _lease(number) in set(held)]


def _lease(delivery_id: int) -> str:
    return f"delivery:{delivery_id}"


def _one(
    context: Context, delivery_id: int, ways: Mapping[str, Channel], draw: Callable[[], float]
) -> Sent:
    """Send one claimed delivery and write down how it ended; its claim is given back."""
    delivery = _still_ours(context, delivery_id)
    if delivery is None:
        return Sent()
    try:
        _send(context, delivery, ways)
    except TransportError as exc:
        return _failed(context, delivery, exc, draw())
    with writing(context.engine) as session:
        mark_sent(session, delivery_id, now=context.clock())
        release(session, [_lease(delivery_id)], owner=context.owner)
    log.info("delivery sent", extra={"facts": _facts(delivery)})
    return Sent(sent=1)


def _still_ours(context: Context, delivery_id: int) -> Delivery | None:
    """Renew the claim just before sending: the batch may have been slow, another worker quick."""
    with writing(context.engine) as session:
        if context.stop.is_set():
            release(session, [_lease(delivery_id)], owner=context.owner)
            return None
        held = claim(
            session,
            [_lease(delivery_id)],
            owner=context.owner,
            now=context.clock(),
            seconds=context.settings.lease_seconds,
        )
        delivery = session.get(Delivery, delivery_id) if held else None
        if delivery is not None and delivery.state != DeliveryState.PENDING:
            release(session, held, owner=context.owner)
            return None
        return delivery


def _send(context: Context, delivery: Delivery, ways: Mapping[str, Channel]) -> None:
    way = ways.get(delivery.channel)
    if way is None:
        raise TransportError(f"there is no channel {delivery.channel!r}", permanent=True)
    with reading(context.engine) as session:
        outgoing = outgoing_of(
            session, delivery, now=context.clock(), live_days=context.settings.live_days
        )
    try:
        way.send(outgoing)
    except TransportError:
        raise
    except Exception as exc:  # a fault in one message must not hold up the others
        log.exception("channel failed", extra={"facts": _facts(delivery)})
        raise TransportError(f"{type(exc).__name__} in {way.name}", permanent=False) from exc


def _failed(context: Context, delivery: Delivery, exc: TransportError, jitter: float) -> Sent:
    wait = None if exc.permanent else wait_after(delivery.attempts + 1, jitter=jitter)
    number = delivery.id or 0
    with writing(context.engine) as session:
        if wait is None:
            mark_dead(session, number, error=str(exc))
        else:
            mark_retry(session, number, error=str(exc), at=context.clock() + wait)
        release(session, [_lease(number)], owner=context.owner)
    word = "delivery dead" if wait is None else "delivery postponed"
    log.warning(word, extra={"facts": _facts(delivery) | {"error": str(exc)}})
    return Sent(dead=1) if wait is None else Sent(retried=1)


def _facts(delivery: Delivery) -> dict[str, object]:
    # No recipient: an address is personal, the number finds it.
    return {"delivery": delivery.id, "channel": delivery.channel, "attempt": delivery.attempts + 1}
