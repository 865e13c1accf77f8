"""The worker: one asyncio process that asks the store for work, over and over.

APScheduler keeps the timetable and nothing else: which job looks when. Crawls run in this
loop, analysis in a process pool, everything that waits for the store or a server in threads.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, is_dataclass
from datetime import UTC
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from data.settings import Settings
from webapp import jobs
from webapp.alerts.ticking import grow_alerts, tick_alerts
from webapp.context import Context
from webapp.rules.clocks import tick_clocks
from webapp.service import housekeeping, upkeep
from webapp.service.indexing import index_texts
from webapp.service.pulls import pull_due
from webapp.service.readers import Readers
from webapp.service.setup import open_store
from webapp.work.doing import Worked, work_off
from webapp.work.kind import Kind
from webapp.work.kinds import kinds
from webapp.work.waiting import in_loop

log = logging.getLogger(__name__)
#: Somebody sits before what they asked for: looked for this often, in seconds.
ASKED = 2.0
#: How long jobs may take to finish the piece in hand once a stop is asked for.
GRACE = 8.0

Job = Callable[[], Coroutine[Any, Any, Any]]


def timetable(context: Context, readers: Readers) -> Mapping[str, tuple[float, Job]]:
    """Job → how often it looks (seconds), and how it is run."""
    tick = context.settings.tick_seconds
    # A long one takes no thread from the others.
    lanes = ThreadPoolExecutor(len(kinds()), "work")

    def threaded(job: Callable[..., Any], *arguments: Any) -> Job:
        return partial(asyncio.to_thread, job, context, *arguments)

    return {
        "crawl_due": (tick, partial(jobs.crawl_due, context)),
        "pull_due": (4 * tick, partial(pull_due, context)),
        **{
            f"work_{name}": (min(tick, ASKED), partial(_work_off, lanes, context, kind))
            for name, kind in kinds().items()
        },
        "index_texts": (tick, threaded(index_texts)),
        "analyse_pending": (tick, threaded(jobs.analyse_pending, readers)),
        "assess_pending": (tick, threaded(jobs.assess_pending)),
        "tick_alerts": (4 * tick, threaded(tick_alerts)),
        "grow_alerts": (240 * tick, threaded(grow_alerts)),
        "deliver_due": (tick, threaded(jobs.deliver_due)),
        "tick_clocks": (20 * tick, threaded(tick_clocks)),
        "build_digests": (20 * tick, threaded(jobs.build_digests)),
        "check_health": (240 * tick, threaded(upkeep.check_health)),
        "housekeeping": (240 * tick, threaded(housekeeping.housekeeping)),
    }


async def _work_off(lanes: Executor, context: Context, kind: Kind) -> Worked:
    """Long work in a thread of its own; what it waits for runs in this loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(lanes, work_off, context, kind, in_loop(loop))


class Worker:
    """Runs the timetable until SIGTERM or SIGINT."""

    def __init__(
        self, context: Context, readers: Readers, *, started: Callable[[], None] = lambda: None
    ) -> None:
        self._context = context
        self._started = started
        self._timetable = timetable(context, readers)
        self._running: set[asyncio.Task[Any]] = set()
        self._asked_to_stop = asyncio.Event()

    async def run(self) -> bool:
        """Work until told to stop; True when everything came to its end in time."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._asked_to_stop.set)
        scheduler = AsyncIOScheduler(timezone=UTC)
        for name, (seconds, job) in self._timetable.items():
            scheduler.add_job(
                self._do,
                "interval",
                (name, job),
                seconds=seconds,
                id=name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
                next_run_time=self._context.clock(),
            )
        scheduler.start()
        self._started()
        log.info("worker started", extra={"facts": {"owner": self._context.owner}})
        await self._asked_to_stop.wait()
        scheduler.pause()
        ended = await self._settle()
        scheduler.shutdown(wait=False)
        log.info("worker stopped", extra={"facts": {"in_time": ended}})
        return ended

    async def _do(self, name: str, job: Job) -> None:
        """Run one job; its failure is logged and the timetable goes on."""
        if self._asked_to_stop.is_set():
            return
        task = asyncio.create_task(job(), name=name)
        self._running.add(task)
        try:
            result = await task
        except asyncio.CancelledError:
            return
        except Exception:  # whatever it was, the next tick tries again
            log.exception("job failed", extra={"facts": {"job": name}})
        else:
            _tell(name, result)
        finally:
            self._running.discard(task)

    async def _settle(self) -> bool:
        """Let threads finish the piece in hand and end the crawl; True when all came to their end."""
        self._context.stop.set()
        for task in self._running:
            if task.get_name() == "crawl_due":
                task.cancel()
        if not self._running:
            return True
        _done, late = await asyncio.wait(set(self._running), timeout=GRACE)
        return not late


def _tell(name: str, result: object) -> None:
    """Log what a job did, if it did anything."""
    if isinstance(result, list):
        for check in result:
            facts = {"check": check.name, "level": check.level}
            log.warning("%s", check.message, extra={"facts": facts})
        return
    counts = asdict(result) if is_dataclass(result) and not isinstance(result, type) else {}
    facts = {key: value for key, value in counts.items() if isinstance(value, int) and value}
    if facts:
        log.info("%s", name, extra={"facts": facts})


def work(settings: Settings, *, started: Callable[[], None] = lambda: None) -> None:
    """Be the worker until told to stop; ``started`` is called once the timetable runs.

    Raises :class:`webapp.service.setup.ServiceError` when the store is not set up.
    """
    engine = open_store(settings)
    context = Context(engine=engine, settings=settings)
    with Readers.of(settings) as readers:
        asyncio.run(_work(Worker(context, readers, started=started)))
    engine.dispose()


async def _work(worker: Worker) -> None:
    if not await worker.run():
        # A thread hangs in a server's answer. Waiting for it would break the promise to stop
        # soon; what it holds is claimed, and the claim runs out by itself.
        logging.shutdown()
        os._exit(1)
