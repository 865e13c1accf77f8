"""A job in its thread waits for something that runs in the worker's loop: a crawl, for example."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from webapp.work.kind import WaitFor

T = TypeVar("T")
#: Seconds between two looks whether it should stop.
_BEAT = 0.5


def in_loop(loop: asyncio.AbstractEventLoop) -> WaitFor:
    """For threads beside a running loop."""

    def wait_for(work: Coroutine[Any, Any, T], beat: Callable[[], None]) -> T:
        return asyncio.run_coroutine_threadsafe(_beating(work, beat), loop).result()

    return wait_for


def in_own_loop(work: Coroutine[Any, Any, T], beat: Callable[[], None]) -> T:
    """Where no loop runs."""
    return asyncio.run(_beating(work, beat))


async def _beating(work: Coroutine[Any, Any, T], beat: Callable[[], None]) -> T:
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait({task}, timeout=_BEAT)
        try:
            await asyncio.to_thread(beat)
        except BaseException:  # also that our own task is cancelled: the work must not go on alone
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
    return task.result()
