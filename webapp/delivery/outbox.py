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

from data.db import reading, writing
from data.queries.leases import claim, release
from data.queries.outbox import Lane, due_delivery_ids, due_lanes
from webapp.context import Context
from webapp.delivery import channels
from webapp.delivery.sending import Post, Sent, lease_of, send_one
from webapp.delivery.types import Transport

__all__ = ["BATCH", "Sent", "deliver_due"]

#: Deliveries claimed at a time within a lane.
BATCH = 10
#: How far down a lane it is looked for some that nobody holds.
MOST_HELD = 200
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
    return _Round(Post(context=context, ways=ways, draw=draw)).run()


class _Round:
    """One pass over the outbox: which lanes are under way, which rest, and how it went so far."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._running: dict[Future[tuple[Sent, float]], Lane] = {}
        #: Lane → until when it rests, on the machine's own clock.
        self._resting: dict[Lane, float] = {}
        # Claims are the process's: which of its threads has a delivery in hand is kept here.
        self._in_hand: set[int] = set()
        self._lock = Lock()

    def run(self) -> Sent:
        total = Sent()
        with ExitStack() as stack:
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
            if self._resting.get(lane, 0.0) <= time.monotonic()
            for _ in range(self._width(lane) - busy[lane])
        ]

    def _width(self, lane: Lane) -> int:
        way = self._post.ways.get(lane.kind)
        return way.lanes if way is not None else 1

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
            while batch:
                sent = self._patiently(batch[0])
                if isinstance(sent, timedelta):
                    self._give_back(batch)
                    return total, REST
                self._in_hand.discard(batch.pop(0))
                total += sent
                failures = failures + 1 if sent.retried else 0
                if failures >= PATIENCE:
                    self._give_back(batch)
                    return total, REST
        # Nothing to claim: all is done, or others have it.
        return total, LOOK

    def _patiently(self, number: int) -> Sent | timedelta:
        """Send, after a short wait for the channel's pace if need be."""
        sent = send_one(self._post, number)
        if isinstance(sent, timedelta) and sent <= SHORT:
            self._post.context.stop.wait(max(sent.total_seconds(), 0.0))
            sent = send_one(self._post, number)
        return sent

    def _claim(self, lane: Lane) -> list[int]:
        context = self._post.context
        if context.stop.is_set():
            return []
        now = context.clock()
        with self._lock, writing(context.engine) as session:
            due = [
                number
                for number in due_delivery_ids(session, now=now, limit=MOST_HELD, lane=lane)
                if number not in self._in_hand
            ]
            for start in range(0, len(due), BATCH):
                part = due[start : start + BATCH]
                held = claim(
                    session,
                    [lease_of(number) for number in part],
                    owner=context.owner,
                    now=now,
                    seconds=context.settings.lease_seconds,
                )
                if held:
                    mine = [number for number in part if lease_of(number) in set(held)]
                    self._in_hand.update(mine)
                    return mine
        return []

    def _give_back(self, numbers: list[int]) -> None:
        if not numbers:
            return
        self._in_hand.difference_update(numbers)
        with writing(self._post.context.engine) as session:
            release(session, map(lease_of, numbers), owner=self._post.context.owner)


def _pool(kind: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix=f"deliver-{kind}")
