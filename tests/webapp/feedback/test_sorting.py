"""A wrong merge taken apart by hand, and a missing one made: for good, on both stores."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.recording import analyse_pending
from analysis.splitting import SplitError, choices
from data.db import reading, writing
from data.models import Apart, Development, Document, Regrouping, RuleChange
from data.queries.alert_page import publications
from data.settings import Settings
from tests.factories import make_version
from tests.webapp.feedback.stage import OFFICER, TEXT, Stage, set_stage
from webapp.feedback.acts import NotThereError, RefusedError
from webapp.feedback.sorting import Sorted, sort_out
from webapp.jobs import assess_pending

PRESS = "Operators told to obey Decision 12/2026"
SAME = TEXT.replace("1 January 2027", "1 June 2027").replace("90 consecutive", "60 consecutive")


@pytest.fixture
def stage(store: Engine, store_settings: Settings, now: datetime) -> Stage:
    """Two publications that were taken for one act, because both name its number."""
    stage = set_stage(store, store_settings, now)
    stage.documents.append(stage.publish("Decision 12/2026 of another board", SAME))
    stage.run()
    return stage


def split(stage: Stage, document: int = 1, into: str = "", note: str = "") -> Sorted:
    number = stage.development().id or 0
    where = stage.documents[document]
    return sort_out(stage.context, number, where, into=into, note=note, actor=OFFICER)


def gathered(stage: Stage) -> dict[int, list[int]]:
    """Development → its documents."""
    with reading(stage.engine) as session:
        numbers = session.exec(select(Development.id).order_by(col(Development.id))).all()
        return {
            number: [item.document.id or 0 for item in publications(session, number)]
            for number in numbers
            if number
        }


def test_two_publications_of_one_number_were_one_development(stage: Stage) -> None:
    assert gathered(stage) == {1: stage.documents}
    assert stage.development().effective_on == date(2027, 6, 1)


def test_the_publication_becomes_a_development_with_its_own_alert(stage: Stage) -> None:
    done = split(stage, note="Another board, another decision.")
    assert gathered(stage) == {1: stage.documents[:1], 2: stage.documents[1:]}
    old, new = stage.rows(Development)
    assert (old.effective_on, new.effective_on) == (date(2027, 1, 1), date(2027, 6, 1))
    assert done.development_id == new.id
    assert stage.alert(new).id in done.alerts
    assert stage.alert(old).seen["effective_on"] == "2027-01-01"
    assert stage.alert(old).seen["limits"] == "90 consecutive days"


def test_the_trail_of_both_says_so(stage: Stage) -> None:
    split(stage, note="Another board.")
    old, new = stage.rows(Development)
    title = "“Decision 12/2026 of another board”"
    said = (OFFICER, "split", f"{title} was taken out: it belongs to change 2. Another board.")
    assert said in stage.trail(stage.alert(old))
    back = f"{title} was taken out of change 1. Another board."
    with reading(stage.engine) as session:
        (act,) = session.exec(select(Regrouping)).all()
    assert (act.actor, act.founded, act.note) == (OFFICER, True, "Another board.")
    assert (act.from_development_id, act.to_development_id) == (old.id, new.id)
    assert stage.trail(stage.alert(new)) == [
        ("roamwatch", "raised", stage.trail(stage.alert(new))[0][2]),
        (OFFICER, "split", back),
    ]


def test_the_evidence_of_an_alert_is_of_its_own_development(stage: Stage) -> None:
    split(stage, document=0)
    old, new = stage.rows(Development)
    for development in (old, new):
        alert = stage.alert(development)
        with reading(stage.engine) as session:
            told = [item.change.id for item in publications(session, development.id or 0)]
        assert alert.rule_change_id in told


def test_it_stays_split_in_later_runs_and_readings(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    split(stage)
    before = gathered(stage)
    stage.run()
    monkeypatch.setattr("analysis.recording.ANALYSER", "99")
    analyse_pending(stage.engine, clock=stage.context.clock)
    assess_pending(stage.context)
    assert gathered(stage) == before


def test_a_new_version_stays_with_its_own_document(stage: Stage) -> None:
    split(stage)
    with writing(stage.engine) as session:
        document = session.get_one(Document, stage.documents[1])
        make_version(session, document, SAME.replace("60 consecutive", "30 consecutive"), seq=2)
    stage.run()
    assert {number: set(found) for number, found in gathered(stage).items()} == {
        1: {stage.documents[0]},
        2: {stage.documents[1]},
    }


def test_what_founded_the_development_may_go_too_and_its_new_version_follows(stage: Stage) -> None:
    split(stage, document=0)
    assert gathered(stage) == {1: stage.documents[1:], 2: stage.documents[:1]}
    with writing(stage.engine) as session:
        document = session.get_one(Document, stage.documents[0])
        make_version(session, document, TEXT.replace("90 consecutive", "45 consecutive"), seq=2)
    stage.run()
    assert set(gathered(stage)[2]) == {stage.documents[0]}


def test_a_new_publication_joins_one_of_the_two_and_merges_nothing(stage: Stage) -> None:
    split(stage)
    third = stage.publish(PRESS, TEXT)
    stage.run()
    found = gathered(stage)
    assert len(found) == 2
    assert sorted(len(documents) for documents in found.values()) == [1, 2]
    assert sum(third in documents for documents in found.values()) == 1


def test_what_was_kept_apart_on_one_topic_is_so_on_every_topic(stage: Stage) -> None:
    split(stage)
    with writing(stage.engine) as session:
        (pair,) = session.exec(select(Apart)).all()
        assert (pair.document_a, pair.document_b) == tuple(sorted(stage.documents))
    first, second = (stage.change(), stage.rows(Development)[1])
    done = stage.correct(first, topic="numbering")
    other = next(
        row
        for row in stage.rows(RuleChange)
        if row.document_id == stage.documents[1] and row.topic == "roaming"
    )
    moved = stage.correct(other, seen=0, topic="numbering")
    assert done.development_id != moved.development_id
    assert second.id != moved.development_id


def test_a_publication_can_join_another_development_and_stays_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    split(stage)
    third = stage.publish("Fees of visiting machines", TEXT.replace("12/2026", "77/2026"))
    stage.run()
    split(stage, document=0, into="2")
    assert sorted(gathered(stage)[2]) == sorted(stage.documents)
    old = stage.rows(Development)[0]
    assert (old.kind, old.joined_id) == ("none", 2) or third in gathered(stage)[1]
    monkeypatch.setattr("analysis.recording.ANALYSER", "99")
    analyse_pending(stage.engine, clock=stage.context.clock)
    assess_pending(stage.context)
    assert set(stage.documents) <= set(gathered(stage)[2])


def test_joining_the_only_publication_closes_the_old_alert_with_the_reason(stage: Stage) -> None:
    split(stage)
    split(stage, document=0, into="2", note="The same after all.")
    old, new = stage.rows(Development)
    assert (old.kind, old.joined_id) == ("none", new.id)
    alert = stage.alert(old)
    assert alert.state == "dismissed"
    assert "Joined with change 2" in stage.trail(alert)[-1][2]
    assert any(action == "joined" for _, action, _ in stage.trail(stage.alert(new)))
    with reading(stage.engine) as session:
        assert session.exec(select(Apart)).all() == []


def test_split_and_joined_and_split_again(stage: Stage) -> None:
    split(stage)
    split(stage, document=0, into="2")
    number = stage.rows(Development)[1].id or 0
    sort_out(stage.context, number, stage.documents[0], actor=OFFICER)
    assert gathered(stage) == {1: [], 2: stage.documents[1:], 3: stage.documents[:1]}


def test_only_changes_of_the_same_place_and_topic_may_be_joined(stage: Stage) -> None:
    done = stage.correct(stage.change(), topic="numbering")
    stage.publish("Unlike anything", TEXT.replace("12/2026", "99/2026"))
    with reading(stage.engine) as session:
        development = session.get_one(Development, 1)
        assert done.development_id not in {row.id for row in choices(session, development)}
    with pytest.raises(SplitError, match="another place or topic"):
        split(stage, document=1, into=str(done.development_id))


def test_the_only_publication_cannot_be_taken_out(stage: Stage) -> None:
    split(stage)
    with pytest.raises(SplitError, match="only publication"):
        split(stage, document=0)
    assert len(stage.rows(Development)) == 2


def test_a_form_sent_twice_splits_once(stage: Stage) -> None:
    split(stage)
    with pytest.raises(SplitError, match="not part of the change any more"):
        split(stage)
    assert len(stage.rows(Regrouping)) == 1


def test_two_officers_at_the_same_moment_split_once(stage: Stage) -> None:
    def work(_: int) -> Sorted | SplitError:
        try:
            return sort_out(stage.context, 1, stage.documents[1], actor=OFFICER)
        except SplitError as exc:
            return exc

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(work, range(2)))
    assert sorted(type(one).__name__ for one in told) == ["Sorted", "SplitError"]
    assert len(stage.rows(Development)) == 2


def test_wrong_numbers_and_words_are_refused(stage: Stage) -> None:
    with pytest.raises(NotThereError):
        sort_out(stage.context, 999, stage.documents[0], actor=OFFICER)
    for into in ("x", "0", "999", "9" * 50, "²"):
        with pytest.raises(RefusedError) as caught:
            split(stage, into=into)
        assert list(caught.value.errors) == ["into"]
    with pytest.raises(RefusedError):
        split(stage, note="x" * 3000)
