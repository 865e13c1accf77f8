"""Which colour a country has, what it says, and how large its circle is."""

from math import pi

import pytest

from analysis.ledger import Standing, standings
from data.ledger import Entry
from data.words import Topic
from tests.analysis.test_ledger import TODAY, fact
from webapp.worldmap.drawing import Land, Picture, draw
from webapp.worldmap.shapes import world

Ledger = dict[str, dict[Topic, Standing]]


def ledger(**stances: str) -> Ledger:
    facts = [
        fact(number, country=country, stance=stance)
        for number, (country, stance) in enumerate(stances.items(), 1)
    ]
    return standings([Entry(fact=one) for one in facts], on=TODAY)


def picture(known: Ledger, live: dict[str, int] | None = None) -> Picture:
    union = {"DE": "EU", "FR": "EU"}
    return draw(world(), Topic.ROAMING, known, live or {}, union)


def land(found: Picture, code: str) -> Land:
    return next(one for one in found.lands if one.code == code)


def test_a_country_has_the_colour_of_its_own_rule() -> None:
    found = land(picture(ledger(TR="restricted", EU="permitted")), "TR")
    assert found.stance == "restricted"
    assert found.said == "Türkiye: Permanent roaming – restricted"


def test_a_member_without_a_rule_of_its_own_goes_with_the_group_and_says_so() -> None:
    found = land(picture(ledger(EU="conditional")), "FR")
    assert found.stance == "conditional"
    assert found.said == (
        "France: Permanent roaming – conditional by the rule of the European Union"
    )


def test_a_member_with_a_rule_of_its_own_keeps_it() -> None:
    found = land(picture(ledger(EU="conditional", DE="restricted")), "DE")
    assert found.stance == "restricted"


def test_nothing_found_is_not_permitted_and_yields_to_the_groups_rule() -> None:
    assert land(picture(ledger(CL="no_rule_found")), "CL").stance == "no_rule_found"
    both = picture(ledger(FR="no_rule_found", EU="conditional"))
    assert land(both, "FR").stance == "conditional"


def test_a_country_nobody_has_looked_at_says_so() -> None:
    found = land(picture({}), "CL")
    assert found.stance == "unknown"
    assert found.said == "Chile: Permanent roaming – nobody has looked yet"


def test_the_area_of_a_circle_is_in_proportion_to_the_sims() -> None:
    circles = {one.code: one for one in picture({}, {"TR": 400, "IN": 1600}).circles}
    areas = {code: pi * one.radius**2 for code, one in circles.items()}
    assert areas["IN"] / areas["TR"] == pytest.approx(4, rel=0.02)


def test_the_smallest_circle_can_be_seen_and_stands_on_top() -> None:
    circles = picture({}, {"TR": 1, "IN": 1_000_000}).circles
    assert [one.code for one in circles] == ["IN", "TR"]
    assert circles[1].radius >= 2
    assert circles[1].said == "Türkiye: 1 live SIM"


def test_sims_in_no_known_country_have_no_circle() -> None:
    assert picture({}, {"": 12, "TR": 0}).circles == ()


def test_the_legend_counts_each_country_once() -> None:
    found = picture(ledger(TR="restricted", BR="prohibited"), {"TR": 5, "BR": 7})
    counts = {word: (lands, sims) for word, lands, sims in found.legend}
    assert counts["restricted"] == (1, 5)
    assert counts["prohibited"] == (1, 7)
    assert sum(lands for lands, _ in counts.values()) == len(world().places)


def test_dots_are_drawn_over_shapes() -> None:
    dots = [one.dot is not None for one in picture({}).lands]
    assert dots == sorted(dots)
