"""Partial dates: from the first day that they may mean to the last."""

from datetime import date

import pytest

from data.partial_dates import earliest, latest


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-07-15", date(2026, 7, 15), date(2026, 7, 15)),
    ],
)
def test_a_partial_date_means_a_stretch_of_days(text: str, first: date, last: date) -> None:
    assert (earliest(text), latest(text)) == (first, last)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-02-30", "0000", "soon"])
def test_what_is_no_date_means_no_day(text: str) -> None:
    assert (earliest(text), latest(text)) == (None, None)
