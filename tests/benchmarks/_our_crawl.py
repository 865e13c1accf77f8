"""Ours: the same pages fetched, archived and recorded, and read by a child beside it."""

import asyncio
import logging
import resource
import sys
from time import perf_counter, process_time

from sqlmodel import select

from crawler.runner import crawl_sources
from data.db import reading
from data.models import Fetch
from tests.benchmarks._pages import INDEXES
from tests.benchmarks._sources import add_sources, fresh_store
from webapp.context import system_clock


async def crawl(address: str) -> str:
    """Pages, seconds until the last was recorded, seconds of processor time; versions, seconds

    until the last was read, the reader's processor time; memory of both in MB.
    """
    with fresh_store() as (engine, settings):
        ids = add_sources(engine, "listing", (f"{address}/index/{n}" for n in range(INDEXES)))
        # Imports and connections are not what is measured; the bare spider's are not either.
        await crawl_sources(engine, settings, [], clock=system_clock)
        begun, before = perf_counter(), process_time()
        report = await crawl_sources(engine, settings, ids, clock=system_clock)
        whole, processor = perf_counter() - begun, process_time() - before
        with reading(engine) as session:
            fetches = session.exec(select(Fetch)).all()
    recorded = max(one.finished_at for one in fetches) - min(one.started_at for one in fetches)
    mine, child = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (
        f"{report.new_documents} {recorded.total_seconds():.3f} {processor:.3f} "
        f"{report.versions} {whole:.3f} {child.ru_utime + child.ru_stime:.3f} "
        f"{mine.ru_maxrss // 1024} {child.ru_maxrss // 1024}"
    )


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    sys.stdout.write(asyncio.run(crawl(sys.argv[1])) + "\n")
