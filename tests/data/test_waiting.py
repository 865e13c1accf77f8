"""What ``Retry-After`` asks for, well written or not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.waiting import http_date, seconds_asked

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = 86_400.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("17", 17.0),
        (" 0 ", 0.0),
        ("Fri, 20 Nov 2026 09:31:00 GMT", 60.0),
        ("Fri, 20 Nov 2026 09:00:00 GMT", 0.0),
        ("Fri, 20 Nov 2026 09:31:00 -0000", 60.0),
        ("Fri, 20 Nov 2026 11:31:00 +0200", 60.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 400, DAY),
        ("99999999999999999999", DAY),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Fri, 20 Nov 2026 09:31:00 +99999999999999", None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
    ],
)
def test_a_wait_is_read_as_seconds_or_as_a_date(text: str, seconds: float | None) -> None:
    assert seconds_asked(text, NOW, longest=DAY) == seconds


def test_a_date_says_nothing_to_who_has_no_clock_to_hold_it_to() -> None:
    assert seconds_asked("Fri, 20 Nov 2026 09:31:00 GMT", None, longest=DAY) is None
    assert seconds_asked("17", None, longest=DAY) == 17.0


@given(st.text())
def test_no_header_breaks_the_reading(text: str) -> None:
    seconds = seconds_asked(text, NOW, longest=DAY)
    assert seconds is None or 0.0 <= seconds <= DAY


@given(st.integers(0, 4_000_000_000).map(lambda number: datetime.fromtimestamp(number, UTC)))
def test_a_written_date_is_read_back(moment: datetime) -> None:
    assert http_date(f"{moment:%a, %d %b %Y %H:%M:%S} GMT") == moment
    later = seconds_asked(
        f"{moment + timedelta(seconds=9):%a, %d %b %Y %H:%M:%S} GMT", moment, longest=DAY
    )
    assert later == 9.0
