"""The whole path of a quote that stands in a file of a document: fetched, read, found, given away."""

import asyncio
import io
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from warcio.archiveiterator import ArchiveIterator

from analysis.recording import analyse_pending
from crawler.archive import Archive
from crawler.runner import crawl_sources
from crawler.warc import write_warc
from data.db import reading, writing
from data.models import Attachment, Evidence, Version
from data.queries.archive import captures
from data.settings import Settings
from tests.crawler.conftest import Clock, make_source
from tests.crawler.test_attached import page_with, pdf
from tests.factories import NOW
from tests.replica.server import Page, Replica, serving

RULE = (
    "Permanent roaming is prohibited: foreign SIM cards in IoT devices may not stay on a visited "
    "network in Germany for longer than 90 consecutive days. This rule enters into force on 1 March 2027."
)


@pytest.fixture
def replica() -> Iterator[Replica]:
    with serving() as running:
        yield running


@pytest.fixture
def annexed(sqlite_store: Engine, sqlite_settings: Settings, replica: Replica) -> Engine:
    """A page that says nothing, with an annex that says it all, crawled and analysed."""
    body = pdf("Annex to the decision.", RULE)
    replica.pages["/annex.pdf"] = Page(body=body, media_type="application/pdf")
    replica.pages["/12"] = page_with("/annex.pdf", text="The agency publishes its decision.")
    feed = replica.feed("/feed", {"/12": "Decision 12"})
    with writing(sqlite_store) as session:
        session.add(make_source("s", "feed", feed))
    asyncio.run(crawl_sources(sqlite_store, sqlite_settings, ["s"], clock=Clock(NOW)))
    analyse_pending(sqlite_store, clock=Clock(NOW))
    return sqlite_store


def test_a_quote_names_file_and_page_and_leads_to_the_file_s_bytes(
    annexed: Engine, sqlite_settings: Settings
) -> None:
    with reading(annexed) as session:
        found = session.exec(select(Evidence).order_by(Evidence.start)).all()  # type: ignore[arg-type]
        version = session.exec(select(Version)).one()
        file = session.exec(select(Attachment)).one()
    assert found
    assert {(item.file, item.page, item.ocr) for item in found} == {("annex.pdf", 2, False)}
    assert all(version.text[item.start : item.end] == item.quote for item in found)
    (part,) = version.attachments
    assert part["sha256"] == file.sha256
    assert Archive(sqlite_settings.snapshots).get(file.sha256).startswith(b"%PDF-")


def test_an_export_holds_the_page_and_the_file_as_they_were_served(
    annexed: Engine, sqlite_settings: Settings, replica: Replica
) -> None:
    out = io.BytesIO()
    with reading(annexed) as session:
        archive = Archive(sqlite_settings.snapshots)
        write_warc(out, archive, captures(session), name="x", software="test", now=NOW)
    out.seek(0)
    served = {
        record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
        for record in ArchiveIterator(out, check_digests="raise")
        if record.rec_type == "response"
    }
    pages = {replica.url(path): replica.pages[path] for path in ("/12", "/annex.pdf")}
    assert served == {url: page.body for url, page in pages.items() if isinstance(page, Page)}
