"""What of a version is news, and that each version is recorded once, whole, or by its error."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from analysis.recording import (
    AnalysisReport,
    Outcome,
    analyse_pending,
    expand,
    news_of,
    read_version,
    record,
)  # fmt: skip
from analysis.types import ANALYSER, Change, Quote
from data.db import reading, writing
from data.models import Analysis, Document, Evidence, Finding, RuleChange, Snapshot, Source, Version
from data.queries.analysis import (
    VersionPayload,
    changes_of_version,
    count_pending,
    load_version,
    pending_versions,
)  # fmt: skip
from data.words import ChangeKind, ChangeStatus, Direction, Topic, VersionCause

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


# what is news


def test_a_new_publication_is_news() -> None:
    assert (news_of(payload()).news, news_of(payload()).spans) == (True, None)


def test_the_first_look_at_a_watched_page_is_none() -> None:
    assert not news_of(payload(watched_page=True)).news


def test_of_a_changed_page_only_what_changed_is_news() -> None:
    old = ORDER.replace("30 days", "60 days")
    found = news_of(payload(watched_page=True, cause=VersionCause.CHANGED, previous_text=old))
    assert found.news
    assert found.spans is not None
    assert ["30 days" in ORDER[slice(*span)] for span in found.spans] == [True]


@pytest.mark.parametrize("watched", [True, False])
def test_a_better_extractor_makes_no_news(watched: bool) -> None:
    again = payload(cause=VersionCause.RE_EXTRACTED, previous_text="x", watched_page=watched)
    assert not news_of(again).news


def test_a_newer_analyser_makes_no_news() -> None:
    assert not news_of(payload(read_before=True)).news


# reading


def test_a_text_that_breaks_the_analysis_becomes_a_named_error() -> None:
    outcome = read_version(payload(text=None))
    assert (outcome.reading, outcome.error) == (None, "TypeError")


def test_a_change_outside_the_changed_passage_is_not_given() -> None:
    text = ORDER + "\n\nOur office moved to another street."
    changed = payload(text=text, cause=VersionCause.CHANGED, previous_text=ORDER)
    outcome = read_version(changed)
    assert outcome.reading is not None
    assert outcome.reading.changes == ()


# recording


def test_a_version_becomes_findings_changes_and_evidence(store: Engine) -> None:
    version_id = add_version(store)
    report = run(store)
    with reading(store) as session:
        (change,) = changes_of_version(session, version_id)
        evidence = session.exec(select(Evidence)).all()
    assert (report.versions, report.relevant, report.changes, report.failed) == (1, 1, 1, 0)
    assert report.findings == len(rows(store, Finding)) > 0
    assert (change.country, change.topic, change.news) == ("KE", "imei", True)
    assert change.effective_on == date(2027, 5, 1)
    assert change.published_on == date(2026, 11, 2)
    assert change.limits[0]["days"] == 30
    assert change.detected_at == NOW
    assert all(ORDER[row.start : row.end] == row.quote for row in evidence)
    assert {row.page for row in evidence} == {3}


def test_a_second_run_finds_nothing_to_do(store: Engine) -> None:
    add_version(store)
    run(store)
    assert run(store) == AnalysisReport()


def test_recording_the_same_outcome_twice_changes_nothing(store: Engine) -> None:
    version_id = add_version(store)
    with reading(store) as session:
        loaded = load_version(session, version_id)
    assert loaded is not None
    outcome = read_version(loaded)
    for _ in range(2):
        with writing(store) as session:
            record(session, outcome, now=NOW)
    assert len(rows(store, RuleChange)) == 1
    assert len(rows(store, Analysis)) == 1


def test_one_version_that_fails_does_not_stop_the_others(store: Engine) -> None:
    add_version(store, "bad")
    add_version(store, url="https://x.example/2")

    def read(found: VersionPayload) -> Outcome:
        if found.text == "bad":
            return Outcome(payload=found, reading=None, error="RecursionError")
        return read_version(found)

    report = analyse_pending(store, clock=lambda: NOW, read=read)
    assert (report.versions, report.failed, report.changes) == (2, 1, 1)
    with reading(store) as session:
        errors = session.exec(select(Analysis.error).order_by(Analysis.version_id)).all()  # type: ignore[arg-type]
    assert list(errors) == ["RecursionError", ""]


def test_a_version_of_no_interest_leaves_one_row_and_no_findings(sqlite_store: Engine) -> None:
    add_version(sqlite_store, "The library opens at nine every day.", title="Opening hours")
    report = run(sqlite_store)
    assert (report.versions, report.relevant, report.findings) == (1, 0, 0)
    assert len(rows(sqlite_store, Analysis)) == 1


def test_a_watched_page_s_baseline_is_recorded_but_is_no_news(sqlite_store: Engine) -> None:
    version_id = add_version(sqlite_store, kind="page")
    run(sqlite_store)
    with reading(sqlite_store) as session:
        (change,) = changes_of_version(session, version_id)
    assert not change.news


def test_a_changed_rule_on_a_watched_page_is_news(sqlite_store: Engine) -> None:
    add_version(sqlite_store, ORDER.replace("30 days", "60 days"), kind="page")
    second = add_version(sqlite_store, seq=2, cause="changed")
    run(sqlite_store)
    with reading(sqlite_store) as session:
        (change,) = changes_of_version(session, second)
    assert change.news
    assert change.limits[0]["days"] == 30


def test_a_newer_analyser_corrects_in_place_and_raises_nothing(
    sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = add_version(sqlite_store)
    run(sqlite_store)
    with writing(sqlite_store) as session:
        (change,) = changes_of_version(session, version_id)
        change.direction = "neutral"
        session.add(change)
        first_id = change.id
    monkeypatch.setattr("analysis.recording.ANALYSER", "next")
    run(sqlite_store)
    with reading(sqlite_store) as session:
        (change,) = changes_of_version(session, version_id)
    assert (change.id, change.direction, change.news) == (first_id, "tightening", True)
    assert change.analyser == "next"
    assert len(rows(sqlite_store, Analysis)) == 2


def test_what_only_a_newer_analyser_sees_is_no_news(
    sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = add_version(sqlite_store)
    with reading(sqlite_store) as session:
        loaded = load_version(session, version_id)
    assert loaded is not None
    blind = read_version(payload(version_id=version_id, text="Nothing."))
    with writing(sqlite_store) as session:
        record(session, blind, now=NOW)
    monkeypatch.setattr("analysis.recording.ANALYSER", "next")
    run(sqlite_store)
    with reading(sqlite_store) as session:
        (change,) = changes_of_version(session, version_id)
    assert not change.news


# what waits


def test_pending_are_versions_that_this_analyser_has_not_read(store: Engine) -> None:
    one = add_version(store)
    two = add_version(store, url="https://x.example/2")
    with reading(store) as session:
        assert pending_versions(session, analyser=ANALYSER, limit=9) == [one, two]
        assert pending_versions(session, analyser=ANALYSER, limit=1) == [one]
        assert count_pending(session, analyser=ANALYSER) == 2
    run(store)
    with reading(store) as session:
        assert count_pending(session, analyser=ANALYSER) == 0


def test_of_versions_read_before_only_the_newest_is_read_again(store: Engine) -> None:
    add_version(store)
    second = add_version(store, seq=2, cause="changed")
    run(store)
    with reading(store) as session:
        assert pending_versions(session, analyser="next", limit=9) == [second]


def test_a_payload_knows_what_came_before(store: Engine) -> None:
    add_version(store, "old text")
    second = add_version(store, seq=2, cause="changed")
    with reading(store) as session:
        loaded = load_version(session, second)
    assert loaded is not None
    assert loaded.previous_text == "old text"
    assert (loaded.country, loaded.language, loaded.read_before) == ("KE", "en", False)
    assert loaded.sections == ((0, len(ORDER), 3),)


def test_a_version_that_is_gone_is_none(sqlite_store: Engine) -> None:
    with Session(sqlite_store) as session:
        assert load_version(session, 99) is None


# groups


def _change(country: str, group: str = "") -> Change:
    return Change(
        country=country, topic=Topic.ROAMING, is_change=True, kind=ChangeKind.NEW_RULE,
        status=ChangeStatus.ADOPTED, direction=Direction.NEUTRAL, confidence=0.9, via_group=group,
        evidence=(Quote(start=0, end=1, quote="x", rule="r"),),
    )  # fmt: skip


def test_a_group_s_act_is_recorded_for_each_member() -> None:
    found = dict(expand([_change("GCC", "GCC")], NOW))
    assert set(found) == {"AE", "BH", "KW", "OM", "QA", "SA"}
    assert {change.via_group for change in found.values()} == {"GCC"}


def test_a_member_that_is_named_itself_stays_itself() -> None:
    found = dict(expand([_change("GCC", "GCC"), _change("OM")], NOW))
    assert found["OM"].via_group == ""


def test_the_whole_world_is_not_expanded() -> None:
    assert [country for country, _ in expand([_change("INT", "INT")], NOW)] == ["INT"]


def test_a_change_without_a_country_is_not_recorded() -> None:
    assert expand([_change("")], NOW) == []
