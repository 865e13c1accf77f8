from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import psutil
import pytest

from crawler.archive import Archive
from crawler.extract.types import Extraction, Section
from crawler.hands import ChildHand, Hands, Job, OwnHand

PAGE = b"""<html lang="de"><head><title>Anh\xc3\xb6rung</title></head><body><main><article>
<h1>Anh\xc3\xb6rung</h1><p>Die Beh\xc3\xb6rde fragt nach dauerhaftem Roaming von Ger\xc3\xa4ten
und bittet um Stellungnahmen bis zum Ende des Monats.</p></article></main></body></html>"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def job(sha256: str = "0" * 64, url: str = "https://r.example/1") -> Job:
    return Job(sha256=sha256, url=url, media_type="text/html", charset="", language="de")


def test_a_document_is_read_in_this_process(archive: Archive) -> None:
    extraction = OwnHand(archive).read(job(archive.put(PAGE)))
    assert "Die Behörde fragt nach dauerhaftem Roaming" in extraction.text
    assert (extraction.title, extraction.language) == ("Anhörung", "de")


def test_a_child_reads_the_same(archive: Archive) -> None:
    hand = ChildHand(archive, timeout=60)
    try:
        wanted = job(archive.put(PAGE))
        assert hand.read(wanted) == OwnHand(archive).read(wanted)
    finally:
        hand.close()


def test_what_cannot_be_read_is_a_problem_not_an_exception(archive: Archive) -> None:
    assert OwnHand(archive).read(job()) == Extraction(text="", problem="snapshot_missing")
    broken = job(archive.put(b"%PDF-1.4\nnothing of a PDF\n%%EOF\n"))
    assert OwnHand(archive).read(broken).problem == "pdf_broken"


def test_an_extractor_that_breaks_costs_one_document(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(body: bytes, **_: object) -> Extraction:
        raise RecursionError if body == PAGE else MemoryError

    monkeypatch.setattr("crawler.hands.extract", broken)
    hand = OwnHand(archive)
    assert hand.read(job(archive.put(PAGE))).problem == "extractor_crashed"
    assert "https://r.example/1" in caplog.text
    assert hand.read(job(archive.put(b"bomb"))).problem == "too_large"


@pytest.fixture
def naughty(archive: Archive) -> Iterator[ChildHand]:
    """A hand whose child does what the address says."""
    hand = ChildHand(archive, timeout=20, module="tests.replica.hand")
    yield hand
    hand.close()


def test_an_answer_comes_back_whole(naughty: ChildHand) -> None:
    assert naughty.read(job()) == Extraction(
        text="read",
        published_on=date(2026, 11, 16),
        sections=(Section(start=0, end=4, kind="paragraph"),),
    )


@pytest.mark.parametrize("fault", ["crash", "half"])
def test_a_child_that_dies_costs_one_document_and_is_replaced(
    naughty: ChildHand, fault: str
) -> None:
    assert naughty.read(job()).text == "read"
    assert naughty.read(job(url=fault)) == Extraction(text="", problem="extractor_crashed")
    assert naughty.read(job()).text == "read"


def test_a_child_that_hangs_is_ended(archive: Archive) -> None:
    hand = ChildHand(archive, timeout=0.3, module="tests.replica.hand")
    try:
        assert hand.read(job(url="hang")) == Extraction(text="", problem="extractor_timeout")
    finally:
        hand.close()


def test_no_child_is_started_before_it_is_needed_and_none_is_left(archive: Archive) -> None:
    children = len(psutil.Process().children())
    with Hands(lambda: ChildHand(archive, timeout=20, module="tests.replica.hand"), 2) as hands:
        assert len(psutil.Process().children()) == children
        hands.read(job())
        assert len(psutil.Process().children()) == children + 1
    assert len(psutil.Process().children()) == children


def test_children_at_work_are_ended_with_their_hands(archive: Archive) -> None:
    children = len(psutil.Process().children())
    read: list[Extraction] = []
    with Hands(lambda: ChildHand(archive, timeout=600, module="tests.replica.hand"), 1) as hands:
        thread = Thread(target=lambda: read.append(hands.read(job(url="hang"))))
        thread.start()
        while len(psutil.Process().children()) == children:
            thread.join(0.01)
    thread.join(60)
    assert [extraction.text for extraction in read] == [""]
    assert hands.closed
    assert len(psutil.Process().children()) == children
