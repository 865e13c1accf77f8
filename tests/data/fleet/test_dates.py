from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fleet.dates import day_comes_first, has_ambiguous, is_never, is_zero, read_moment
from data.fleet.identifiers import CellError

MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
START = datetime(2000, 1, 1, tzinfo=UTC)
#: Up to 2089.
moments = st.timedeltas(timedelta(0), timedelta(days=32_500)).map(lambda passed: START + passed)


@pytest.mark.parametrize(
    ("text", "naive"),
    [
        ("2026-11-16T08:30:00Z", False),
        ("2026-11-16T08:30:00.000Z", False),
        ("2026-11-16T09:30:00+01:00", False),
        ("2026-11-16 08:30:00 UTC", False),
        ("2026-11-16 08:30:00 GMT", False),
        ("2026-11-16 08:30:00", True),
        ("2026-11-16 08:30", True),
        ("20261116T083000Z", False),
        ("2026/11/16 08:30:00", True),
        ("20261116083000", True),
        ("1794817800", False),
        ("1794817800.0", False),
        ("1794817800000", False),
        ("1794817800000000", False),
        ("16.11.2026 08:30", True),
        ("16/11/2026 08:30:00", True),
        ("16-11-2026 8:30", True),
        ("16/11/26 08:30", True),
        ("16/11/2026, 8:30 AM", True),
        ("16/11/2026 08:30 Z", False),
        ("16/11/2026 10:30 +0200", False),
        ("16-Nov-2026 08:30:00", True),
        ("Mon, 16 Nov 2026 08:30:00 GMT", False),
        ("'2026-11-16T08:30:00Z", False),
    ],
)
def test_a_moment_is_read_in_many_forms(text: str, naive: bool) -> None:
    assert read_moment(text) == (MORNING, naive)


@pytest.mark.parametrize(
    "text", ["2026-11-16", "16.11.2026", "16/11/2026", "20261116", "2026/11/16", "16-Nov-2026"]
)
def test_a_day_begins_at_midnight(text: str) -> None:
    assert read_moment(text) == (datetime(2026, 11, 16, tzinfo=UTC), True)


def test_the_month_may_come_first() -> None:
    assert read_moment("11/16/2026 8:30 PM", day_first=False)[0] == MORNING + timedelta(hours=12)
    assert read_moment("03/04/2026", day_first=False)[0] == datetime(2026, 3, 4, tzinfo=UTC)
    assert read_moment("03/04/2026", day_first=True)[0] == datetime(2026, 4, 3, tzinfo=UTC)


def test_dots_always_go_with_day_and_month() -> None:
    assert read_moment("03.04.2026", day_first=False)[0] == datetime(2026, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(("clock", "hour"), [("12:00 AM", 0), ("12:00 PM", 12), ("1:00 p.m.", 13)])
def test_noon_and_midnight_are_told_apart(clock: str, hour: int) -> None:
    found, _ = read_moment(f"16/11/2026 {clock}")
    assert found is not None
    assert found.hour == hour


@pytest.mark.parametrize(
    "text",
    ["0000-00-00 00:00:00", "0000-00-00", "0000-00-00T00:00:00", "00/00/0000", "", "-", "N/A",
     "null", "never", "\\N", "0"],
)  # fmt: skip
def test_zeros_and_blanks_are_no_moment(text: str) -> None:
    assert read_moment(text) == (None, False)
    assert is_never(text)


def test_only_zeros_mean_an_open_session() -> None:
    assert is_zero("0000-00-00 00:00:00")
    assert not is_zero("")
    assert not is_zero("2026-11-16")


@pytest.mark.parametrize(
    "text",
    ["soon", "2026-13-01", "32.01.2026", "16/13/2026", "45678", "1.79E+12", "1900-01-01",
     "9999-12-31", "16/11/2026 25:00", "16/11/2026 at noon", "1970-01-01", "00:00", "12 34 56"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(CellError) as caught:
        read_moment(text)
    assert caught.value.code == "bad_date"
    assert text[:10] in str(caught.value)


@given(moments)
def test_every_moment_survives_iso_and_epoch(moment: datetime) -> None:
    assert read_moment(moment.isoformat())[0] == moment
    found, _ = read_moment(str(round(moment.timestamp() * 1000)))
    assert found is not None
    assert abs(found - moment) < timedelta(milliseconds=1)


@given(moments)
def test_both_orders_of_a_day_are_read_back(moment: datetime) -> None:
    aware = moment.replace(second=0, microsecond=0)
    assert read_moment(aware.strftime("%d/%m/%Y %H:%M"), day_first=True)[0] == aware
    assert read_moment(aware.strftime("%m/%d/%Y %I:%M %p"), day_first=False)[0] == aware


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found, _ = read_moment(text)
    except CellError:
        return
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (["03/04/2026", "25/12/2026"], True),
        (["03/04/2026", "12/25/2026"], False),
        (["03/04/2026"], None),
        (["2026-11-16T08:00:00Z"], None),
        (["03.04.2026"], True),
        (["12/25/2026", "25/12/2026"], True),
        ([], None),
    ],
)
def test_a_file_shows_the_order_of_its_days_or_not(
    sample: list[str], expected: bool | None
) -> None:
    assert day_comes_first(sample) is expected


def test_the_order_matters_only_where_day_and_month_differ() -> None:
    assert has_ambiguous(["03/04/2026"])
    assert not has_ambiguous(["04/04/2026", "2026-11-16"])
