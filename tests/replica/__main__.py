"""A table of every fault: what happened, and what the user sees. ``python -m tests.replica``.

Each fault is met twice, by a source and by a document that a healthy source lists beside a
healthy one; the last line says whether anything healthy was lost.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from crawler.runner import crawl_sources
from data.db import make_engine, migrate, reading, writing
from data.models import Document, Source
from data.settings import Settings
from tests.crawler.conftest import make_source
from tests.replica.faults import ANYWHERE, DOCUMENTS, LIMITS, PRIVATE, SOURCES, Fault
from tests.replica.server import Page, rss, serving
from tests.replica.tls import serving_tls
from webapp.wording.filters import label


def _tls(port: int) -> Fault:
    url = f"https://127.0.0.1:{port}/feed"
    return Fault(name="certificate signed by itself", code="tls", place=lambda _replica: url)


@contextmanager
def _store(guarded: bool = False) -> Iterator[tuple[Engine, Settings]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(
            instance=Path(folder),
            allow_private_addresses=not guarded,
            host_delay=0.0,
            extraction_processes=0,
            **LIMITS,
        )
        migrate(settings)
        engine = make_engine(settings)
        yield engine, settings
        engine.dispose()


def _crawl(engine: Engine, settings: Settings, kind: str, url: str) -> Source:
    with writing(engine) as session:
        session.add(make_source("s", kind, url))
    now = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    asyncio.run(crawl_sources(engine, settings, ["s"], clock=lambda: now))
    with reading(engine) as session:
        return session.exec(select(Source)).one()


def as_source(fault: Fault) -> tuple[str, str, str]:
    """What becomes of a source with this fault: its code, its state, the sentence shown."""
    with _store(fault.guarded) as (engine, settings), serving() as replica:
        source = _crawl(engine, settings, fault.kind, fault.place(replica))
    code = fault.code if f"({fault.code})" in source.health_reason else "?"
    return code, label(source.health), source.health_reason


def as_document(fault: Fault) -> tuple[str, str, int]:
    """What becomes of a document with this fault: its code, the sentence shown; healthy ones lost."""
    with _store() as (engine, settings), serving() as replica:
        hostile = fault.place(replica)
        replica.html("/good", "A good decision")
        # On another host: robots.txt and 429 speak for a whole one.
        good = replica.url("/good", host="localhost")
        replica.pages["/feed"] = Page(body=rss({hostile: "Bad", good: "A good decision"}))
        _crawl(engine, settings, "feed", replica.url("/feed", host="localhost"))
        with reading(engine) as session:
            rows = {one.url: one for one in session.exec(select(Document))}
    lost = int(rows[good].error != "" or rows[good].last_verified_at is None)
    return rows[hostile].error, rows[hostile].error_message, lost


def main() -> int:
    """Print the table; 1 when a fault did not end as it should, or something healthy was lost."""
    logging.disable(logging.ERROR)
    wrong = lost = 0
    sys.stdout.write(
        "| fault | code | source is shown as | what the user reads |\n|---|---|---|---|\n"
    )
    with serving_tls() as port:
        for fault in (*ANYWHERE, *SOURCES, PRIVATE, _tls(port)):
            code, state, sentence = as_source(fault)
            wrong += code != fault.code
            sys.stdout.write(f"| {fault.name} | {code} | {state} | {sentence} |\n")
    sys.stdout.write("\n| fault of a document | code | what the user reads |\n|---|---|---|\n")
    for fault in (*ANYWHERE, *DOCUMENTS):
        code, sentence, gone = as_document(fault)
        wrong += code != fault.code
        lost += gone
        sys.stdout.write(f"| {fault.name} | {code} | {sentence} |\n")
    sys.stdout.write(f"\n{wrong} faults ended otherwise; {lost} healthy documents lost.\n")
    return 1 if wrong or lost else 0


if __name__ == "__main__":
    sys.exit(main())
