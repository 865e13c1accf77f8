"""How long a source may be quiet, by its own past and the catalogue's bound."""

from datetime import date, timedelta

import pytest

from crawler.silence import LEAST_DAYS, Allowance, allowance

START = date(2023, 1, 2)


def every(step: int, count: int) -> list[date]:
    return [START + timedelta(days=step * n) for n in range(count)]


def days(published: list[date], bound: int = 90) -> int:
    return allowance(published, max_silence_days=bound).days


@pytest.mark.parametrize("published", [[], [START], [START, START]])
def test_without_a_past_the_catalogues_bound_holds(published: list[date]) -> None:
    assert allowance(published, max_silence_days=90) == Allowance(days=90, longest=0, gaps=0)


def test_a_short_past_never_allows_less_than_the_bound() -> None:
    assert days(every(1, 200)) == 90
    assert days(every(7, 29)) == 90


def test_two_years_of_steady_news_allow_less_than_the_bound() -> None:
    assert days(every(7, 120), bound=180) == 30
    assert days([*every(7, 60), *(day + timedelta(days=440) for day in every(7, 60))]) == 117


def test_a_longer_pause_in_the_past_allows_a_longer_one() -> None:
    assert days(every(50, 11)) == 400
    assert days(every(50, 6)) == 450


def test_few_gaps_are_believed_less_than_many() -> None:
    assert days(every(40, 5), bound=100) == 500
    assert days(every(40, 21), bound=100) == 240


def test_five_times_the_bound_is_silence_whatever_the_past() -> None:
    assert days(every(50, 11), bound=30) == 150


def test_a_pause_that_the_source_came_back_from_is_no_silence() -> None:
    assert days(every(200, 5), bound=30) == 250


def test_nobody_is_silent_within_a_fortnight() -> None:
    assert days(every(1, 900), bound=30) == LEAST_DAYS
    assert days([], bound=7) == 7


def test_what_is_more_than_three_years_back_says_nothing() -> None:
    old = [START - timedelta(days=2000), START - timedelta(days=1600)]
    assert allowance([*old, *every(7, 120)], max_silence_days=180).longest == 7


def test_the_order_of_the_days_and_repeats_do_not_matter() -> None:
    published = every(9, 40)
    assert days([*reversed(published), *published]) == days(published)


def test_the_ground_is_said_in_words() -> None:
    assert "news within 90 days" in allowance([], max_silence_days=90).because
    said = allowance(every(50, 11), max_silence_days=90).because
    assert said == "its longest pause in 10 was 50 days, and 400 are allowed"
