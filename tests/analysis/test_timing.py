"""Which date is the change's."""

from datetime import date

import pytest

from analysis.resolving import resolve
from analysis.statements import LEAD, Statement
from analysis.timing import (
    bare_day,
    choose,
    dates_of,
    ordered_on,
    publication_date,
    timing_of,
)
from analysis.weighing import weigh
from data.words import Topic
from tests.analysis.made import mark, statement

PUBLISHED = date(2026, 3, 10)


def picked(role: str, *statements: Statement, published: date | None = PUBLISHED) -> date | None:
    """The date chosen for a role."""
    found = choose(weigh(Topic.ROAMING, statements, 1000), role, published, 1000)
    return found.day if found else None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2027-01-01", date(2027, 1, 1)),
        ("2027-06-01~", date(2027, 6, 1)),
        ("publication+0d", PUBLISHED),
        ("publication+1d", date(2026, 3, 11)),
        ("publication+90d", date(2026, 6, 8)),
        ("publication+6m", date(2026, 9, 10)),
        ("publication+2w", date(2026, 3, 24)),
        ("publication+1y", date(2027, 3, 10)),
        ("publication+48h", date(2026, 3, 12)),
        ("publication+3b", date(2026, 3, 13)),
        ("publication/3", date(2026, 6, 1)),
        ("publication/1", date(2026, 4, 1)),
        ("--06-29", date(2026, 6, 29)),
        ("--03-01", date(2026, 3, 1)),
        ("--01-15", date(2027, 1, 15)),
        ("--02-29", None),
        ("---16", date(2026, 3, 16)),
        ("---09", date(2026, 3, 9)),
        ("---02", date(2026, 4, 2)),
    ],
)
def test_a_date_said_by_publication_is_counted_from_it(value: str, day: date | None) -> None:
    assert resolve(value, PUBLISHED) == day


def test_without_a_publication_date_it_stays_unknown() -> None:
    assert resolve("publication+6m", None) is None


def test_the_date_beside_the_topic_wins() -> None:
    far = statement(dates="effective:2026-05-01", start=0)
    near = statement(dates="effective:2026-07-01", topics="roaming", start=500)
    assert picked("effective", far, statement(start=200), near) == date(2026, 7, 1)


def test_the_last_of_several_deadlines_counts() -> None:
    first = statement(dates="deadline:2026-05-14 deadline:2026-05-28")
    assert picked("deadline", first) == date(2026, 5, 28)


def test_a_deadline_before_publication_is_an_old_one() -> None:
    assert picked("deadline", statement(dates="deadline:2025-05-14")) is None


def test_a_postponed_date_gives_way_to_the_new_one() -> None:
    moved = statement(
        acts="kind:extension", dates="effective:2026-07-01 effective:2026-10-01", topics="roaming"
    )
    assert picked("effective", moved) == date(2026, 10, 1)


def test_a_month_ends_a_deadline_and_begins_an_effect() -> None:
    both = statement(dates="deadline:2026-06-01~ effective:2026-07-01~")
    assert picked("deadline", both) == date(2026, 6, 30)
    assert picked("effective", both) == date(2026, 7, 1)


def test_dates_of_other_roles_are_left_alone() -> None:
    assert picked("effective", statement(dates="decided:2026-03-01 none:2026-04-01")) is None


def test_the_text_s_own_word_for_its_publication_is_taken() -> None:
    head = statement(place=LEAD, dates="none:2026-02-01 published:2026-02-20")
    assert publication_date(weigh(Topic.ROAMING, [head], 1000)) == date(2026, 2, 20)


def test_the_first_date_of_the_head_stands_in_for_publication() -> None:
    head = statement(place=LEAD, dates="none:2026-02-01")
    assert publication_date(weigh(Topic.ROAMING, [head], 1000)) == date(2026, 2, 1)


def test_a_date_in_the_body_is_no_publication_date() -> None:
    assert publication_date(weigh(Topic.ROAMING, [statement(dates="none:2026-02-01")], 99)) is None


@pytest.mark.parametrize(
    ("effective", "future"),
    [("2026-03-11", False), ("2026-03-10", False), ("2026-03-12", True), ("2026-01-01", False)],
)
def test_the_day_after_publication_is_no_future(effective: str, future: bool) -> None:
    weighed = weigh(Topic.ROAMING, [statement(dates=f"effective:{effective}")], 1000)
    assert timing_of(dates_of(weighed, PUBLISHED, 1000), limits=False).future is future


def test_without_a_date_of_effect_the_future_is_unsaid() -> None:
    weighed = weigh(Topic.ROAMING, [statement()], 1000)
    timing = timing_of(dates_of(weighed, PUBLISHED, 1000), limits=True)
    assert (timing.future, timing.effective, timing.limits) == (None, False, True)


@pytest.mark.parametrize(("day", "news"), [("2026-02-01", True), ("2025-12-01", False)])
def test_a_rule_in_effect_for_months_takes_no_effect_in_this_text(day: str, news: bool) -> None:
    weighed = weigh(Topic.ROAMING, [statement(dates=f"effective:{day}", topics="roaming")], 1000)
    dates = dates_of(weighed, PUBLISHED, 1000)
    assert dates.effective is not None
    assert timing_of(dates, limits=False).effective is news


def test_what_the_sentence_says_was_published_then_counts_from_that_day() -> None:
    gazette = statement(dates="published:2026-03-02 effective:publication+1d")
    assert picked("effective", gazette) == date(2026, 3, 3)
    two = statement(dates="published:2026-03-02 published:2026-02-02 effective:publication+0d")
    assert picked("effective", two) == PUBLISHED


def test_the_day_is_better_than_its_month() -> None:
    title = statement(dates="effective:2026-05-01~", topics="roaming", place="title")
    body = statement(dates="effective:2026-05-09", start=300)
    other = statement(dates="effective:2026-08-09", start=600)
    assert picked("effective", title, body, other) == date(2026, 5, 9)
    assert picked("effective", title, other) == date(2026, 5, 1)


def test_a_proviso_about_one_article_is_not_the_day_of_the_act() -> None:
    act = statement(dates="effective:publication+1y", start=0)
    but = statement(acts="modality:exception", dates="effective:2027-12-31", start=100)
    assert picked("effective", act, but) == date(2027, 3, 10)


def test_a_day_with_its_month_is_surer_than_a_bare_day() -> None:
    assert picked("effective", statement(dates="effective:---23 effective:--06-23")) == date(
        2026, 6, 23
    )


def test_the_day_in_brackets_behind_a_term_is_that_term_s() -> None:
    told = Statement(
        0, 100, LEAD,
        (mark("dates", "effective:publication+180d", 10), mark("dates", "other:2026-09-07", 17)),
    )  # fmt: skip
    assert picked("effective", told) == date(2026, 9, 7)


def test_what_is_excepted_from_the_date_does_not_give_it() -> None:
    rule = statement(place=LEAD, topics="roaming", dates="effective:2026-09-01")
    article = statement(
        place=LEAD, topics="roaming", acts="modality:exception", dates="effective:publication+0d",
        start=200,
    )  # fmt: skip
    assert picked("effective", rule, article) == date(2026, 9, 1)


def test_the_last_paragraph_of_a_notice_is_no_final_provision() -> None:
    first = statement(place=LEAD, topics="roaming", dates="effective:2026-09-01")
    last = statement(place=LEAD, dates="effective:2026-04-01", start=950)
    assert picked("effective", first, last) == date(2026, 9, 1)


def first_ahead(*statements: Statement) -> date | None:
    """The day ahead that nothing says the sense of."""
    found = bare_day(weigh(Topic.ROAMING, statements, 1000), PUBLISHED)
    return found.day if found else None


def test_the_first_day_ahead_beside_the_topic_is_the_day_of_effect_for_want_of_another() -> None:
    both = statement(dates="none:2026-05-26 none:2026-05-12 none:2026-03-01", topics="roaming")
    assert first_ahead(both) == date(2026, 5, 12)


def test_a_day_ahead_away_from_the_topic_says_nothing() -> None:
    assert first_ahead(statement(dates="none:2026-05-12")) is None
    assert first_ahead(statement(dates="deadline:2026-05-12", topics="roaming")) is None


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("decided:2026-03-05", date(2026, 3, 5)),
        ("decided:2025-11-05", None),
        ("none:2026-03-06", date(2026, 3, 6)),
        ("other:--03-06", date(2026, 3, 6)),
        ("none:2026-03-10 other:2026-03-06", date(2026, 3, 6)),
        ("none:2026-03-04 none:2026-03-06", None),
        ("none:2025-12-06", None),
        ("effective:2026-03-06", None),
        ("", None),
    ],
)
def test_an_order_works_from_its_own_day_which_is_the_one_fresh_day_beside_it(
    dates: str, day: date | None
) -> None:
    said = statement(dates=dates, acts="kind:repeal", place=LEAD, topics="roaming")
    weighed = weigh(Topic.ROAMING, [said], 1000)
    assert ordered_on(weighed, dates_of(weighed, PUBLISHED, 1000), "repeal") == day


def test_a_day_beside_no_word_of_the_order_is_not_its_day() -> None:
    said = statement(dates="none:2026-03-06", acts="kind:guidance", place=LEAD, topics="roaming")
    weighed = weigh(Topic.ROAMING, [said], 1000)
    assert ordered_on(weighed, dates_of(weighed, PUBLISHED, 1000), "repeal") is None
