"""A crawl of 20,000 pages: memory and time per page must not grow. Issue 3's bound is 1.1.

The last quarter is set beside the second: the first still fills caches.
"""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from time import perf_counter

from sqlalchemy import Engine
from sqlmodel import func, select

from crawler.runner import crawl_sources
from data.db import reading
from data.models import Snapshot
from tests.benchmarks._pages import PER_INDEX
from tests.benchmarks._processes import site
from tests.benchmarks._sources import add_sources, fresh_store
from webapp.context import system_clock

PAGES = 20_000
NAME = f"long crawl: {PAGES} pages in one go"

#: Pages recorded, seconds since the beginning, resident megabytes.
Moment = tuple[int, float, float]


def run() -> Iterable[str]:
    """One crawl; figures of each quarter of its pages, in the order in which they were recorded."""
    logging.disable(logging.WARNING)
    with site(PAGES) as address:
        moments = asyncio.run(_crawl(address))
    memory, seconds = [], []
    for quarter in range(4):
        first, last = quarter * PAGES // 4, (quarter + 1) * PAGES // 4
        part = [one for one in moments if first <= one[0] <= last]
        (pages, began, _), (more, ended, _) = part[0], part[-1]
        memory.append(mean(resident for _, _, resident in part))
        seconds.append((ended - began) / (more - pages))
        yield f"quarter {quarter + 1}: {memory[-1]:4.0f} MB in the mean, {seconds[-1] * 1000:.2f} ms a page"
    yield (
        f"last beside second quarter: memory {memory[3] / memory[1]:.2f} (bound 1.10), "
        f"time a page {seconds[3] / seconds[1]:.2f}"
    )


async def _crawl(address: str) -> list[Moment]:
    with fresh_store() as (engine, settings):
        count = PAGES // PER_INDEX
        ids = add_sources(engine, "listing", (f"{address}/index/{n}" for n in range(count)))
        watch = asyncio.create_task(_watch(engine))
        report = await crawl_sources(engine, settings, ids, clock=system_clock)
        assert report.new_documents == report.versions == PAGES
        return await watch


async def _watch(engine: Engine) -> list[Moment]:
    """Note how far it is, until all pages are recorded."""

    def recorded() -> int:
        with reading(engine) as session:
            return session.exec(select(func.count()).select_from(Snapshot)).one()

    moments: list[Moment] = []
    begun = perf_counter()
    while not moments or moments[-1][0] < PAGES:
        pages = await asyncio.to_thread(recorded)
        moments.append((pages, perf_counter() - begun, _resident()))
        await asyncio.sleep(0.5)
    return moments


def _resident() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) / 1024
    raise OSError("this system does not tell a process's memory; the benchmark needs Linux")
