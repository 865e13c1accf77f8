"""Ours: as many watched feeds that answer 304, each with its state and its line in the log."""

import asyncio
import logging
import sys
from time import perf_counter

from sqlmodel import update

from crawler.runner import crawl_sources
from data.db import writing
from data.models import Source
from tests.benchmarks._pages import FEEDS, POLLS
from tests.benchmarks._sources import add_sources, fresh_store
from webapp.context import system_clock


async def poll(address: str) -> str:
    """How many were unchanged, in how many seconds."""
    with fresh_store() as (engine, settings):
        ids = add_sources(engine, "feed", (f"{address}/feed/{n % FEEDS}?{n}" for n in range(POLLS)))
        with writing(engine) as session:
            session.exec(update(Source).values(etag='"1"'))
        await crawl_sources(engine, settings, [], clock=system_clock)
        begun = perf_counter()
        report = await crawl_sources(engine, settings, ids, clock=system_clock)
        return f"{report.not_modified_sources} {perf_counter() - begun:.3f}"


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    sys.stdout.write(asyncio.run(poll(sys.argv[1])) + "\n")
