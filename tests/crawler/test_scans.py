"""Scanned publications: shown as such, read when Tesseract can, and their texts marked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawler.extract import ocr
from crawler.extract.ocr import OcrLimits
from crawler.extract.types import Extraction
from crawler.hands import Job
from crawler.scans import read_also_scans, reopen_scans
from data.db import reading
from data.models import Attachment, Document, Snapshot, Version
from tests.crawler.conftest import World
from tests.crawler.extract.test_scan import ENGLISH, needs, scanned
from tests.crawler.test_attached import page_with, put

JOB = Job(sha256="0" * 64, url="u", media_type="", charset="", language="en")
LIMITS = OcrLimits(pages=3, seconds=60)


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A machine on which the program is not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/nowhere")
        ocr._languages.cache_clear()
        yield patch
    ocr._languages.cache_clear()


def versions(world: World) -> list[Version]:
    with reading(world.engine) as session:
        return list(session.exec(select(Version).order_by(col(Version.id))))


def document(world: World) -> Document:
    with reading(world.engine) as session:
        return session.exec(select(Document)).one()


def test_a_scan_is_shown_as_such_with_what_to_do(
    world: World, without_tesseract: pytest.MonkeyPatch
) -> None:
    put(world, "/s.pdf", scanned(ENGLISH))
    world.source("s", "feed", world.replica.feed("/feed", {"/s.pdf": "Decision 12"}))
    world.crawl("s")
    assert (versions(world)[0].text, versions(world)[0].problem) == ("", "scan")
    assert document(world).error == "scan"
    assert "Install Tesseract" in document(world).error_message


@needs("eng")
def test_a_scan_that_waited_is_read_once_tesseract_is_there(
    world: World, without_tesseract: pytest.MonkeyPatch
) -> None:
    put(world, "/s.pdf", scanned(ENGLISH))
    world.source("s", "feed", world.replica.feed("/feed", {"/s.pdf": "Decision 12"}))
    world.crawl("s")
    without_tesseract.undo()
    ocr._languages.cache_clear()
    world.crawl("s")
    empty, found = versions(world)
    assert (found.cause, found.ocr, found.snapshot_id) == ("first", True, empty.snapshot_id)
    assert "registered within 90 days" in found.text
    assert document(world).error == ""
    world.crawl("s")
    assert len(versions(world)) == 2


@needs("eng")
def test_a_scanned_file_of_a_page_is_read_and_marked(world: World) -> None:
    put(world, "/a.pdf", scanned(ENGLISH))
    world.replica.pages["/12"] = page_with("/a.pdf")
    world.source("s", "feed", world.replica.feed("/feed", {"/12": "Decision 12"}))
    world.crawl("s")
    (version,) = versions(world)
    assert (version.ocr, version.attachments[0]["ocr"]) == (False, True)
    assert "registered within 90 days" in version.text


def test_scans_in_no_language_of_tesseract_s_do_not_wait(
    world: World, without_tesseract: pytest.MonkeyPatch
) -> None:
    put(world, "/s.pdf", scanned(ENGLISH))
    world.source("s", "feed", world.replica.feed("/feed", {"/s.pdf": "Decision 12"}))
    world.crawl("s")
    assert reopen_scans(world.engine, world.settings) == 0
    with reading(world.engine) as session:
        assert session.exec(select(Snapshot)).one().read_by != ""
        assert session.exec(select(Attachment)).all() == []


@needs("eng")
def test_pictures_are_read_in_a_second_go_with_time_of_their_own() -> None:
    asked: list[Job] = []

    def read(job: Job) -> Extraction:
        asked.append(job)
        return (
            Extraction(text="read", ocr=True)
            if job.ocr_pages
            else Extraction(text="", problem="scan")
        )

    assert read_also_scans(read, JOB, limits=LIMITS).text == "read"
    assert asked == [JOB, replace(JOB, ocr_pages=3, ocr_seconds=60)]


@needs("eng")
@pytest.mark.parametrize("problem", ["extractor_timeout", "extractor_crashed", "ocr_failed"])
def test_pictures_that_break_the_reader_leave_a_scan_that_was_tried(problem: str) -> None:
    def read(job: Job) -> Extraction:
        return Extraction(text="", problem=problem if job.ocr_pages else "scan")

    assert read_also_scans(read, JOB, limits=LIMITS).problem == "ocr_failed"


def test_what_is_no_scan_is_read_once() -> None:
    asked: list[Job] = []

    def read(job: Job) -> Extraction:
        asked.append(job)
        return Extraction(text="", problem="pdf_broken")

    assert read_also_scans(read, JOB, limits=LIMITS).problem == "pdf_broken"
    assert len(asked) == 1
    assert read_also_scans(read, JOB, limits=OcrLimits(pages=0, seconds=1)).problem == "pdf_broken"


def test_a_tesseract_that_does_not_answer_is_told_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert ocr.installed() == frozenset()
    assert "tesseract is there but does not answer" in caplog.text
    program.write_text("#!/bin/sh\necho 'List of languages:'\necho eng\n")
    assert ocr.installed() == {"eng"}
    ocr._languages.cache_clear()
