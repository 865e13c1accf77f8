"""A worker for the crash test: crawls its sources until it is killed or done."""

import asyncio
import sys
from pathlib import Path

from crawler.runner import crawl_sources
from data.db import make_engine
from data.settings import Settings
from webapp.context import system_clock


def main(instance: str) -> None:
    """Crawl all sources of the store there, every document; say so when done."""
    settings = Settings.load(
        instance=Path(instance),
        allow_private_addresses=True,
        host_delay=0.0,
        extraction_processes=0,
        lease_seconds=1,
    )
    engine = make_engine(settings)
    crawl = crawl_sources(engine, settings, ["a", "b"], clock=system_clock, every_document=True)
    report = asyncio.run(crawl)
    sys.stdout.write(f"{report.sources}\n")


if __name__ == "__main__":
    main(sys.argv[1])
