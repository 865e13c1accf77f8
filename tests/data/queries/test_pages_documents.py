from datetime import date, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading, writing
from data.models import Finding, Version
from data.queries.pages_documents import (
    DocumentFilter,
    changes_of_document,
    changes_per_document,
    count_documents,
    document_countries,
    list_documents,
    marks_of,
    version_by_id,
    versions_of,
)
from data.search.index import index_some
from tests.factories import (
    NOW,
    QUOTE,
    TEXT,
    make_change,
    make_document,
    make_source,
    make_version,
)


def titles(session: Session, **words: str) -> list[str]:
    chosen = DocumentFilter(**words)
    found = [row.document.title for row in list_documents(session, chosen, limit=50)]
    assert count_documents(session, chosen) == len(found)
    return found


def test_the_newest_publication_comes_first_and_without_a_date_the_first_sight_counts(
    store: Engine,
) -> None:
    with writing(store) as session:
        source = make_source(session)
        make_document(session, source, title="middle", published_on=date(2026, 11, 5))
        make_document(session, source, title="new", published_on=date(2026, 11, 12))
        make_document(
            session, source, title="undated", published_on=None,
            first_seen_at=NOW - timedelta(days=6),
        )  # fmt: skip
        make_document(session, source, title="old", published_on=date(2019, 1, 1))
    with reading(store) as session:
        assert titles(session) == ["new", "undated", "middle", "old"]


def test_a_word_is_found_in_titles_and_in_texts_whatever_its_case(store: Engine) -> None:
    with writing(store) as session:
        source = make_source(session)
        make_version(session, make_document(session, source, title="On ROAMING"), "Nothing.")
        make_version(session, make_document(session, source, title="Other"), "about roaming abroad")
        make_version(session, make_document(session, source, title="Third"), "of nothing")
        index_some(session, limit=10)
    with reading(store) as session:
        assert sorted(titles(session, text="roaming")) == ["On ROAMING", "Other"]
        assert titles(session, text="absent") == []


def test_documents_are_filtered_by_country_source_and_what_became_of_them(store: Engine) -> None:
    with writing(store) as session:
        turkish, german = make_source(session, "tr"), make_source(session, "de", country="DE")
        version = make_version(session, make_document(session, turkish, title="changing"))
        make_change(session, version)
        make_document(session, german, title="unread", error="timeout")
        make_document(session, german, title="plain", published_on=date(2026, 1, 1))
    with reading(store) as session:
        assert titles(session, country="DE") == ["unread", "plain"]
        assert titles(session, source="tr") == ["changing"]
        assert titles(session, show="changes") == ["changing"]
        assert titles(session, show="unread") == ["unread"]
        assert titles(session, show="unread", country="TR") == []
        assert sorted(document_countries(session)) == ["DE", "TR"]


def test_a_row_tells_of_the_newest_version(store: Engine) -> None:
    with writing(store) as session:
        document = make_document(session, make_source(session))
        make_version(session, document, language="en", problem="no_text")
        newest = make_version(session, document, "other", seq=2, language="tr", problem="")
        make_change(session, newest, quote="other")
        make_change(session, newest, quote="other", country="DE")
        make_document(session, make_source(session), title="never read", published_on=None)
    with reading(store) as session:
        rows = {
            row.document.title: row for row in list_documents(session, DocumentFilter(), limit=9)
        }
        row = rows[document.title]
        assert (row.language, row.problem, row.versions, row.changes) == ("tr", "", 2, 2)
        unread = rows["never read"]
        assert (unread.language, unread.versions, unread.changes) == ("und", 0, 0)
        assert changes_per_document(session, [document.id or 0]) == {document.id: 2}


def test_versions_are_listed_newest_first_without_their_texts(store: Engine) -> None:
    with writing(store) as session:
        document = make_document(session, make_source(session))
        make_version(session, document)
        make_version(session, document, "new text", seq=2)
    with reading(store) as session:
        found = versions_of(session, document.id or 0)
        assert [(row.seq, row.cause, row.length) for row in found] == [
            (2, "changed", 8),
            (1, "first", len(TEXT)),
        ]
        assert len(found[0].sha256) == 64
        assert version_by_id(session, found[0].id).text == "new text"
        assert versions_of(session, 999) == []


def test_marks_are_those_of_the_newest_analyser_only(store: Engine) -> None:
    with writing(store) as session:
        version: Version = make_version(session, make_document(session, make_source(session)))
        make_change(session, version)
        for analyser, value in (("1", "old"), ("2", "new")):
            session.add(
                Finding(
                    version_id=version.id or 0, analyser=analyser, group="topics", value=value,
                    rule="r", start=0, end=5,
                )
            )  # fmt: skip
    with reading(store) as session:
        findings, evidence = marks_of(session, version.id or 0)
        assert [item.value for item in findings] == ["new"]
        assert [item.quote for item in evidence] == [QUOTE]


def test_a_documents_changes_are_listed_newest_first(store: Engine) -> None:
    with writing(store) as session:
        document = make_document(session, make_source(session))
        version = make_version(session, document)
        make_change(session, version, country="DE", detected_at=NOW - timedelta(days=2))
        make_change(session, version, country="FR", detected_at=NOW)
    with reading(store) as session:
        found = changes_of_document(session, document.id or 0)
        assert [change.country for change in found] == ["FR", "DE"]


def test_a_groups_act_counts_once_however_many_members_it_touches(store: Engine) -> None:
    with writing(store) as session:
        document = make_document(session, make_source(session))
        version = make_version(session, document)
        for country in ("DE", "FR", "BE"):
            make_change(session, version, country=country, via_group="EU")
            make_change(session, version, country=country, via_group="EU", topic="esim")
        make_change(session, version, country="TR")
    with reading(store) as session:
        assert changes_per_document(session, [document.id or 0]) == {document.id: 3}
