"""Writes down what receivers took, many deliveries in one transaction.

Those who send go on meanwhile. What was taken and is not written yet goes out a second time if
the process dies in between, under the same key; so it is written after a moment at the latest.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread
from time import monotonic

from data.db import writing
from data.queries.channels import note_taken
from data.queries.leases import release
from data.queries.outbox import Taken, mark_taken
from webapp.context import Context

log = logging.getLogger(__name__)

#: Most deliveries written together, and how long the first of them waits for others, in seconds.
MOST = 50
PAUSE = 0.05


class Ledger:
    """Takes what is to be written down; its thread writes it in the order given."""

    def __init__(self, context: Context, settled: Callable[[list[int]], None]) -> None:
        """``settled`` is told the numbers of what has been written."""
        self._context = context
        self._settled = settled
        self._waiting: Queue[Taken | None] = Queue(maxsize=2 * MOST)
        self._fault: Exception | None = None

    def taken(self, taken: Taken) -> None:
        """Have it written. Raises what made an earlier one fail: sending on would repeat all."""
        if self._fault is not None:
            raise self._fault
        self._waiting.put(taken)

    @contextmanager
    def open(self) -> Iterator["Ledger"]:
        """Write while the block runs; at its end all is written, or the fault is raised."""
        thread = Thread(target=self._run, name="deliver-ledger")
        thread.start()
        try:
            yield self
        finally:
            self._waiting.put(None)
            thread.join()
        if self._fault is not None:
            raise self._fault

    def _run(self) -> None:
        going = True
        while going:
            batch, going = self._gather()
            try:
                if batch and self._fault is None:
                    self._write(batch)
            except Exception as exc:  # goes on emptying the queue: nobody may wait for ever
                log.exception("deliveries not written down")
                self._fault = exc

    def _gather(self) -> tuple[list[Taken], bool]:
        """What waits, and whether more may come."""
        batch: list[Taken] = []
        taken = self._waiting.get()
        until = monotonic() + PAUSE
        while taken is not None:
            batch.append(taken)
            if len(batch) >= MOST:
                return batch, True
            try:
                taken = self._waiting.get(timeout=max(until - monotonic(), 0.0))
            except Empty:
                return batch, True
        return batch, False

    def _write(self, batch: list[Taken]) -> None:
        numbers = [taken.delivery_id for taken in batch]
        with writing(self._context.engine) as session:
            mark_taken(session, batch)
            note_taken(session, {one.channel_id: one.at for one in batch if one.channel_id})
            release(session, map(lease_of, numbers), owner=self._context.owner)
        self._settled(numbers)


def lease_of(delivery_id: int) -> str:
    """The name of the claim on a delivery."""
    return f"delivery:{delivery_id}"
