"""What becomes of a change that an officer moves to another topic, country or group."""

from datetime import date

import pytest
from sqlmodel import select

from data.db import reading
from data.models import Alert, Evidence, RuleChange, Version
from tests.webapp.feedback.stage import Stage, reread


def test_another_topic_is_another_development_with_an_alert_of_its_own(stage: Stage) -> None:
    old = stage.development()
    done = stage.correct(stage.change(), topic="numbering", note="It is about numbers.")
    assert stage.change().kind == "none"
    new = stage.development("numbering")
    assert done.development_id == new.id
    assert (new.kind, new.effective_on) == ("amendment", date(2027, 1, 1))
    assert stage.alert(new).id in done.alerts
    assert stage.alert(old).state == "dismissed"
    with reading(stage.engine) as session:
        rule = stage.change("numbering").id
        quotes = session.exec(select(Evidence).where(Evidence.rule_change_id == rule)).all()
        text = session.exec(select(Version.text)).one()
    assert quotes
    assert all(text[item.start : item.end] == item.quote for item in quotes)


def test_another_country_is_another_development(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = stage.correct(stage.change(), place="Brazil", note="It tells of Brazil.")
    new = stage.development("roaming", "BR")
    assert (new.countries, done.development_id) == (["BR"], new.id)
    assert stage.alert(new).live_sims == 12
    assert stage.alert(stage.development()).state == "dismissed"
    reread(stage, monkeypatch)
    assert stage.change("roaming", "TR").kind == "none"
    assert stage.change("roaming", "BR").kind == "amendment"
    assert len(stage.rows(Alert)) == 2


def test_a_group_touches_its_members_and_undoing_gives_the_country_back(stage: Stage) -> None:
    done = stage.correct(stage.change(), place="EU", note="A regulation of the Union.")
    assert {row.country for row in stage.rows(RuleChange) if row.kind != "none"} >= {"DE", "FR"}
    assert stage.development("roaming", "EU").countries[0] == "AT"
    stage.undo(done.feedback_id)
    assert stage.development("roaming", "EU").kind == "none"
    assert stage.development("roaming", "TR").kind == "amendment"


def test_a_groups_change_that_is_one_members_passes_to_that_member(small: Stage) -> None:
    done = small.correct(small.change(), place="EU")
    narrowed = small.correct(small.change("roaming", "DE"), seen=done.feedback_id, place="DE")
    row = small.change("roaming", "DE")
    assert (row.via_group, row.kind) == ("", "amendment")
    assert small.development("roaming", "EU").kind == "none"
    assert small.development("roaming", "DE").countries == ["DE"]
    small.undo(narrowed.feedback_id)
    assert small.change("roaming", "DE").via_group == "EU"
    assert "DE" in small.development("roaming", "EU").countries
    assert small.development("roaming", "EU").kind == "amendment"
