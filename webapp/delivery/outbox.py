"""Empties the outbox: at least once, and never held up by one bad receiver.

Deliveries wait in lanes, one for each channel (all mails share one: their server's). A lane
has few messages under way at once, and rests for a while when its receiver fails again and
again; so a receiver that hangs costs a thread or two, and nobody else's time.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import timedelta
from threading import Lock
from typing import Literal

from data.db import reading, writing
from data.models import Delivery
from data.queries.leases import claim
from data.queries.outbox import Lane, due_delivery_ids, due_lanes
from webapp.context import Context
from webapp.delivery import channels
from webapp.delivery.batch import Batch
from webapp.delivery.ledger import Ledger, lease_of
from webapp.delivery.sending import Post, Sent, send_one
from webapp.delivery.types import Transport

__all__ = ["Sent", "deliver_due"]

#: How far down a lane it is looked for some that nobody holds.
MOST_HELD = 1000
#: Threads for each kind of channel: hanging webhooks cannot use up those of the mails.
THREADS = 8
#: Failures in a row after which a lane rests, and for how many seconds: another round may begin before.
PATIENCE = 3
REST = 5.0
#: Longest that a lane waits for its channel's pace before it rests until the next round.
SHORT = timedelta(seconds=2)
#: How often it is looked for new deliveries while others are under way, in seconds.
LOOK = 1.0


def deliver_due(
    context: Context,
    *,
    ways: Mapping[str, Transport] | None = None,
    draw: Callable[[], float] = random.random,
) -> Sent:
    """Send all that is due now and may be sent, until nothing more can be claimed.

    ``ways`` are the kinds of channels by name (default: every one found), ``draw`` gives the
    jitter of retries.
    """
    if ways is None:
        ways = {name: kind.open(context.settings) for name, kind in channels().items()}
    return _Round(context, ways, draw).run()


class _Round:
    """One pass over the outbox: which lanes are under way, which rest, and how it went so far."""

    def __init__(
        self, context: Context, ways: Mapping[str, Transport], draw: Callable[[], float]
    ) -> None:
        self._ledger = Ledger(context, self._let_go)
        self._post = Post(context=context, ways=ways, draw=draw, ledger=self._ledger)
        self._running: dict[Future[tuple[Sent, float]], Lane] = {}
        #: Lane → until when it rests, on the machine's own clock.
        self._resting: dict[Lane, float] = {}
        #: Lanes given up for now, and not woken since: no thread takes more from them.
        self._given_up: set[Lane] = set()
        # Claims are the process's: which of its threads has a delivery in hand is kept here.
        self._in_hand: set[int] = set()
        self._lock = Lock()

    def run(self) -> Sent:
        total = Sent()
        with ExitStack() as stack:
            for way in self._post.ways.values():
                stack.callback(way.close)
            stack.enter_context(self._ledger.open())
            pools: dict[str, ThreadPoolExecutor] = {}
            while not self._post.context.stop.is_set():
                for lane in self._free_lanes():
                    if lane.kind not in pools:
                        pools[lane.kind] = stack.enter_context(_pool(lane.kind))
                    self._running[pools[lane.kind].submit(self._work, lane)] = lane
                if not self._running:
                    break
                total += self._collect()
            while self._running:
                total += self._collect()
        return total

    def _free_lanes(self) -> list[Lane]:
        """Lanes with something due that may take one more message at a time."""
        with reading(self._post.context.engine) as session:
            due = due_lanes(session, now=self._post.context.clock())
        busy = Counter(self._running.values())
        return [
            lane
            for lane in due
            if self._wakes(lane, busy)
            for _ in range(self._of(lane, "lanes") - busy[lane])
        ]

    def _wakes(self, lane: Lane, busy: Counter[Lane]) -> bool:
        if self._resting.get(lane, 0.0) > time.monotonic():
            return False
        if lane in self._given_up:
            # Again in this round only while other lanes are under way; else the round is over.
            if busy[lane] or not self._running:
                return False
            self._given_up.remove(lane)
        return True

    def _collect(self) -> Sent:
        done, _ = wait(self._running, timeout=LOOK, return_when=FIRST_COMPLETED)
        total = Sent()
        for future in done:
            lane = self._running.pop(future)
            sent, rest = future.result()
            total += sent
            self._resting[lane] = max(self._resting.get(lane, 0.0), time.monotonic() + rest)
        return total

    def _work(self, lane: Lane) -> tuple[Sent, float]:
        """Send one lane's deliveries, batch by batch; and for how many seconds it rests then."""
        total, failures = Sent(), 0
        while batch := self._claim(lane):
            while (delivery := batch.next()) is not None:
                sent = self._patiently(batch, delivery)
                if isinstance(sent, timedelta):
                    self._give_up(lane, batch)
                    return total, REST
                batch.done(well=bool(sent.sent))
                if not sent.sent:
                    self._let_go([delivery.id or 0])
                total += sent
                failures = failures + 1 if sent.retried else 0
                if failures >= PATIENCE:
                    self._give_up(lane, batch)
                    return total, REST
            batch.give_back()
        # Nothing to claim: all is done, or others have it.
        return total, LOOK

    def _give_up(self, lane: Lane, batch: Batch) -> None:
        self._given_up.add(lane)  # before others can have what is given back
        batch.give_back()

    def _patiently(self, batch: Batch, delivery: Delivery) -> Sent | timedelta:
        """Send, after a short wait for the channel's pace if need be."""
        sent = send_one(self._post, batch, delivery)
        if isinstance(sent, timedelta) and sent <= SHORT:
            self._post.context.stop.wait(max(sent.total_seconds(), 0.0))
            sent = send_one(self._post, batch, delivery)
        return sent

    def _claim(self, lane: Lane) -> Batch | None:
        context, size = self._post.context, self._of(lane, "at_once")
        if context.stop.is_set() or lane in self._given_up:
            return None
        now = context.clock()
        with self._lock, writing(context.engine) as session:
            limit = MOST_HELD + len(self._in_hand)
            due = [
                number
                for number in due_delivery_ids(session, now=now, limit=limit, lane=lane)
                if number not in self._in_hand
            ]
            for start in range(0, len(due), size):
                leases = {lease_of(number): number for number in due[start : start + size]}
                held = claim(
                    session,
                    list(leases),
                    owner=context.owner,
                    now=now,
                    seconds=context.settings.lease_seconds,
                )
                if held:
                    mine = [leases[lease] for lease in held]
                    self._in_hand.update(mine)
                    return Batch(context, mine, self._let_go)
        return None

    def _let_go(self, numbers: list[int]) -> None:
        """These are in nobody's hand here any more."""
        self._in_hand.difference_update(numbers)

    def _of(self, lane: Lane, name: Literal["lanes", "at_once"]) -> int:
        way = self._post.ways.get(lane.kind)
        return int(getattr(way, name)) if way is not None else 1


def _pool(kind: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix=f"deliver-{kind}")
