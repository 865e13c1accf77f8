"""Keeps child processes running on one machine: restarts the dead, stops all together.

A child that dies before it has run for a few seconds the first time cannot start at all:
then everything stops, with an error, rather than flapping. One that dies later is
started again, after a pause that doubles while it keeps dying quickly.
"""

import asyncio
import logging
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)
#: Who has run this long has started; its later death is an accident.
STARTED_AFTER = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: How long a child may take to stop before it is killed.
STOP_WITHIN = 15.0


@dataclass(frozen=True, kw_only=True)
class Child:
    """A process to keep: its name in the log, and how it is started."""

    name: str
    command: tuple[str, ...]


def service_child(name: str) -> Child:
    """The child that runs ``roamwatch NAME`` and ends when its parent is gone."""
    return Child(name=name, command=(sys.executable, "-m", "webapp", name, "--with-parent"))


def pause_before_restart(quick_deaths: int) -> float:
    """Seconds to wait before a start, after that many quick deaths in a row (1 or more)."""
    return min(FIRST_PAUSE * 2.0 ** min(quick_deaths - 1, 20), LONGEST_PAUSE)


class Supervisor:
    """Runs children until told to stop, or until one turns out to be unable to start."""

    def __init__(self, children: Sequence[Child], *, started_after: float = STARTED_AFTER) -> None:
        self._children = children
        self._started_after = started_after
        self._stop = asyncio.Event()
        self._failed = False

    async def run(self) -> int:
        """Keep them running; 0 after a stop by signal, 1 when one cannot start."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        await asyncio.gather(*(self._keep(child) for child in self._children))
        return 1 if self._failed else 0

    async def _keep(self, child: Child) -> None:
        quick_deaths, proven = 0, False
        while not self._stop.is_set():
            started = asyncio.get_running_loop().time()
            code = await self._run(child)
            if self._stop.is_set():
                return
            lived = asyncio.get_running_loop().time() - started
            facts = {"child": child.name, "code": code, "seconds": round(lived, 1)}
            if lived < self._started_after and not proven:
                log.error("child cannot start", extra={"facts": facts})
                self._failed = True
                self._stop.set()
                return
            proven = True
            quick_deaths = quick_deaths + 1 if lived < LONGEST_PAUSE else 1
            log.warning("child died", extra={"facts": facts})
            await self._wait(pause_before_restart(quick_deaths))

    async def _run(self, child: Child) -> int:
        # Its standard input stays open for as long as we live; see webapp/parent.py.
        process = await asyncio.create_subprocess_exec(*child.command, stdin=PIPE)
        log.info("child started", extra={"facts": {"child": child.name, "pid": process.pid}})
        ended = asyncio.create_task(process.wait())
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait((ended, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not ended.done():
            await _end(child, process, ended)
        return await ended

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return


async def _end(child: Child, process: Process, ended: "asyncio.Task[int]") -> None:
    process.terminate()
    _done, late = await asyncio.wait((ended,), timeout=STOP_WITHIN)
    if late:
        log.warning("child killed", extra={"facts": {"child": child.name}})
        process.kill()
    await ended
