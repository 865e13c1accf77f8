"""What becomes of an officer's correction: record, developments and alerts, on both stores."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import select

from data.db import writing
from data.models import Alert, Delivery, Document, Feedback, RuleChange, Version
from tests.factories import make_version
from tests.webapp.feedback.stage import OFFICER, Stage, reread
from webapp.feedback.acts import Done, NotThereError, OvertakenError, RefusedError


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
    assert alert.state == "reopened"
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
    assert alert.state == "reopened"
    assert "60 consecutive days" in stage.trail(alert)[-2][2]
