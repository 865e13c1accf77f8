"""The sample texts as gold lines, and how the analysis does on them."""

from datetime import date

import pytest

from analysis.evaluate import Item, evaluate
from webapp.demo.gold import gold_lines
from webapp.demo.samples import load_samples

ANCHOR = date(2026, 11, 22)
LINES = list(gold_lines(load_samples(), anchor=ANCHOR))


def line(name: str) -> dict[str, object]:
    return next(value for value in LINES if value["id"] == name)


def test_each_publication_of_either_week_is_one_line() -> None:
    names = [str(value["id"]) for value in LINES]

    assert len(names) == len(set(names)) == sum(len(a.publications) for a in load_samples())
    assert {"/ng/guidelines/foreign-sims.html@1", "/ng/guidelines/foreign-sims.html@2"} <= set(
        names
    )


def test_a_change_carries_its_days_as_dates() -> None:
    gold = line("/in/releases/direction-m2m-verification.html@1")

    assert gold["is_change"] is True
    assert (gold["countries"], gold["topics"]) == (["IN"], ["sim_registration"])
    assert (gold["effective_date"], gold["deadline"]) == ("2026-11-14", "2027-02-12")


def test_a_text_that_changes_nothing_has_no_kind_dates_or_limit() -> None:
    gold = line("/br/noticias/edital-700-mhz.html@1")

    assert (gold["is_change"], gold["change_kind"], gold["status"]) == (False, "none", "none")
    assert (gold["effective_date"], gold["deadline"], gold["limit_days"]) == (None, None, None)
    assert gold["countries"] == []


def test_the_first_of_several_changes_speaks_for_the_text() -> None:
    gold = line("/in/releases/recommendations-foreign-esim.pdf@1")

    assert (gold["change_kind"], gold["status"], gold["limit_days"]) == (
        "new_rule",
        "proposed",
        180,
    )


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    items = [Item(id=str(gold["id"]), gold=gold, text=str(gold["text"])) for gold in LINES]
    overall = evaluate(items)["overall"]
    assert isinstance(overall, dict)
    return overall


def test_the_analysis_finds_most_changes_of_the_sample_world_and_invents_few(
    measured: dict[str, dict[str, float]],
) -> None:
    """The floor below which the demo would mislead; the full figures come from ``evaluate``."""
    assert measured["changes"]["recall"] >= 0.95
    assert measured["changes"]["precision"] >= 0.8


def test_the_analysis_names_the_right_country_for_each_change_it_finds(
    measured: dict[str, dict[str, float]],
) -> None:
    assert measured["countries"]["accuracy"] >= 0.95
