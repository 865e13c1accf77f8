"""A small simulated year: everything that befalls a source is noticed in time, and nobody is wronged."""

import pytest

from tests.simulation.watch import Watch
from tests.simulation.world import WORDS
from tests.simulation.year import Line, blamed_in_outages, false_alarms, lines, simulate

DAYS = 100


@pytest.fixture(scope="module")
def watched() -> Watch:
    return simulate(sources=40, days=DAYS, seed=2)


@pytest.fixture(scope="module")
def by_event(watched: Watch) -> dict[str, Line]:
    return {line.what: line for line in lines(watched, days=DAYS)}


@pytest.mark.parametrize("what", [*WORDS, "our outage"])
def test_every_event_is_noticed_within_the_promised_time(
    by_event: dict[str, Line], what: str
) -> None:
    line = by_event[what]
    assert (line.missed, line.late) == (0, 0)


def test_each_event_is_one_trouble(by_event: dict[str, Line]) -> None:
    assert {what: line.troubles - line.events for what, line in by_event.items()} == dict.fromkeys(
        by_event, 0
    )


def test_every_trouble_closes_after_recovery(watched: Watch, by_event: dict[str, Line]) -> None:
    for what, line in by_event.items():
        if what != "goes quiet":
            assert len(line.closed) == line.events, what


def test_nobody_is_called_silent_and_no_source_is_blamed_for_our_outages(watched: Watch) -> None:
    assert false_alarms(watched)["silent"] == 0
    assert false_alarms(watched)["outage"] == 0
    assert blamed_in_outages(watched) == 0
