"""What becomes of a change that an officer adds because the analysis missed it."""

from datetime import date

import pytest
from sqlmodel import select

from data.db import reading
from data.models import Alert, Evidence, Feedback, Version
from tests.webapp.feedback.stage import QUOTE, Stage, reread
from webapp.feedback.acts import RefusedError


def test_a_missed_change_makes_a_development_and_alerts_like_any_other(stage: Stage) -> None:
    (version,) = stage.rows(Version)
    done = stage.add(version.id, note="Hidden in the last sentence.")
    row, development = stage.change("imei"), stage.development("imei")
    assert (row.analyser, row.confidence, row.news) == ("officer", 1.0, True)
    assert (development.kind, development.deadline_on) == ("new_rule", date(2027, 3, 1))
    alert = stage.alert(development)
    assert alert.id in done.alerts
    assert alert.live_sims == 30
    with reading(stage.engine) as session:
        (item,) = session.exec(select(Evidence).where(Evidence.rule_change_id == row.id)).all()
    assert (item.quote, item.rule) == (QUOTE, "officer")
    assert version.text[item.start : item.end] == QUOTE
    stage.run()
    assert len([one for one in stage.rows(Alert) if one.development_id == development.id]) == 1


def test_a_missed_change_outlives_a_newer_analysis_that_misses_it_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (version,) = stage.rows(Version)
    stage.add(version.id)
    reread(stage, monkeypatch)
    assert stage.change("imei").kind == "new_rule"
    assert stage.development("imei").kind == "new_rule"


def test_words_that_do_not_stand_in_the_text_are_no_evidence(small: Stage) -> None:
    (version,) = small.rows(Version)
    with pytest.raises(RefusedError) as caught:
        small.add(version.id, quote=QUOTE.replace("battery", "parcel"))
    assert list(caught.value.errors) == ["quote"]
    assert small.rows(Feedback) == []


def test_what_is_found_already_is_corrected_not_added(small: Stage) -> None:
    (version,) = small.rows(Version)
    with pytest.raises(RefusedError) as caught:
        small.add(version.id, topic="roaming")
    assert list(caught.value.errors) == ["place"]
