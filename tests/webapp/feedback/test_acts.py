"""What becomes of an officer's word: record, developments and alerts, on both stores."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from analysis.recording import analyse_pending
from data.db import reading, writing
from data.models import Alert, Delivery, Document, Evidence, Feedback, RuleChange, Version
from data.settings import Settings
from tests.factories import make_version
from tests.webapp.feedback.stage import OFFICER, QUOTE, Stage, set_stage
from webapp.feedback.acts import Done, NotThereError, OvertakenError, RefusedError
from webapp.jobs import assess_pending


@pytest.fixture
def stage(store: Engine, store_settings: Settings, now: datetime) -> Stage:
    return set_stage(store, store_settings, now)


@pytest.fixture
def small(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Stage:
    """Where the kind of store plays no part."""
    return set_stage(sqlite_store, sqlite_settings, now)


def reread(stage: Stage, monkeypatch: pytest.MonkeyPatch, analyser: str = "99") -> None:
    """A newer analyser reads everything again."""
    monkeypatch.setattr("analysis.recording.ANALYSER", analyser)
    assert analyse_pending(stage.engine, clock=stage.context.clock).versions > 0
    assess_pending(stage.context)


def test_a_date_that_is_put_right_moves_what_the_alert_says(stage: Stage) -> None:
    assert stage.development().effective_on == date(2027, 1, 1)
    stage.correct(stage.change(), effective_on="2027-03-01", note="The annex says March.")
    assert stage.change().effective_on == date(2027, 3, 1)
    development = stage.development()
    assert development.effective_on == date(2027, 3, 1)
    alert = stage.alert(development)
    assert alert.seen["effective_on"] == "2027-03-01"
    told = "Takes effect: 1 Jan 2027 → 1 Mar 2027."
    assert stage.trail(alert)[1:] == [
        (OFFICER, "corrected", f"{told} The annex says March."),
        ("roamwatch", "moved", f"Put right by {OFFICER}. {told}"),
    ]
    assert [row.alert_id for row in stage.rows(Delivery)].count(alert.id) == 6  # raised, moved


def test_the_word_is_kept_with_what_was_said_and_what_is_right(stage: Stage) -> None:
    done = stage.correct(stage.change(), effective_on="2027-03-01", note="See annex.")
    (word,) = stage.rows(Feedback)
    assert (word.id, word.actor, word.verdict) == (done.feedback_id, OFFICER, "wrong")
    assert (word.said["effective_on"], word.right["effective_on"]) == ("2027-01-01", "2027-03-01")
    assert (word.said["kind"], word.right["kind"]) == ("amendment", "amendment")
    assert word.note == "See annex."


def test_an_officers_word_wins_over_a_newer_analysis(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.correct(stage.change(), effective_on="2027-03-01")
    reread(stage, monkeypatch)
    row = stage.change()
    assert row.effective_on == date(2027, 3, 1)
    assert row.analysed is not None
    assert row.analysed["effective_on"] == "2027-01-01"
    assert stage.development().effective_on == date(2027, 3, 1)


def test_what_no_officer_spoke_of_a_newer_analysis_still_betters(
    small: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.correct(small.change(), effective_on="2027-03-01")
    with writing(small.engine) as session:
        row = session.get_one(RuleChange, small.change().id)
        row.analysed = {**(row.analysed or {}), "status": "proposed"}
        row.status = "proposed"
    reread(small, monkeypatch)
    assert small.change().status == "adopted"
    assert small.change().effective_on == date(2027, 3, 1)


def test_what_is_no_change_closes_its_alert_with_the_reason(stage: Stage) -> None:
    stage.correct(stage.change(), verdict="no_change", note="A press article about the old rule.")
    development = stage.development()
    assert (development.kind, development.status, development.effective_on) == (
        "none",
        "none",
        None,
    )
    alert = stage.alert(development)
    assert alert.state == "dismissed"
    reason = "Nothing changes. A press article about the old rule."
    assert (OFFICER, "dismissed", reason) in stage.trail(alert)
    stage.run()
    assert stage.alert(development).state == "dismissed"


def test_no_change_stays_none_when_a_newer_analyser_finds_it_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.correct(stage.change(), verdict="no_change", note="Old rule.")
    reread(stage, monkeypatch)
    assert stage.change().kind == "none"
    assert stage.development().kind == "none"
    assert len(stage.rows(Alert)) == 1


def test_an_undone_word_brings_everything_back(stage: Stage) -> None:
    done = stage.correct(stage.change(), verdict="no_change", note="Old rule.")
    stage.undo(done.feedback_id)
    row, development = stage.change(), stage.development()
    assert (row.kind, row.effective_on) == ("amendment", date(2027, 1, 1))
    assert (development.kind, development.status) == ("amendment", "adopted")
    alert = stage.alert(development)
    assert alert.state == "open"
    acts = [(actor, action) for actor, action, _ in stage.trail(alert)]
    assert acts[-3:] == [(OFFICER, "corrected"), ("roamwatch", "moved"), ("roamwatch", "reopened")]


def test_undoing_twice_is_undoing_once(stage: Stage) -> None:
    done = stage.correct(stage.change(), effective_on="2027-03-01")
    stage.undo(done.feedback_id)
    stage.undo(done.feedback_id, actor="owner@fleet.test")
    assert [word.verdict for word in stage.rows(Feedback)] == ["wrong", "undone"]
    assert stage.change().effective_on == date(2027, 1, 1)


def test_undoing_an_older_word_leaves_the_later_one(small: Stage) -> None:
    first = small.correct(small.change(), effective_on="2027-03-01")
    small.correct(small.change(), seen=first.feedback_id, status="in_force")
    small.undo(first.feedback_id)
    row = small.change()
    assert (row.effective_on, row.status) == (date(2027, 1, 1), "in_force")
    assert small.development().status == "in_force"


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
        small.add(version.id, quote=QUOTE.replace("note", "write down"))
    assert list(caught.value.errors) == ["quote"]
    assert small.rows(Feedback) == []


def test_what_is_found_already_is_corrected_not_added(small: Stage) -> None:
    (version,) = small.rows(Version)
    with pytest.raises(RefusedError) as caught:
        small.add(version.id, topic="roaming")
    assert list(caught.value.errors) == ["place"]


def test_a_correction_that_changes_nothing_is_refused(small: Stage) -> None:
    with pytest.raises(RefusedError) as caught:
        small.correct(small.change())
    assert list(caught.value.errors) == ["verdict"]
    assert small.rows(Feedback) == []


def test_who_comes_second_is_told_of_the_first(stage: Stage) -> None:
    stage.correct(stage.change(), effective_on="2027-03-01", actor="owner@fleet.test")
    with pytest.raises(OvertakenError) as caught:
        stage.correct(stage.change(), effective_on="2027-04-01")
    assert caught.value.by == "owner@fleet.test"
    assert stage.change().effective_on == date(2027, 3, 1)


def test_a_form_sent_twice_is_one_word(stage: Stage) -> None:
    row = stage.change()
    first = stage.correct(row, effective_on="2027-03-01")
    assert stage.correct(row, effective_on="2027-03-01").feedback_id == first.feedback_id
    assert len(stage.rows(Feedback)) == 1


def test_two_officers_at_the_same_moment_come_one_after_the_other(stage: Stage) -> None:
    row = stage.change()

    def say(name: str) -> Done | OvertakenError:
        try:
            return stage.correct(
                row, actor=f"{name}@fleet.test", effective_on=f"2027-0{len(name) - 4}-01"
            )
        except OvertakenError as exc:
            return exc

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(say, ("owner.a", "teammate")))
    assert sorted(type(one).__name__ for one in told) == ["Done", "OvertakenError"]
    (word,) = stage.rows(Feedback)
    assert stage.change().effective_on == date.fromisoformat(word.right["effective_on"])


def test_limits_that_are_put_right_stand_in_the_alert(stage: Stage) -> None:
    stage.correct(stage.change(), days="60")
    alert = stage.alert(stage.development())
    assert alert.seen["limits"] == "60 consecutive days"
    assert stage.trail(alert)[1][2] == "Limits: 90 consecutive days → 60 consecutive days."


def test_what_was_not_there_cannot_be_corrected(small: Stage) -> None:
    with pytest.raises(NotThereError):
        small.undo(999)
    done = small.correct(small.change(), status="in_force")
    undone = small.undo(done.feedback_id)
    with pytest.raises(NotThereError):
        small.undo(undone.feedback_id)


def test_a_changed_page_that_says_it_anew_comes_back_after_it_was_set_aside(stage: Stage) -> None:
    """The officer's word was on the old text; the new one is news."""
    stage.correct(stage.change(), verdict="no_change", note="Only a summary.")
    with writing(stage.engine) as session:
        document = session.get_one(Document, stage.documents[0])
        old = session.exec(select(Version.text)).one()
        make_version(session, document, old.replace("90 consecutive", "60 consecutive"), seq=2)
    stage.run()
    development = stage.development()
    assert development.kind != "none"
    alert = stage.alert(development)
    assert alert.state == "open"
    assert "60 consecutive days" in stage.trail(alert)[-2][2]
