"""A development's history, heard again: reports in their order, corrections at their moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.history import Heard, PutRight, replayed, step
from analysis.moving import Standing
from data.words import ChangeKind, ChangeStatus, Direction

START = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
STANDING = Standing(
    title="Decision 12/2026",
    kind=ChangeKind.AMENDMENT,
    status=ChangeStatus.PROPOSED,
    direction=Direction.TIGHTENING,
    effective_on=date(2027, 1, 1),
    deadline_on=None,
    published_on=date(2026, 11, 10),
)


def report(hours: int, *, news: bool = True, primary: bool = True, **values: Any) -> Heard:
    return Heard(
        at=START + timedelta(hours=hours),
        standing=replace(STANDING, **values),
        document_id=hours,
        news=news,
        primary=primary,
        day=date(2026, 11, 10),
    )


def put_right(hours: int, said: dict[str, Any], right: dict[str, Any]) -> PutRight:
    return PutRight(at=START + timedelta(hours=hours), said=said, right=right)


def test_nothing_heard_is_nothing() -> None:
    assert replayed([]) is None
    assert replayed([], [put_right(1, {"status": "adopted"}, {"status": "proposed"})]) is None


def test_stages_follow_each_other_whatever_the_order_they_are_given_in() -> None:
    later = report(2, status=ChangeStatus.ADOPTED, title="Adopted")
    found = replayed([later, report(1)])
    assert found is not None
    assert (found[0].status, found[0].title) == (ChangeStatus.ADOPTED, "Adopted")


def test_a_correction_replaces_the_wrong_value_wherever_it_was_repeated() -> None:
    wrong = {"effective_on": "2027-01-01"}
    right = put_right(3, wrong, {"effective_on": "2027-03-01"})
    found = replayed([report(1, effective_on=date(2027, 3, 1)), report(2)], [right])
    assert found is not None
    assert found[0].effective_on == date(2027, 3, 1)


def test_what_is_published_after_the_correction_moves_on() -> None:
    right = put_right(2, {"effective_on": "2027-01-01"}, {"effective_on": "2027-03-01"})
    amended = report(3, effective_on=date(2027, 9, 1))
    found = replayed([report(1), amended], [right])
    assert found is not None
    assert found[0].effective_on == date(2027, 9, 1)


def test_a_correction_of_what_does_not_stand_changes_nothing() -> None:
    """The consultation's deadline is put right after the decision; the decision has none."""
    decided = report(2, status=ChangeStatus.ADOPTED)
    right = put_right(3, {"deadline_on": "2026-12-12"}, {"deadline_on": "2026-12-01"})
    found = replayed([report(1, deadline_on=date(2026, 12, 1)), decided], [right])
    assert found is not None
    assert found[0].deadline_on is None


def test_a_day_can_be_taken_away_and_words_replaced() -> None:
    right = put_right(
        1,
        {"effective_on": "2027-01-01", "status": "proposed", "kind": "amendment"},
        {"effective_on": None, "status": "in_force", "kind": "repeal"},
    )
    found = replayed([report(1)], [right])
    assert found is not None
    assert (found[0].effective_on, found[0].status, found[0].kind) == (
        None,
        ChangeStatus.IN_FORCE,
        ChangeKind.REPEAL,
    )


def test_an_authority_confirms_only_with_news() -> None:
    press = report(1, primary=False)
    old = report(2, news=False)
    assert replayed([press, old]) == (STANDING, False)
    found = replayed([press, report(3)])
    assert found is not None
    assert found[1] is True


def test_what_is_no_news_moves_nothing() -> None:
    assert step(STANDING, [report(1)], report(2, status=ChangeStatus.ADOPTED, news=False)) is None


@given(st.lists(st.sampled_from(list(ChangeStatus)[:4]), min_size=1, max_size=6))
def test_hearing_again_gives_what_hearing_step_by_step_gave(stages: list[ChangeStatus]) -> None:
    reports = [report(place + 1, status=stage) for place, stage in enumerate(stages)]
    now, known = reports[0].standing, [reports[0]]
    for one in reports[1:]:
        now = step(now, known, one) or now
        known.append(one)
    assert replayed(reports) == (now, True)
