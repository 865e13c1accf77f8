"""Who reads texts for the analysis: a process pool that survives what hostile texts do to it.

A text that kills its process, or takes too long, is recorded by name and read no more
by this analyser; the others of its batch are read again.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from types import TracebackType
from typing import Self

from analysis.recording import Outcome, read_version
from data.queries.analysis import VersionPayload
from data.settings import Settings

log = logging.getLogger(__name__)
Read = Callable[[VersionPayload], Outcome]


class Readers:
    """Reads payloads side by side; gives outcomes in their order. Use as a context manager."""

    def __init__(self, *, processes: int, timeout: float, read: Read = read_version) -> None:
        self._processes = processes
        self._timeout = timeout
        self._read = read
        self._pool: ProcessPoolExecutor | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As many as the settings say; with none, texts are read in this very process."""
        return cls(processes=settings.analysis_processes, timeout=settings.analysis_timeout)

    def __enter__(self) -> Self:
        """Processes are started when they are first needed."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes, whatever they are at."""
        self.close()

    def read_all(self, payloads: Sequence[VersionPayload]) -> Iterator[Outcome]:
        """One outcome for each payload, in order; a generator, so that each can be recorded at once."""
        if self._processes == 0:
            yield from map(self._read, payloads)
            return
        waiting = list(payloads)
        while waiting:
            futures = [self._ready().submit(self._read, payload) for payload in waiting]
            for future in futures:
                yield self._outcome(waiting.pop(0), future)
                if self._pool is None:
                    break  # what was queued behind it went down with the pool: queue it again

    def close(self) -> None:
        """End the processes, whatever they are at; a later call starts new ones."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.kill()
            child.join()

    def _outcome(self, payload: VersionPayload, future: "Future[Outcome]") -> Outcome:
        try:
            return future.result(timeout=self._timeout)
        except TimeoutError:
            return self._given_up(payload, "analysis_timeout")
        except BrokenProcessPool:
            # Perhaps it was another text, read beside this one: this one gets a pool of its own.
            self.close()
        try:
            return self._ready().submit(self._read, payload).result(timeout=self._timeout)
        except TimeoutError:
            return self._given_up(payload, "analysis_timeout")
        except BrokenProcessPool:
            return self._given_up(payload, "analysis_crashed")
        finally:
            self.close()

    def _given_up(self, payload: VersionPayload, error: str) -> Outcome:
        log.warning("%s", error, extra={"facts": {"version": payload.version_id}})
        self.close()
        return Outcome(payload=payload, reading=None, error=error)

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A fresh interpreter: a fork would copy the worker's threads' locks as they stand.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                max_workers=self._processes, mp_context=context, initializer=_begin_child
            )
            # Loading the languages takes seconds, which must not count as reading.
            self._pool.submit(int).result()
        return self._pool


def _begin_child() -> None:
    # Ctrl-C on a terminal is for the worker, which ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A killed worker cannot end its children, and they would wait for work for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
