"""Ours: the same feeds, first until every entry is in the store, then until every text was fetched."""

import asyncio
import logging
import sys
from time import perf_counter

from sqlmodel import func, select

from crawler.runner import crawl_sources
from data.db import reading
from data.models import Document
from tests.benchmarks._pages import FEEDS, PER_FEED
from tests.benchmarks._sources import add_sources, fresh_store
from webapp.context import system_clock


async def crawl(address: str) -> str:
    """Entries in the store, after how many seconds; texts asked, after how many seconds."""
    with fresh_store() as (engine, settings):
        ids = add_sources(engine, "feed", (f"{address}/feed/{n}" for n in range(FEEDS)))
        await crawl_sources(engine, settings, [], clock=system_clock)

        def known() -> int:
            with reading(engine) as session:
                return session.exec(select(func.count()).select_from(Document)).one()

        begun = perf_counter()
        whole = asyncio.create_task(crawl_sources(engine, settings, ids, clock=system_clock))
        while await asyncio.to_thread(known) < FEEDS * PER_FEED and not whole.done():
            await asyncio.sleep(0.05)
        listed = perf_counter() - begun
        report = await whole
        return (
            f"{report.new_documents} {listed:.3f} {report.documents} {perf_counter() - begun:.3f}"
        )


if __name__ == "__main__":
    logging.disable(logging.ERROR)
    sys.stdout.write(asyncio.run(crawl(sys.argv[1])) + "\n")
