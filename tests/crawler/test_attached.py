"""Files of a document are fetched with it, kept as its parts, and read as its text."""

from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from sqlmodel import col, select

from crawler.archive import Archive
from data.db import reading
from data.models import Attachment, Document, Snapshot, Version
from data.words import VersionCause
from tests.crawler.conftest import World
from tests.crawler.extract.office_files import docx, paragraph
from tests.replica.behaviours import hang_up
from tests.replica.server import Page

TEXT = (
    "The authority publishes its decision on devices that roam permanently, with its annexes. " * 12
)


def pdf(*pages: str) -> bytes:
    document = FPDF()
    document.set_creation_date(datetime(2026, 11, 1, tzinfo=UTC))
    for page in pages:
        document.add_page()
        document.set_font("helvetica", size=11)
        document.multi_cell(0, 8, page)
    return bytes(document.output())


def page_with(*links: str, text: str = TEXT) -> Page:
    rows = "".join(f"<p><a href='{link}'>Annex</a></p>" for link in links)
    body = (
        "<!doctype html><html lang='en'><head><title>Decision 12</title></head><body><main><article>"
        f"<h1>Decision 12</h1><p>{text}</p>{rows}</article></main></body></html>"
    )
    return Page(body=body.encode(), tagged=True)


def put(world: World, path: str, body: bytes, media_type: str = "application/pdf") -> None:
    world.replica.pages[path] = Page(body=body, media_type=media_type, tagged=True)


@pytest.fixture
def decision(world: World) -> World:
    """A source with one decision, whose page links to two files."""
    put(world, "/a.pdf", pdf("The limit is 90 days.", "It is counted for each SIM."))
    put(world, "/b.docx", docx(paragraph("Annex B: forms")), "application/octet-stream")
    world.replica.pages["/12"] = page_with("/a.pdf", "/b.docx")
    world.source("s", "feed", world.replica.feed("/feed", {"/12": "Decision 12"}))
    return world


def again(world: World) -> None:
    world.clock.forward(days=1)
    world.crawl("s", every_document=True)


def versions(world: World) -> list[Version]:
    with reading(world.engine) as session:
        return list(session.exec(select(Version).order_by(col(Version.id))))


def snapshots(world: World) -> list[Snapshot]:
    with reading(world.engine) as session:
        return list(session.exec(select(Snapshot).order_by(col(Snapshot.id))))


def files(world: World) -> list[Attachment]:
    """Of the newest snapshot."""
    newest = snapshots(world)[-1].id
    with reading(world.engine) as session:
        rows = select(Attachment).where(Attachment.snapshot_id == newest)
        return list(session.exec(rows.order_by(col(Attachment.position))))


def document(world: World) -> Document:
    with reading(world.engine) as session:
        return session.exec(select(Document)).one()


def test_a_document_and_its_files_are_one_version(decision: World) -> None:
    report = decision.crawl("s")
    assert (report.documents, report.versions) == (1, 1)
    (version,) = versions(decision)
    assert version.cause == VersionCause.FIRST
    assert version.text.endswith(
        "The limit is 90 days.\n\nIt is counted for each SIM.\n\nAnnex B: forms"
    )
    first, second = version.attachments
    assert (first["name"], second["name"]) == ("a.pdf", "b.docx")
    assert version.text[second["start"] : second["end"]] == "Annex B: forms"
    pages = [one["page"] for one in version.sections if one["start"] >= first["start"]]
    assert pages == [1, 2, None]
    assert all(version.text[one["start"] : one["end"]].strip() for one in version.sections)


def test_each_file_has_its_own_snapshot_with_its_headers(decision: World) -> None:
    decision.crawl("s")
    first, second = files(decision)
    archive = Archive(decision.settings.snapshots)
    assert archive.get(first.sha256).startswith(b"%PDF-")
    assert first.headers["content-type"] == "application/pdf"
    assert (first.size, second.media_type) == (
        len(archive.get(first.sha256)),
        "application/octet-stream",
    )


def test_nothing_new_asks_each_file_with_its_validators_and_writes_nothing(decision: World) -> None:
    decision.crawl("s")
    decision.replica.forget()
    again(decision)
    assert decision.replica.last("/a.pdf").headers["if-none-match"]
    assert "/b.docx" in decision.replica.paths()
    assert (len(versions(decision)), len(snapshots(decision)), len(files(decision))) == (1, 1, 2)


def test_a_changed_file_is_a_new_version_of_its_document(decision: World) -> None:
    decision.crawl("s")
    put(decision, "/a.pdf", pdf("The limit is 60 days.", "It is counted for each SIM."))
    again(decision)
    old, new = versions(decision)
    assert new.cause == VersionCause.CHANGED
    assert new.text == old.text.replace("90 days", "60 days")
    first, second = snapshots(decision)
    assert (second.seq, second.sha256) == (2, first.sha256)


def test_a_file_that_went_is_a_change_and_one_that_came_too(decision: World) -> None:
    decision.crawl("s")
    decision.replica.pages["/12"] = page_with("/a.pdf")
    again(decision)
    decision.replica.pages["/12"] = page_with("/a.pdf", "/c.pdf")
    put(decision, "/c.pdf", pdf("New annex."))
    again(decision)
    assert [one.cause for one in versions(decision)] == ["first", "changed", "changed"]
    assert versions(decision)[1].text.endswith("each SIM.")
    assert versions(decision)[2].text.endswith("New annex.")


@pytest.mark.parametrize(
    "fault", [hang_up, Page(status=404), Page(status=503), Page(body=b"<html>login")]
)
def test_a_broken_file_costs_itself_and_is_shown(decision: World, fault: object) -> None:
    decision.replica.pages["/a.pdf"] = fault  # type: ignore[assignment]
    decision.crawl("s")
    (version,) = versions(decision)
    assert version.text.endswith("Annex B: forms")
    assert version.problem == ""
    broken, whole = files(decision)
    assert (broken.sha256, whole.error) == ("", "")
    assert broken.error in ("connection", "http_404", "http_503", "not_a_file")
    assert broken.error_message
    assert document(decision).error == "attachment_unread"


def test_a_file_that_cannot_be_fetched_again_keeps_its_text_and_says_so(decision: World) -> None:
    decision.crawl("s")
    decision.replica.pages["/a.pdf"] = Page(status=500)
    again(decision)
    assert len(versions(decision)) == 1
    assert files(decision)[0].error == "http_500"
    assert document(decision).error == "attachment_unread"
    put(decision, "/a.pdf", pdf("The limit is 90 days.", "It is counted for each SIM."))
    again(decision)
    assert (files(decision)[0].error, document(decision).error) == ("", "")
    assert len(versions(decision)) == 1


def test_a_file_that_comes_at_last_is_news(decision: World) -> None:
    decision.replica.pages["/a.pdf"] = Page(status=404)
    decision.crawl("s")
    put(decision, "/a.pdf", pdf("The limit is 90 days."))
    again(decision)
    assert versions(decision)[-1].cause == VersionCause.CHANGED
    assert "90 days" in versions(decision)[-1].text


def test_a_damaged_copy_does_not_look_like_a_passage_taken_out(decision: World) -> None:
    decision.crawl("s")
    put(decision, "/a.pdf", b"%PDF-1.7 cut off")
    again(decision)
    assert len(versions(decision)) == 1
    assert files(decision)[0].problem == "pdf_truncated"
    assert document(decision).error == "attachment_unread"
    decision.replica.pages["/12"] = page_with("/a.pdf", "/b.docx", text=TEXT + "A word more.")
    again(decision)
    assert "A word more." in versions(decision)[-1].text
    assert "90 days" in versions(decision)[-1].text


def test_a_page_that_is_nothing_but_its_file_is_read_by_it(world: World) -> None:
    put(world, "/a.pdf", pdf("The limit is 90 days."))
    world.replica.pages["/12"] = Page(
        body=b"<html><head><title>D</title></head><body><div id=root></div><script>1</script>"
        b"<iframe src='/a.pdf'></iframe></body></html>"
    )
    world.source("s", "feed", world.replica.feed("/feed", {"/12": "Decision 12"}))
    world.crawl("s")
    (version,) = versions(world)
    assert (version.text, version.problem, document(world).error) == (
        "The limit is 90 days.",
        "",
        "",
    )


def test_the_same_bytes_under_two_addresses_are_one_text(decision: World) -> None:
    decision.replica.pages["/12"] = page_with("/a.pdf", "/copy.pdf")
    decision.replica.pages["/copy.pdf"] = decision.replica.pages["/a.pdf"]
    decision.crawl("s")
    assert versions(decision)[0].text.count("90 days") == 1


def test_files_past_the_limit_are_named_and_not_fetched(decision: World) -> None:
    decision.set(max_attachments=1)
    decision.crawl("s")
    first, second = files(decision)
    assert (first.error, second.error, second.sha256) == ("", "not_followed", "")
    assert "/b.docx" not in decision.replica.paths()
    assert document(decision).error == ""


def test_a_higher_limit_is_our_own_edit_and_no_news(decision: World) -> None:
    decision.set(max_attachments=1)
    decision.crawl("s")
    decision.set(max_attachments=5)
    again(decision)
    assert [one.cause for one in versions(decision)] == ["first", "re-extracted"]
    assert "Annex B" in versions(decision)[-1].text


def test_switched_off_files_are_left_as_they_are(decision: World) -> None:
    decision.crawl("s")
    decision.set(max_attachments=0)
    decision.replica.pages["/12"] = page_with("/a.pdf", "/b.docx", text=TEXT + "A word more.")
    again(decision)
    assert versions(decision)[-1].text.endswith("Annex B: forms")


def test_files_together_larger_than_two_bodies_are_not_taken(decision: World) -> None:
    decision.set(max_body_bytes=8_000)
    for name in "abc":
        put(decision, f"/{name}.pdf", b"%PDF-1.4" + bytes(7_000) + name.encode())
    decision.replica.pages["/12"] = page_with("/a.pdf", "/b.pdf", "/c.pdf")
    decision.crawl("s")
    assert sorted(one.error for one in files(decision)) == ["", "", "too_large"]


def test_files_keep_to_robots_and_to_the_guard(decision: World) -> None:
    decision.replica.pages["/robots.txt"] = Page(
        body=b"User-agent: *\nDisallow: /b.docx", media_type="text/plain"
    )
    decision.crawl("s")
    assert [one.error for one in files(decision)] == ["", "robots"]
    assert "/b.docx" not in decision.replica.paths()


def test_a_watched_page_s_files_are_its_parts_too(decision: World) -> None:
    decision.source("p", "page", decision.replica.url("/12"))
    decision.crawl("p")
    assert versions(decision)[0].text.endswith("Annex B: forms")
    put(decision, "/b.docx", docx(paragraph("Annex B: new forms")))
    decision.clock.forward(days=1)
    decision.crawl("p")
    assert versions(decision)[-1].text.endswith("Annex B: new forms")


def test_a_file_that_several_documents_link_to_is_asked_once_in_a_crawl(decision: World) -> None:
    for number in range(3):
        decision.replica.pages[f"/d{number}"] = page_with("/a.pdf", "/gone.pdf")
    feed = decision.replica.feed("/other", {f"/d{number}": f"D {number}" for number in range(3)})
    decision.source("t", "feed", feed)
    decision.crawl("t")
    assert len(versions(decision)) == 3
    assert all("90 days" in version.text for version in versions(decision))
    assert decision.replica.paths().count("/a.pdf") == 1
    assert decision.replica.paths().count("/gone.pdf") == 1
    with reading(decision.engine) as session:
        assert len({one.sha256 for one in session.exec(select(Attachment))}) == 2
        assert len(session.exec(select(Attachment)).all()) == 6
    decision.replica.forget()
    decision.clock.forward(days=1)
    decision.crawl("t", every_document=True)
    assert decision.replica.paths().count("/a.pdf") == 1
    assert len(versions(decision)) == 3
