"""Searching 100,000 documents, page by page, on SQLite; beside LIKE over the same texts."""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, insert, text
from sqlmodel import Session

from data.db import make_engine, migrate, reading, writing
from data.models import Document, Snapshot, Version
from data.queries.pages_documents import DocumentFilter, count_documents, list_documents
from data.search.index import index_some
from data.settings import Settings
from tests.factories import NOW, make_source

NAME = "search over 100,000 documents (goal: under 150 ms; fewer with DOCUMENTS=N)"
DOCUMENTS = int(os.environ.get("DOCUMENTS", "100000"))
WORDS = 250
ROUNDS = 5
ASKED = {
    "a rare word": "rareword",
    "a word in a tenth of them": "tenth",
    "a word in each": "each",
    "two words": "tenth fifth",
    "the beginning of a word": "w12",
    "a phrase": '"tenth fifth"',
}


def run() -> Iterable[str]:
    """Fill a store, index it, then ask."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(instance=Path(folder))
        migrate(settings)
        engine = make_engine(settings)
        _fill(engine)
        began = time.perf_counter()
        with writing(engine) as session:
            index_some(session, limit=DOCUMENTS)
        yield f"indexing {DOCUMENTS} texts of {WORDS} words: {time.perf_counter() - began:.1f} s"
        with reading(engine) as session:
            yield from (f"{name:<28} {_page(session, asked)}" for name, asked in ASKED.items())
            like = text("SELECT count(*) FROM version WHERE text LIKE '%rareword%'")
            bare = _milliseconds(lambda: session.execute(like).one())
            yield f"{'bare: LIKE, a rare word':<28} {bare:6.1f} ms"
        engine.dispose()


def _page(session: Session, asked: str) -> str:
    chosen = DocumentFilter(text=asked)
    found = count_documents(session, chosen)
    counting = _milliseconds(lambda: count_documents(session, chosen))
    first = _milliseconds(lambda: list_documents(session, chosen, limit=50))
    last = _milliseconds(
        lambda: list_documents(session, chosen, limit=50, offset=max(found - 50, 0))
    )
    return (
        f"{counting:6.1f} ms to count {found}, {first:6.1f} ms first page, {last:6.1f} ms last page"
    )


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def _fill(engine: Engine) -> None:
    rng = random.Random(7)
    vocabulary = [f"w{rng.randrange(10**6)}" for _ in range(30_000)]
    with writing(engine) as session:
        source = make_source(session)
        for first in range(1, DOCUMENTS + 1, 5_000):
            numbers = range(first, min(first + 5_000, DOCUMENTS + 1))
            _insert(session, source.id, numbers, rng, vocabulary)


def _insert(
    session: Session, source: str, numbers: range, rng: random.Random, vocabulary: list[str]
) -> None:
    common = {"source_id": source, "first_seen_at": NOW}
    documents = [
        common
        | {
            "id": n,
            "url": f"https://a.test/{n}",
            "title": f"Title {n}",
            "published_on": date(2026, 1, 1) - timedelta(days=n % 3000),
        }
        for n in numbers
    ]
    snapshots = [
        {"id": n, "document_id": n, "seq": 1, "sha256": str(n), "size": 1, "url": "", "fetched_at": NOW,
         "media_type": "text/html"}
        for n in numbers
    ]  # fmt: skip
    versions = [
        {"snapshot_id": n, "document_id": n, "extractor": "1", "cause": "first", "created_at": NOW,
         "title": "", "language": "en", "text": _text(n, rng, vocabulary), "text_sha256": str(n)}
        for n in numbers
    ]  # fmt: skip
    session.exec(insert(Document), params=documents)
    session.exec(insert(Snapshot), params=snapshots)
    session.exec(insert(Version), params=versions)


def _text(number: int, rng: random.Random, vocabulary: list[str]) -> str:
    words = rng.choices(vocabulary, k=WORDS)
    words += ["each"] + ["tenth"] * (number % 10 == 0) + ["fifth"] * (number % 5 == 0)
    return " ".join(words + ["rareword"] * (number % 10_000 == 0))
