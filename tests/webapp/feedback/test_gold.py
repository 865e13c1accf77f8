"""What officers put right, as gold lines: right labels, the archived text, readable by evaluate."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine

from analysis.evaluate import read_gold
from data.db import reading, writing
from data.models import Document, Feedback, RuleChange, Source, Version
from data.settings import Settings
from tests.factories import make_version
from tests.webapp.feedback.stage import OFFICER, TEXT, TITLE, Stage, set_stage
from tests.webapp.filled import client_of, engine_of
from webapp.cli import main
from webapp.context import Context
from webapp.feedback.acts import correct
from webapp.feedback.entered import read
from webapp.feedback.gold import gold_lines, labels
from webapp.feedback.pages import finding_page

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def exported(stage: Stage) -> list[dict[str, Any]]:
    with reading(stage.engine) as session:
        return list(gold_lines(session))


def row(**values: Any) -> RuleChange:
    defaults: dict[str, Any] = {
        "id": 1, "version_id": 1, "document_id": 1, "analyser": "1", "country": "TR",
        "topic": "roaming", "kind": "amendment", "status": "adopted", "direction": "tightening",
        "detected_at": NOW, "confidence": 0.9, "limits": [],
    }  # fmt: skip
    return RuleChange(**(defaults | values))


def word(verdict: str, topic: str = "roaming", **right: Any) -> Feedback:
    said = {"jurisdiction": "TR", "topic": topic}
    return Feedback(
        id=1, at=NOW, actor=OFFICER, version_id=1, jurisdiction="TR", topic=topic,
        verdict=verdict, said=said, right=said | right if right else {},
    )  # fmt: skip


def test_nothing_said_is_no_line(stage: Stage) -> None:
    assert exported(stage) == []


def test_a_correction_makes_one_line_of_the_archived_text(stage: Stage) -> None:
    stage.correct(stage.change(), effective_on="2027-03-01", days="60", note="See the annex.")
    (line,) = exported(stage)
    (version,) = stage.rows(Version)
    assert (line["text"], line["title"], line["lang"]) == (TEXT, TITLE, "en")
    assert line["id"] == f"feedback-{version.id}"
    assert (line["country"], line["authority"], line["published"]) == ("TR", "TRA", "2026-11-10")
    assert (line["topics"], line["countries"], line["is_change"]) == (["roaming"], ["TR"], True)
    assert (line["effective_date"], line["deadline"]) == ("2027-03-01", None)
    assert (line["limit_days"], line["change_kind"]) == (60, "amendment")
    assert "See the annex." in line["why"]


def test_nobody_is_named(stage: Stage) -> None:
    stage.correct(stage.change(), effective_on="2027-03-01")
    assert OFFICER not in json.dumps(exported(stage))


def test_no_change_keeps_its_topic_and_loses_all_else(stage: Stage) -> None:
    stage.correct(stage.change(), verdict="no_change", note="Old rule.")
    (line,) = exported(stage)
    told = {name: line[name] for name in ("topics", "countries", "is_change", "change_kind")}
    assert told == {
        "topics": ["roaming"],
        "countries": [],
        "is_change": False,
        "change_kind": "none",
    }
    assert (line["status"], line["direction"], line["limit_days"]) == ("none", "neutral", None)
    assert (line["effective_date"], line["deadline"]) == (None, None)


def test_what_is_off_topic_loses_its_topic_too(stage: Stage) -> None:
    stage.correct(stage.change(), verdict="off_topic", note="Wildlife.")
    (line,) = exported(stage)
    assert (line["topics"], line["is_change"]) == ([], False)


def test_another_topic_and_place_stand_in_the_line(stage: Stage) -> None:
    stage.correct(stage.change(), topic="numbering", place="EU")
    (line,) = exported(stage)
    assert (line["topics"], line["countries"]) == (["numbering"], ["EU"])


def test_a_missed_change_stands_beside_what_was_found(stage: Stage) -> None:
    (version,) = stage.rows(Version)
    stage.add(version.id)
    (line,) = exported(stage)
    assert (line["topics"], line["countries"]) == (["imei", "roaming"], ["TR"])
    assert (line["change_kind"], line["deadline"]) == ("new_rule", "2027-03-01")


def test_an_undone_word_is_no_line(stage: Stage) -> None:
    done = stage.correct(stage.change(), effective_on="2027-03-01")
    stage.undo(done.feedback_id)
    assert exported(stage) == []


def test_two_words_on_one_text_are_one_line(stage: Stage) -> None:
    first = stage.correct(stage.change(), effective_on="2027-03-01")
    stage.correct(stage.change(), seen=first.feedback_id, status="in_force")
    (line,) = exported(stage)
    assert (line["effective_date"], line["status"]) == ("2027-03-01", "in_force")


def test_the_change_that_was_spoken_of_gives_the_fields() -> None:
    rows = [
        row(id=1, topic="imei", kind="new_rule", confidence=0.99),
        row(id=2, limits=[{"days": 90}, {"days": 30}, {"days": None}]),
    ]
    said: Sequence[Feedback] = [word("wrong", status="adopted")]
    told = labels(rows, said, ["imei", "roaming", "esim"])
    assert (told["change_kind"], told["limit_days"]) == ("amendment", [30, 90])
    assert told["topics"] == ["esim", "imei", "roaming"]


def test_what_was_set_aside_gives_no_country() -> None:
    rows = [row(kind="none"), row(id=2, country="BR", topic="imei", kind="new_rule")]
    told = labels(rows, [word("no_change")], ["imei", "roaming"])
    assert (told["countries"], told["topics"]) == (["BR"], ["imei", "roaming"])


def test_evaluate_reads_what_the_command_wrote(
    sqlite_store: Engine,
    sqlite_settings: Settings,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = set_stage(sqlite_store, sqlite_settings, now)
    stage.correct(stage.change(), effective_on="2027-03-01", note="“Ünïcode”\n\u2028 line")
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(sqlite_settings.instance))
    path = tmp_path / "corrected.jsonl"
    done = CliRunner().invoke(main, ["feedback", "export", "-o", str(path), "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"lines": 1, "file": str(path)})
    (item,) = read_gold(path)
    assert item.text == TEXT
    measured = CliRunner().invoke(main, ["evaluate", str(path), "--json"])
    report = json.loads(measured.stdout)
    assert [error["field"] for error in report["errors"]] == ["effective_date"]
    assert report["errors"][0]["gold"] == "2027-03-01"
    assert not list(tmp_path.glob("*.part"))


def test_the_command_says_what_is_wrong_with_its_use(tmp_path: Path) -> None:
    missing = CliRunner().invoke(main, ["feedback", "export"])
    assert missing.exit_code == 2
    lost = CliRunner().invoke(main, ["feedback", "export", "-o", str(tmp_path / "no" / "f.jsonl")])
    assert lost.exit_code == 2
    assert "there is no folder" in lost.stderr


def correct_one(app: Flask, note: str) -> None:
    context: Context = app.extensions["roamwatch"]
    with reading(engine_of(app)) as session:
        page = finding_page(session, 1)
        assert page is not None
        form = page.form
    entered = read({**form, "effective_on": "2027-05-01", "note": note})
    correct(context, 1, entered, actor=OFFICER, seen=0)


def test_an_administrator_sees_all_and_takes_the_lines(filled_app: Flask) -> None:
    note = "<script>alert(1)</script>"
    correct_one(filled_app, note)
    client = client_of(filled_app, "owner")
    page = client.get("/admin/feedback").text
    assert "Officers said 1 time that the analysis was wrong" in page
    assert "the analysis had said" in page
    assert "<script>alert" not in page
    assert 'href="/admin/feedback/gold.jsonl"' in page
    answer = client.get("/admin/feedback/gold.jsonl")
    assert answer.mimetype == "application/x-ndjson"
    assert "attachment" in answer.headers["Content-Disposition"]
    (line,) = [json.loads(one) for one in answer.text.splitlines()]
    assert line["effective_date"] == "2027-05-01"
    assert note in line["why"]


@pytest.mark.parametrize("name", ["teammate", "stranger"])
def test_nobody_else_does(filled_app: Flask, name: str) -> None:
    client = client_of(filled_app, name)
    assert client.get("/admin/feedback").status_code == 403
    assert client.get("/admin/feedback/gold.jsonl").status_code == 403


def test_the_words_on_one_text_hold_for_its_newer_reading(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another extractor reads the same snapshot: the officer's word stands there as well."""
    stage.correct(stage.change(), verdict="no_change", note="Old rule.")
    with writing(stage.engine) as session:
        document = session.get_one(Document, stage.documents[0])
        (old,) = stage.rows(Version)
        values = old.model_dump(exclude={"id"})
        session.add(Version(**values | {"extractor": "2", "cause": "re-extracted"}))
        assert session.get(Source, document.source_id) is not None
    stage.run()
    assert [one.kind for one in stage.rows(RuleChange)] == ["none", "none"]
    assert stage.development().kind == "none"


def test_a_changed_text_is_another_text(stage: Stage) -> None:
    stage.correct(stage.change(), effective_on="2027-03-01")
    with writing(stage.engine) as session:
        document = session.get_one(Document, stage.documents[0])
        make_version(session, document, TEXT.replace("90", "45"), seq=2)
    stage.run()
    assert [line["text"] for line in exported(stage)] == [TEXT]
