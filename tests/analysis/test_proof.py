"""The gate changes no reading of the gold, and what is wrong would be seen."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.evaluate import lines
from analysis.lexicon import SEED
from analysis.pipeline import analyse
from analysis.proof import misquoted, prove

GOLD = sorted((SEED / "gold").glob("*.jsonl"))
ORDER = (
    "IMEI registration becomes mandatory\n\nThe Communications Authority of Kenya hereby directs "
    "that every IMEI shall be registered. The order takes effect on 1 May 2027."
)
PAGE = "The board approved the accounts of the library and thanked the staff. " * 40


def row(text: str, **known: str) -> dict[str, Any]:
    """A text as a line of a corpus."""
    return {"id": "a", "text": text, "language_hint": "en", **known}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_gate_changes_no_reading_of_the_gold(path: Any) -> None:
    told = prove(lines(path))
    assert told["differing"] == []
    assert told["misplaced"] == []
    assert told["quotes"] > 0


@pytest.mark.parametrize(
    "text",
    [
        ORDER + "\n\n" + PAGE * 9,
        PAGE * 9 + "\n\n" + ORDER + "\n\n" + PAGE * 9,
        ORDER + PAGE * 9 + "It enters into force on 2 June 2027. " + PAGE * 9 + ORDER,
        (ORDER + "\n" + PAGE) * 12,
        PAGE * 9 + "Roaming of SIM cards was discussed. " + PAGE * 9,
    ],
    ids=["head", "middle", "far date", "everywhere", "mention"],
)
def test_the_gate_changes_no_reading_of_a_long_text(text: str) -> None:
    assert prove([row(text)])["differing"] == []


def test_a_quote_that_moved_is_seen() -> None:
    reading = analyse(ORDER, language="en")
    assert misquoted(ORDER, reading) == []
    assert misquoted(" " + ORDER, reading)


def test_a_quote_of_nothing_is_seen() -> None:
    reading = analyse(ORDER, language="en")
    (change,) = reading.changes
    empty = replace(change.evidence[0], start=3, end=3, quote="")
    assert misquoted(ORDER, replace(reading, changes=(replace(change, evidence=(empty,)),)))


@pytest.mark.parametrize("published", ["", "None", "May 2026", "2026-05-01T10:00:00Z"])
def test_rows_may_have_any_day_of_publication(published: str) -> None:
    assert prove([row(ORDER, published=published)])["texts"] == 1
