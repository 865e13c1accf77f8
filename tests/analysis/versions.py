"""Versions for tests of recording: as values and stored with all they hang on."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import select

from analysis.recording import (
    AnalysisReport,
    analyse_pending,
)  # fmt: skip
from data.db import reading, writing
from data.models import Document, Snapshot, Source, Version
from data.queries.analysis import (
    VersionPayload,
)  # fmt: skip
from data.words import VersionCause

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
ORDER = (
    "The Communications Authority of Kenya hereby directs that every IMEI shall be registered. "
    "Unregistered devices will be blocked after 30 days. The order takes effect on 1 May 2027."
)


def payload(**other: object) -> VersionPayload:
    """A first version of a publication, with some facts changed."""
    facts: dict[str, object] = {
        "version_id": 1, "document_id": 1, "title": "IMEI registration order", "text": ORDER,
        "sections": (), "language": "en", "country": "KE", "published_on": date(2026, 11, 2),
        "cause": VersionCause.FIRST, "watched_page": False, "previous_text": None,
        "read_before": False,
    }  # fmt: skip
    return VersionPayload(**(facts | other))  # type: ignore[arg-type]  # a test's shorthand


def add_version(
    engine: Engine, text: str = ORDER, *, cause: str = "first", url: str = "https://x.example/1",
    kind: str = "feed", seq: int = 1, title: str = "IMEI registration order",
) -> int:  # fmt: skip
    """Store a version with everything it hangs on; its id."""
    with writing(engine) as session:
        if session.get(Source, "ke-feed") is None:
            session.add(_source(kind))
            session.flush()
        document = session.exec(select(Document).where(Document.url == url)).first()
        if document is None:
            document = Document(
                url=url, source_id="ke-feed", title=title,
                published_on=date(2026, 11, 2), first_seen_at=NOW,
            )  # fmt: skip
            session.add(document)
            session.flush()
        assert document.id is not None
        snapshot = Snapshot(
            document_id=document.id, seq=seq, sha256=f"{seq:064}", size=1, url=url, fetched_at=NOW,
            media_type="text/html",
        )  # fmt: skip
        session.add(snapshot)
        session.flush()
        assert snapshot.id is not None
        version = Version(
            snapshot_id=snapshot.id, document_id=document.id, extractor="1", cause=cause,
            created_at=NOW, title=document.title, language="en", text=text, text_sha256="0",
            sections=[{"start": 0, "end": len(text), "kind": "paragraph", "page": 3, "level": 0}],
        )  # fmt: skip
        session.add(version)
        session.flush()
        assert version.id is not None
        return version.id


def _source(kind: str) -> Source:
    return Source(
        id="ke-feed", authority="ca-ke", authority_name="CA", authority_kind="regulator",
        country="KE", title="News", kind=kind, url="https://x.example/", language="en",
    )  # fmt: skip


def rows(engine: Engine, model: type) -> list[object]:
    """Every row of a table."""
    with reading(engine) as session:
        return list(session.exec(select(model)).all())


def run(engine: Engine) -> AnalysisReport:
    """Read everything that waits."""
    return analyse_pending(engine, clock=lambda: NOW)
