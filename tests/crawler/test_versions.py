import hashlib
from dataclasses import asdict
from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.extract.types import Extraction, Section
from crawler.versions import decide_cause, record_readings
from data.db import reading, writing
from data.models import Document, Snapshot, Version
from data.queries.documents import VersionMark, newest_versions
from data.words import VersionCause
from tests.crawler.conftest import make_source

BLOCK = Section(start=0, end=3, kind="paragraph")


def mark(text: str = "old", sections: tuple[Section, ...] = ()) -> VersionMark:
    return VersionMark(
        snapshot_id=1,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        sections=[asdict(section) for section in sections],
    )


def test_the_first_reading_is_first_even_when_it_found_nothing() -> None:
    assert decide_cause(None, Extraction(text="new"), reread=False) is VersionCause.FIRST
    empty = Extraction(text="", problem="no_text")
    assert decide_cause(None, empty, reread=False) is VersionCause.FIRST


def test_another_text_is_changed() -> None:
    assert decide_cause(mark(), Extraction(text="new"), reread=False) is VersionCause.CHANGED


def test_the_same_text_is_nothing_whatever_its_blocks() -> None:
    assert decide_cause(mark(), Extraction(text="old"), reread=False) is None
    blocks = Extraction(text="old", sections=(BLOCK,))
    assert decide_cause(mark(), blocks, reread=False) is None


def test_another_reading_of_the_same_bytes_is_never_news() -> None:
    assert decide_cause(mark(), Extraction(text="new"), reread=True) is VersionCause.RE_EXTRACTED


def test_rereading_with_the_same_result_is_nothing() -> None:
    same = Extraction(text="old", sections=(BLOCK,))
    assert decide_cause(mark(sections=(BLOCK,)), same, reread=True) is None


def test_rereading_with_better_blocks_is_re_extracted() -> None:
    better = Extraction(text="old", sections=(BLOCK,))
    assert decide_cause(mark(), better, reread=True) is VersionCause.RE_EXTRACTED


@pytest.mark.parametrize("reread", [True, False])
@pytest.mark.parametrize("problem", ["no_text", "truncated", "challenge", "extractor_crashed"])
def test_a_doubtful_reading_never_replaces_an_earlier_one(problem: str, reread: bool) -> None:
    doubtful = Extraction(text="half", problem=problem)
    assert decide_cause(mark(), doubtful, reread=reread) is None


@pytest.mark.parametrize("reread", [True, False])
def test_the_first_text_of_what_was_only_a_scan_is_first(reread: bool) -> None:
    assert decide_cause(mark(""), Extraction(text="new"), reread=reread) is VersionCause.FIRST


def put_snapshots(store: Engine, now: datetime, *hashes: str, read_by: str = "") -> list[int]:
    """One document with a snapshot per hash; their ids."""
    with writing(store) as session:
        session.add(make_source("s", "feed", "https://r.example/feed", language="pt"))
        session.flush()
        document = Document(url="https://r.example/1", source_id="s", title="", first_seen_at=now)
        session.add(document)
        session.flush()
        for seq, sha256 in enumerate(hashes, 1):
            session.add(
                Snapshot(
                    document_id=document.id or 0,
                    seq=seq,
                    sha256=sha256,
                    size=1,
                    url=document.url,
                    fetched_at=now,
                    media_type="text/html",
                    read_by=read_by,
                )
            )
    with reading(store) as session:
        return [
            number or 0 for number in session.exec(select(Snapshot.id).order_by(col(Snapshot.seq)))
        ]


def record(store: Engine, now: datetime, readings: dict[int, Extraction], by: str = "1") -> int:
    with writing(store) as session:
        return record_readings(session, readings, extractor=by, now=now).total()


def all_versions(store: Engine) -> list[Version]:
    with reading(store) as session:
        return list(session.exec(select(Version).order_by(col(Version.id))))


def test_a_batch_with_two_changes_of_one_document_records_both(
    store: Engine, now: datetime
) -> None:
    one, two, three = put_snapshots(store, now, "a", "b", "c")
    readings = {n: Extraction(text=text) for n, text in ((one, "A"), (two, "B"), (three, "B"))}
    assert record(store, now, readings) == 2
    assert [(v.snapshot_id, v.cause) for v in all_versions(store)] == [
        (one, "first"),
        (two, "changed"),
    ]


def test_what_another_worker_has_recorded_is_not_recorded_again(
    store: Engine, now: datetime
) -> None:
    (one,) = put_snapshots(store, now, "a")
    assert record(store, now, {one: Extraction(text="A")}) == 1
    assert record(store, now, {one: Extraction(text="A")}) == 0
    assert len(all_versions(store)) == 1


def test_a_version_has_what_the_page_says_and_else_what_its_source_says(
    store: Engine, now: datetime
) -> None:
    one, two = put_snapshots(store, now, "a", "b")
    said = Extraction(text="A", title="Edital", language="pt-BR", published_on=date(2026, 11, 2))
    record(store, now, {one: said})
    record(store, now, {two: Extraction(text="B", sections=(BLOCK,))})
    first, second = all_versions(store)
    assert (first.language, first.title, first.created_at) == ("pt-BR", "Edital", now)
    assert (second.language, second.title) == ("pt", "Edital")
    assert second.sections == [
        {"start": 0, "end": 3, "kind": "paragraph", "level": 0, "page": None}
    ]
    with reading(store) as session:
        (document,) = session.exec(select(Document)).all()
    assert (document.title, document.published_on) == ("Edital", date(2026, 11, 2))


def test_a_problem_marks_snapshot_and_document_until_a_good_reading(
    store: Engine, now: datetime
) -> None:
    one, two = put_snapshots(store, now, "a", "b")
    record(store, now, {one: Extraction(text="", problem="no_text")})
    with reading(store) as session:
        (document,) = session.exec(select(Document)).all()
        snapshot = session.get(Snapshot, one)
    assert snapshot is not None
    assert (snapshot.problem, document.error) == ("no_text", "no_text")
    assert document.error_message == "The document holds no text."
    record(store, now, {two: Extraction(text="words")})
    with reading(store) as session:
        (document,) = session.exec(select(Document)).all()
    assert (document.error, document.error_message) == ("", "")
    assert [v.cause for v in all_versions(store)] == ["first", "first"]


@pytest.mark.parametrize("problem", ["challenge", "needs_javascript"])
def test_the_words_of_a_bot_check_are_never_the_documents(
    store: Engine, now: datetime, problem: str
) -> None:
    one, two = put_snapshots(store, now, "a", "b")
    record(store, now, {one: Extraction(text="Prove that you are human", problem=problem)})
    record(store, now, {two: Extraction(text="The rule")})
    assert [(v.text, v.cause) for v in all_versions(store)] == [
        ("", "first"),
        ("The rule", "first"),
    ]


def test_characters_that_databases_refuse_are_replaced_one_for_one(
    store: Engine, now: datetime
) -> None:
    (one,) = put_snapshots(store, now, "a")
    record(store, now, {one: Extraction(text="a\x00b\ud800c", title="t\x00", language="e\x00n")})
    (version,) = all_versions(store)
    assert version.text == "a\ufffdb\ufffdc"
    assert (version.title, version.language) == ("t\ufffd", "en")


def test_a_reread_snapshot_makes_a_technical_version(store: Engine, now: datetime) -> None:
    (one,) = put_snapshots(store, now, "a")
    record(store, now, {one: Extraction(text="A")}, by="1")
    assert record(store, now, {one: Extraction(text="A, better")}, by="2") == 0
    assert [(v.extractor, v.cause) for v in all_versions(store)] == [
        ("1", "first"),
        ("2", "re-extracted"),
    ]
    with reading(store) as session:
        marks = newest_versions(session, [all_versions(store)[0].document_id])
    assert list(marks.values()) == [mark("A, better")]


@pytest.mark.parametrize("problem", ["extractor_timeout", "extractor_crashed", "pdf_broken"])
def test_a_change_that_nobody_could_read_at_first_is_news_once_it_is_read(
    store: Engine, now: datetime, problem: str
) -> None:
    one, two = put_snapshots(store, now, "a", "b")
    record(store, now, {one: Extraction(text="may roam")})
    assert record(store, now, {two: Extraction(text="", problem=problem)}) == 0
    assert record(store, now, {two: Extraction(text="may not roam")}, by="2") == 1
    assert [v.cause for v in all_versions(store)] == ["first", "changed"]


def test_what_was_read_without_its_file_is_still_a_second_reading(
    store: Engine, now: datetime
) -> None:
    one, two = put_snapshots(store, now, "a", "b")
    record(store, now, {one: Extraction(text="A")})
    with writing(store) as session:
        again = session.get_one(Snapshot, two)
        again.read_by, again.problem = "1", "attachment_unread"
    assert record(store, now, {two: Extraction(text="A and more")}, by="2") == 0
    assert [v.cause for v in all_versions(store)] == ["first", "re-extracted"]
