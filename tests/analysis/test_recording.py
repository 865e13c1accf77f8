"""Each version is recorded once, whole, or by its error; what waits is found."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from analysis.recording import (
    AnalysisReport,
    Outcome,
    analyse_pending,
    read_version,
    record,
)  # fmt: skip
from analysis.types import ANALYSER
from data.db import reading, writing
from data.models import Analysis, Evidence, Finding, RuleChange
from data.queries.analysis import (
    VersionPayload,
    changes_of_version,
    count_pending,
    load_version,
    pending_versions,
)  # fmt: skip
from tests.analysis.versions import NOW, ORDER, add_version, payload, rows, run


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


def test_a_text_that_breaks_the_analysis_is_recorded_by_name_and_logged(
    sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    version_id = add_version(sqlite_store)
    with reading(sqlite_store) as session:
        loaded = load_version(session, version_id)
    assert loaded is not None

    def broken(*_text: object, **_facts: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("analysis.recording.analyse", broken)
    assert read_version(loaded).error == "RecursionError"
    assert f"the analysis failed on version {version_id}" in caplog.text
    assert "too deep" in caplog.text


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
