"""Keeps child processes running on one machine: restarts the dead, stops all together.

A child says when it has started (see :mod:`webapp.service.parent`). One that dies before it
ever did cannot start at all: then everything stops, with an error, rather than
flapping. One that dies later is started again, after a pause that doubles while it
keeps dying quickly.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)
#: Stands in a child's command for the file descriptor on which it says that it has started.
READY = "{ready}"
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
    command = (sys.executable, "-m", "webapp", name, "--with-parent", READY)
    return Child(name=name, command=command)


def pause_before_restart(quick_deaths: int) -> float:
    """Seconds to wait before a start, after that many quick deaths in a row (1 or more)."""
    return min(FIRST_PAUSE * 2.0 ** min(quick_deaths - 1, 20), LONGEST_PAUSE)


class Supervisor:
    """Runs children until told to stop, or until one turns out to be unable to start."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._proven: set[str] = set()
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
        quick_deaths = 0
        while not self._stop.is_set():
            begun = asyncio.get_running_loop().time()
            code = await self._run(child)
            if self._stop.is_set():
                return
            lived = asyncio.get_running_loop().time() - begun
            facts = {"child": child.name, "code": code, "seconds": round(lived, 1)}
            if child.name not in self._proven:
                log.error("child cannot start", extra={"facts": facts})
                self._failed = True
                self._stop.set()
                return
            quick_deaths = quick_deaths + 1 if lived < LONGEST_PAUSE else 1
            log.warning("child died", extra={"facts": facts})
            await self._wait(pause_before_restart(quick_deaths))

    async def _run(self, child: Child) -> int:
        loop = asyncio.get_running_loop()
        hears, says = os.pipe()
        command = [str(says) if word == READY else word for word in child.command]
        # Its standard input stays open for as long as we live; see webapp/service/parent.py.
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, pass_fds=(says,))
        os.close(says)
        log.info("child started", extra={"facts": {"child": child.name, "pid": process.pid}})
        loop.add_reader(hears, self._hear, child, hears)
        ended = loop.create_task(process.wait())
        stopped = loop.create_task(self._stop.wait())
        try:
            await asyncio.wait((ended, stopped), return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                await _end(child, process, ended)
        finally:
            stopped.cancel()
            self._hear(child, hears)
            os.close(hears)
        return await ended

    def _hear(self, child: Child, hears: int) -> None:
        asyncio.get_running_loop().remove_reader(hears)
        os.set_blocking(hears, False)
        with contextlib.suppress(BlockingIOError):
            if os.read(hears, 1):
                self._proven.add(child.name)

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
