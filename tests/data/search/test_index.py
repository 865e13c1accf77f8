"""Documents are found on both stores alike, as soon as they are indexed and by their newest text."""

from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from data.db import reading, writing
from data.models import Document
from data.queries import pages_documents
from data.queries.pages_documents import (
    DocumentFilter,
    count_documents,
    find_phrase,
    list_documents,
)
from data.search.index import index_some
from tests.factories import make_document, make_source, make_version
from tests.webapp.statements import statements

TEXTS = {
    "french": "L’itinérance permanente est interdite aux équipements M2M.",
    "turkish": "Yurt dışından getirilen cihazların IMEI KAYDI zorunludur; İZİN alınır.",
    "chinese": "禁止物联网设备永久漫游，数据应当存储在境内。",
    "thai": "ผู้ให้บริการต้องลงทะเบียนซิมการ์ด",
    "arabic": "يُحظر التجوال الدائم لأجهزة إنترنت الأشياء",
    "korean": "해외 유심의 상시 로밍은 제한된다.",
    "german": "Die Nutzung ausländischer SIM‐Karten im Dauerroaming ist untersagt.",
}


def fill(engine: Engine) -> None:
    with writing(engine) as session:
        source = make_source(session)
        for name, words in TEXTS.items():
            make_version(session, make_document(session, source, title=name), words)
        assert index_some(session, limit=50) == len(TEXTS)


def found(session: Session, typed: str) -> set[str]:
    chosen = DocumentFilter(text=typed)
    rows = list_documents(session, chosen, limit=50)
    assert count_documents(session, chosen) == len(rows)
    numbers = find_phrase(session, chosen)
    if numbers is not None:
        assert [row.document.id for row in rows] == numbers
        some = list_documents(session, chosen, limit=2, offset=1, found=numbers)
        assert [row.document.id for row in some] == numbers[1:3]
    return {row.document.title for row in rows}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("itinerance", {"french"}),
        ("PERMANENTE m2m", {"french"}),
        ("imei kaydı", {"turkish"}),
        ("izin", {"turkish"}),
        ("永久漫游", {"chinese"}),
        ("漫游 数据", {"chinese"}),
        ("ลงทะเบียน", {"thai"}),
        ("التجوال", {"arabic"}),
        ("로밍", {"korean"}),
        ("dauer sim", {"german"}),
        ("roaming", set()),
        ("m2m imei", set()),
        ("arab", {"arabic"}),
        ("kay", {"turkish"}),
        ("m2", set()),
        ("卡", set()),
        ("禁", {"chinese"}),
        ("§ !", set()),
        ('"permanente est interdite"', {"french"}),
        ('"interdite permanente"', set()),
        ('"permanente est interd"', {"french"}),
        ('"perman est interdite" permanente', set()),
        ('"permanente est interdite" perman', {"french"}),
        ('"IMEI KAYDI zorunl" izi', {"turkish"}),
        ('permanente "100%"', set()),
    ],
)
def test_a_document_is_found_in_its_own_language(
    store: Engine, typed: str, names: set[str]
) -> None:
    fill(store)
    with reading(store) as session:
        assert found(session, typed) == names


def test_a_phrase_of_many_documents_gives_the_newest_and_no_more(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_documents, "MOST_FOUND", 3)
    with writing(store) as session:
        source = make_source(session)
        documents = [
            make_document(session, source, title=f"t{day}", published_on=date(2026, 1, day))
            for day in (3, 1, 6, 2, 5, 4)
        ]
        for document in documents:
            make_version(session, document, "It is limited to ninety days.")
        index_some(session, limit=9)
        newest = [documents[place].id for place in (2, 4, 5, 0)]
    with reading(store) as session:
        assert find_phrase(session, DocumentFilter(text='"ninety days"')) == newest


def test_a_phrase_is_looked_up_along_the_list_to_stop_when_enough_is_found(
    sqlite_store: Engine,
) -> None:
    with statements(sqlite_store) as asked, reading(sqlite_store) as session:
        find_phrase(session, DocumentFilter(text='"ninety days"'))
    with sqlite_store.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1].text}", asked[-1].values)
        steps = [row[3] for row in plan]
    assert "SCAN document USING INDEX ix_document_listed" in steps
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps


def test_a_document_is_found_by_its_newest_text(store: Engine) -> None:
    with writing(store) as session:
        document = make_document(session, make_source(session), title="law")
        make_version(session, document, "ninety days")
        index_some(session, limit=5)
        make_version(session, document, "sixty days", seq=2)
        document.indexed = False
        index_some(session, limit=5)
    with reading(store) as session:
        assert found(session, "sixty") == {"law"}
        assert found(session, "ninety") == set()


def test_a_document_that_could_not_be_read_is_found_by_its_title(store: Engine) -> None:
    with writing(store) as session:
        make_document(session, make_source(session), title="Scanned decree", error="timeout")
        index_some(session, limit=5)
    with reading(store) as session:
        assert found(session, "decree") == {"Scanned decree"}


def test_only_what_waits_is_indexed_a_piece_at_a_time(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session)
        for number in range(5):
            make_document(session, source, title=f"t{number}", published_on=date(2026, 1, 1))
    with writing(store) as session:
        assert [index_some(session, limit=3) for _ in range(3)] == [3, 2, 0]
    with reading(store) as session:
        assert all(session.exec(select(Document.indexed)).all())


def test_a_text_with_more_words_than_a_store_takes_is_indexed_as_far_as_it_goes(
    store: Engine,
) -> None:
    with writing(store) as session:
        source = make_source(session)
        many = "alpha " + " ".join(f"word{number:07}" for number in range(120_000))
        make_version(session, make_document(session, source, title="long"), many)
        assert index_some(session, limit=5) == 1
    with reading(store) as session:
        assert found(session, "alpha word0000500") == {"long"}


def test_the_index_answers_without_reading_the_texts(store: Engine) -> None:
    fill(store)
    with store.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))
            plan = connection.execute(
                text(
                    "EXPLAIN SELECT * FROM searchtext WHERE words @@ CAST('''imei'':*' AS tsquery)"
                )
            )
            assert any("ix_searchtext_words" in row[0] for row in plan)
        else:
            plan = connection.execute(
                text(
                    "EXPLAIN QUERY PLAN SELECT rowid FROM searchtext WHERE searchtext MATCH 'imei'"
                )
            )
            assert any("VIRTUAL TABLE INDEX" in str(row) for row in plan)
