"""Ours: the same pages fetched, archived and recorded, and read by a child beside it."""

import asyncio
import logging
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from sqlmodel import select

from crawler.runner import crawl_sources
from data.db import make_engine, migrate, reading, writing
from data.models import Fetch, Source
from data.settings import Settings
from tests.benchmarks._pages import INDEXES
from webapp.context import system_clock


async def crawl(folder: Path, address: str) -> str:
    """Pages, seconds until the last was recorded, seconds of processor time; versions, seconds

    until the last was read, the reader's processor time; memory of both in MB.
    """
    settings = Settings.load(
        instance=folder, allow_private_addresses=True, host_delay=0.0, max_body_bytes=10**6
    )
    migrate(settings)
    engine = make_engine(settings)
    ids = [f"index-{number:02}" for number in range(INDEXES)]
    with writing(engine) as session:
        session.add_all(
            Source(
                id=name, authority="a", authority_name="A", authority_kind="telecom_regulator",
                country="DE", title=name, kind="listing", language="en",
                url=f"{address}/index/{int(name[-2:])}",
            )
            for name in ids
        )  # fmt: skip
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
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(asyncio.run(crawl(Path(name), sys.argv[1])) + "\n")
