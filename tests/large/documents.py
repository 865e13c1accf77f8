"""Publications of every source of the catalogue, with their texts, and the log of reading those."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, update
from sqlmodel import col, func, select

from analysis.types import ANALYSER
from data.catalogue import load_catalogue
from data.catalogue_sync import sync_catalogue
from data.db import reading, writing
from data.models import Analysis, Document, Fetch, Finding, Snapshot, Source, Version
from data.search.index import index_some
from tests.factories import QUOTE
from tests.large.sizes import Sizes
from tests.large.texts import Texts, on_topic, sections_of

_AT_ONCE = 5_000
#: Hours between two attempts at a source.
_EVERY = 6
#: Of so many sources one is in trouble.
_TROUBLED = 17
_DAYS = 2_500


def write_sources(engine: Engine, sizes: Sizes, *, now: datetime) -> None:
    """The catalogue, most of it read well an hour ago, and the log of what was tried."""
    with writing(engine) as session:
        watched = load_catalogue()[: max(10, sizes.documents // 4)]
        sync_catalogue(session, watched, now=now - timedelta(days=90))
        names = session.exec(select(Source.id).where(~col(Source.sample))).all()
        for place, name in enumerate(names):
            bad = place % _TROUBLED == 0
            session.exec(
                update(Source).where(col(Source.id) == name).values(
                    health="failing" if bad else "healthy", failures=5 if bad else 0,
                    health_since=now - timedelta(days=3), last_attempt_at=now - timedelta(hours=1),
                    health_reason="The host did not answer within 60 seconds" if bad else "",
                    last_success_at=now - timedelta(days=4 if bad else 0, hours=1),
                    last_new_at=now - timedelta(days=5), next_check_at=now + timedelta(hours=2),
                )
            )  # fmt: skip
        rows = [
            _fetch(name, now - timedelta(hours=_EVERY * turn + 1))
            for name in names
            for turn in range(sizes.days)
        ]
        session.connection().execute(insert(Fetch), rows)


def _fetch(source: str, at: datetime) -> dict[str, Any]:
    return {
        "source_id": source, "started_at": at, "finished_at": at + timedelta(seconds=2),
        "outcome": "ok", "http_status": 200, "items": 20, "bytes": 40_000,
    }  # fmt: skip


def write_documents(engine: Engine, sizes: Sizes, *, now: datetime) -> None:
    """So many publications of seven years beside those that are there, all of them indexed."""
    with reading(engine) as session:
        sources = session.exec(select(Source).where(~col(Source.sample)).order_by(Source.id)).all()
        tables = (Document, Snapshot, Version)
        first = 1 + max(session.exec(select(func.max(table.id))).one() or 0 for table in tables)
    texts = Texts()
    for begin in range(first, first + sizes.documents, _AT_ONCE):
        end = min(begin + _AT_ONCE, first + sizes.documents)
        rows = [
            _publication(number, sources[number * 7 % len(sources)], texts, now)
            for number in range(begin, end)
        ]
        with writing(engine) as session:
            for model, columns in zip((*tables, Analysis), zip(*rows, strict=True), strict=True):
                session.connection().execute(insert(model), list(columns))
            marks = [mark for row in rows for mark in _findings(row[2])]
            session.connection().execute(insert(Finding), marks)
    while True:
        with writing(engine) as session:
            if not index_some(session, limit=_AT_ONCE):
                break


def _publication(
    number: int, source: Source, texts: Texts, now: datetime
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Its document, snapshot, version and analysis, all of the same number."""
    seen = now - timedelta(days=number * 7919 % _DAYS, minutes=number % 1440)
    text, title, mark = texts.text(number), texts.title(number), f"{number:064x}"
    unread = {"error": "no_text", "error_message": "The PDF has pictures of pages only"}
    document = {
        "id": number, "url": f"{source.url}#{number}", "source_id": source.id, "title": title,
        "published_on": (seen - timedelta(days=2)).date() if number % 9 else None,
        "first_seen_at": seen, "last_verified_at": now - timedelta(hours=number % 40),
        **(unread if number % 50 == 1 else {"error": "", "error_message": ""}),
    }  # fmt: skip
    snapshot = {
        "id": number, "document_id": number, "seq": 1, "sha256": mark, "size": len(text),
        "url": document["url"], "fetched_at": seen, "media_type": "text/html", "read_by": "1",
    }  # fmt: skip
    version = {
        "id": number, "snapshot_id": number, "document_id": number, "extractor": "1",
        "cause": "first", "created_at": seen, "title": title, "language": source.language,
        "text": text, "text_sha256": mark, "sections": sections_of(text),
    }  # fmt: skip
    analysis = {
        "version_id": number, "analyser": ANALYSER, "created_at": seen, "language": source.language,
        "relevant": on_topic(number),
    }  # fmt: skip
    return document, snapshot, version, analysis


def _findings(version: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the analysis marked in a text on one of our subjects."""
    if not on_topic(version["id"]):
        return
    start = version["text"].index(QUOTE)
    for group, offset in (("topics", 0), ("limits", len(QUOTE) - 19), ("acts", 4)):
        yield {
            "version_id": version["id"], "analyser": ANALYSER, "group": group, "value": "sample",
            "rule": f"{group}.sample", "start": start + offset, "end": start + offset + 4,
        }  # fmt: skip
