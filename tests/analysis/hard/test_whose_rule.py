"""Whose rule changes: reports on others, comparisons, press abroad, groups."""

import pytest

from data.words import Topic
from tests.analysis.hard.reading import change, read

NIGERIA = (
    "Nigeria limits permanent roaming of foreign SIMs",
    "The Nigerian Communications Commission has adopted a new rule: foreign SIMs must not stay in "
    "permanent roaming on a Nigerian network for more than 90 days. It enters into force on 1 March 2027.",
)


@pytest.mark.parametrize("country", ["GB", "ES", "", "INT"])
def test_a_regulator_or_a_paper_that_reports_on_another_country_gives_that_country(
    country: str,
) -> None:
    assert read(*NIGERIA, country=country).countries == ("NG",)


def test_countries_named_in_passing_do_not_change_their_rules() -> None:
    found = read(
        "New rule on permanent roaming adopted",
        "The Authority has adopted a new rule: foreign SIMs must not stay in permanent roaming for more "
        "than 90 days. Similar rules are known from Brazil, Egypt and Türkiye, and a seminar with "
        "experts from Germany and Japan was held. It enters into force on 1 March 2027.",
        country="KE",
    )
    assert found.countries == ("KE",)


def test_an_act_of_the_union_is_the_union_s() -> None:
    found = read(
        "Regulation on roaming in the European Union adopted",
        "The European Parliament and the Council of the European Union have adopted a new regulation: "
        "operators must not refuse permanent roaming of M2M devices. It applies from 1 July 2027.",
        country="EU",
    )
    assert change(found, Topic.ROAMING).via_group == "EU"


def test_a_law_firm_s_comparison_of_five_countries_without_news_is_no_change() -> None:
    found = read(
        "Permanent roaming in five countries: a comparison",
        "A client asks whether one SIM will do for five markets. Brazil: temporary only. Egypt: local "
        "SIMs preferred. France: no limit. India: licence of the seller. Japan: no rule. Our team will "
        "gladly help; this overview is not legal advice and nothing in it is new.",
        country="GB",
    )
    assert found.changes == ()


def test_a_note_on_two_countries_gives_each_its_own_change() -> None:
    found = read(
        "New roaming rules in Nigeria and Kenya",
        "Nigeria: the NCC adopted a rule that limits permanent roaming of foreign SIMs to 90 days from "
        "1 March 2027.\n\nKenya: the Communications Authority of Kenya adopted a rule that prohibits "
        "permanent roaming of foreign SIMs from 1 March 2027.",
        country="GB",
    )
    assert set(found.countries) == {"NG", "KE"}


def test_a_change_is_told_with_less_certainty_than_the_models_have_of_it() -> None:
    """Real texts are less clear than those that the models learned from."""
    sure = read(*NIGERIA, country="NG")
    doubtful = read("Roaming", "A rule on roaming was mentioned.", country="NG")
    assert 0.5 < change(sure, Topic.ROAMING).confidence < 1
    assert all(found.confidence < 0.9 for found in doubtful.changes)
