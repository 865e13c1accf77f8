from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.moving import Standing, moved, takes_over
from analysis.sameness import STAGE
from data.words import ChangeKind, ChangeStatus, Direction

NOW = Standing(
    title="Draft",
    kind=ChangeKind.CONSULTATION,
    status=ChangeStatus.CONSULTATION,
    direction=Direction.TIGHTENING,
    effective_on=None,
    deadline_on=date(2026, 12, 1),
    published_on=date(2026, 11, 1),
)
ADOPTED = Standing(
    title="Decision",
    kind=ChangeKind.NEW_RULE,
    status=ChangeStatus.ADOPTED,
    direction=Direction.TIGHTENING,
    effective_on=date(2027, 3, 1),
    deadline_on=None,
    published_on=date(2027, 1, 10),
)
optional_days = st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))
standings = st.builds(
    Standing,
    title=st.sampled_from(["Draft", "Decision"]),
    kind=st.sampled_from(ChangeKind),
    status=st.sampled_from(ChangeStatus),
    direction=st.sampled_from(Direction),
    effective_on=optional_days,
    deadline_on=optional_days,
    published_on=optional_days,
    limits=st.sampled_from([frozenset(), frozenset({(90, "consecutive", "sim", None)})]),
)


def test_a_later_stage_moves_a_development_with_its_dates_and_title() -> None:
    after = moved(NOW, ADOPTED, news=True)
    assert after == replace(ADOPTED, deadline_on=None)


def test_the_deadline_for_comments_ends_with_the_consultation() -> None:
    after = moved(NOW, ADOPTED, news=True)
    assert after is not None
    assert after.deadline_on is None


def test_our_own_edits_move_nothing() -> None:
    assert moved(NOW, ADOPTED, news=False) is None


def test_an_earlier_stage_that_turns_up_later_moves_nothing() -> None:
    late = replace(NOW, published_on=date(2027, 2, 1))
    assert moved(ADOPTED, late, news=True) is None


def test_an_older_publication_moves_nothing() -> None:
    older = replace(ADOPTED, published_on=date(2026, 10, 1))
    assert moved(NOW, older, news=True) is None


def test_another_date_of_the_same_stage_moves() -> None:
    postponed = replace(
        ADOPTED, effective_on=date(2027, 9, 1), published_on=date(2027, 2, 1), title="Notice"
    )
    after = moved(ADOPTED, postponed, news=True)
    assert after is not None
    assert (after.effective_on, after.title) == (date(2027, 9, 1), "Decision")


def test_another_limit_moves() -> None:
    stricter = replace(ADOPTED, limits=frozenset({(60, "consecutive", "sim", None)}))
    assert moved(ADOPTED, stricter, news=True) is not None


def test_a_report_that_leaves_things_out_takes_nothing_away() -> None:
    bare = replace(ADOPTED, effective_on=None, direction=Direction.NEUTRAL, kind=ChangeKind.NONE)
    assert moved(ADOPTED, bare, news=True) is None


def test_a_repeal_ends_whatever_it_was() -> None:
    repeal = replace(
        ADOPTED, kind=ChangeKind.REPEAL, status=ChangeStatus.PROPOSED, direction=Direction.LOOSENING
    )
    after = moved(replace(ADOPTED, status=ChangeStatus.IN_FORCE), repeal, news=True)
    assert after is not None
    assert (after.kind, after.status) == (ChangeKind.REPEAL, ChangeStatus.PROPOSED)


@pytest.mark.parametrize("status", list(ChangeStatus))
def test_the_same_report_again_moves_nothing(status: ChangeStatus) -> None:
    standing = replace(ADOPTED, status=status)
    assert moved(standing, standing, news=True) is None


@given(standings, standings)
def test_moving_twice_is_moving_once(first: Standing, told: Standing) -> None:
    after = moved(first, told, news=True)
    if after is not None:
        assert moved(after, told, news=True) is None


@given(standings, standings)
def test_no_stage_is_undone_but_by_a_repeal(first: Standing, told: Standing) -> None:
    after = moved(first, told, news=True)
    if after is not None and after.kind is not ChangeKind.REPEAL:
        assert STAGE[after.status] >= STAGE[first.status]


LIMITS = frozenset({(60, "consecutive", "sim", None)})


def test_what_opens_a_new_chapter_takes_the_place_of_all_that_was_known() -> None:
    standing = replace(ADOPTED, status=ChangeStatus.IN_FORCE)
    told = replace(ADOPTED, effective_on=date(2028, 1, 1), published_on=date(2026, 1, 1))
    assert moved(standing, told, news=True) is None
    assert moved(standing, told, news=True, replaces=True) == told
    assert moved(standing, told, news=False, replaces=True) is None


def test_the_first_news_after_a_baseline_takes_over() -> None:
    assert takes_over(NOW, NOW, baseline=True, same_document=False)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (ADOPTED, False),
        (replace(ADOPTED, effective_on=date(2028, 1, 1)), True),
        (replace(ADOPTED, limits=LIMITS), True),
        (replace(ADOPTED, effective_on=None), False),
    ],
)
def test_a_page_that_tells_another_day_or_limit_than_it_did_takes_over(
    told: Standing, expected: bool
) -> None:
    assert takes_over(ADOPTED, told, baseline=False, same_document=True) is expected
    assert not takes_over(ADOPTED, told, baseline=False, same_document=False)
