"""Limits in words: each shape, whom it binds, and what of it is our assumption."""

from datetime import date
from typing import Any

import pytest

from data.models import Clock, ClockLimit
from data.queries.pages_clocks import COUNTS, LimitCounts
from webapp.wording.clockwords import (
    days_range,
    limit_doubt,
    limit_json,
    limit_sentence,
    limit_status,
    over_sentence,
)


def limit(**values: Any) -> ClockLimit:
    defaults: dict[str, Any] = {
        "key": "k",
        "country": "TR",
        "topic": "roaming",
        "status": "in_force",
        "shape": "consecutive",
        "days": 90,
        "per": "sim",
        "homes": [],
        "warn_at": 0.8,
        "grounds": [],
    }
    return ClockLimit(**(defaults | values))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "90 days in a row, per SIM"),
        ({"days": 1}, "1 day in a row, per SIM"),
        ({"gap_days": 6}, "90 days in a row (up to 6 away do not break it), per SIM"),
        (
            {"shape": "cumulative", "window_days": 120, "per": "imei"},
            "90 days within any 120, per device (IMEI)",
        ),
        (
            {"shape": "calendar_year", "days": 120, "homes": ["CL"]},
            "120 days in a calendar year, per SIM, for SIMs of Chile only",
        ),
        (
            {"shape": "share", "days": None, "window_days": 120, "per": "imsi"},
            "up to 50 % of the days here or at home within any 120, per IMSI",
        ),
        ({"shape": "ban", "days": None}, "not a day allowed, per SIM"),
    ],
)
def test_a_limit_in_words(values: dict[str, Any], words: str) -> None:
    assert limit_sentence(limit(**values)) == words


def test_a_way_of_counting_that_nobody_stated_is_said_to_be_ours() -> None:
    assert limit_doubt(limit()) == ""
    said = "The source does not say how days are counted; we count them in a row."
    assert limit_doubt(limit(stated=False)) == said
    assert "over a year" in limit_doubt(limit(shape="cumulative", window_days=365, stated=False))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "In force"),
        ({"status": "unclear"}, "Unclear whether in force"),
        ({"status": "proposed"}, "Proposed"),
        ({"status": "adopted", "effective_on": date(2027, 1, 1)}, "From 1 Jan 2027"),
        ({"status": "adopted"}, "Adopted, not yet in force"),
    ],
)
def test_whether_it_binds(values: dict[str, Any], words: str) -> None:
    assert limit_status(limit(**values)) == words


def row(of: ClockLimit, **counts: int) -> LimitCounts:
    return LimitCounts(limit=of, counts=dict.fromkeys(COUNTS, 0) | counts)


def test_how_it_stands_in_one_sentence() -> None:
    devices = limit(shape="cumulative", window_days=120, per="imei")
    assert over_sentence(row(devices, over=312, in_7=41)) == (
        "312 devices are over 90 days within any 120 in Türkiye; 41 more within 7 days if they stay"
    )
    assert over_sentence(row(limit(), over=1)) == "1 SIM is over 90 days in a row in Türkiye"
    ban = limit(shape="ban", days=None)
    assert over_sentence(row(ban, over=2)) == "2 SIMs are in Türkiye, where none may be"


def test_days_are_a_range_where_sightings_leave_a_doubt() -> None:
    day = date(2026, 11, 16)
    sure = Clock(
        limit_id=1, fleet_id=1, sim_id=1, state="over", observed=95, possible=95, since=day
    )
    assert days_range(sure) == "95"
    sure.observed = 3
    assert days_range(sure) == "3 to 95"


def test_a_limit_for_programs_has_its_words_and_sources() -> None:
    found = limit_json(limit(grounds=[{"kind": "fact", "ref": "tr-roaming-3"}]))
    assert found["words"] == "90 days in a row, per SIM"
    assert found["sources"] == [{"kind": "fact", "ref": "tr-roaming-3"}]
