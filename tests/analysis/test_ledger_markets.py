"""The shipped ledger says how each market stands that officers ask about, with its sources."""

from datetime import date

import pytest

from analysis.ledger import Standing, standings
from data import countries
from data.fleet.sample import COUNTRIES
from data.ledger import Entry
from data.queries.pages_countries import groups_of
from data.rules import FactSource, rule_facts
from data.words import CORE_TOPICS, Stance, Topic

ON = date(2026, 11, 16)
KNOWN = standings((Entry(fact=one) for one in rule_facts()), on=ON)
#: What the trade takes for granted of the eight regions.
TRADE = {
    "EU": Stance.CONDITIONAL,
    "DE": Stance.RESTRICTED,
    "BE": Stance.RESTRICTED,
    "US": Stance.PERMITTED,
    "CN": Stance.PROHIBITED,
    "BR": Stance.RESTRICTED,
    "IN": Stance.RESTRICTED,
    "AU": Stance.PERMITTED,
    "JP": Stance.PERMITTED,
    "TR": Stance.RESTRICTED,
}


def told_of(code: str, topic: Topic) -> list[Standing]:
    """The country's own standing and its groups'."""
    places = [code, *groups_of(code, today=ON)] if countries.is_country(code) else [code]
    return [KNOWN[place][topic] for place in places if topic in KNOWN.get(place, {})]


def entries(standing: Standing) -> tuple[Entry, ...]:
    return (standing.head, *standing.others)


@pytest.mark.parametrize(("code", "stance"), TRADE.items())
def test_what_the_trade_takes_for_granted_is_told_and_marked_as_such(
    code: str, stance: Stance
) -> None:
    standing = KNOWN[code][Topic.ROAMING]
    (trade,) = [
        entry.fact for entry in entries(standing) if entry.fact.source_kind is FactSource.TRADE_VIEW
    ]
    assert trade.stance is stance
    found = [entry.fact for entry in entries(standing) if entry.fact is not trade]
    assert found
    sourced = [fact for fact in found if fact.source_url]
    assert sourced or {fact.stance for fact in found} == {Stance.NO_RULE_FOUND}


@pytest.mark.parametrize("topic", CORE_TOPICS)
@pytest.mark.parametrize("code", sorted({*COUNTRIES, *TRADE}))
def test_each_country_of_the_sample_fleet_stands_somewhere_on_each_core_topic(
    code: str, topic: Topic
) -> None:
    found = told_of(code, topic)
    assert found, f"nothing on {topic} for {code}"
    for standing in found:
        head = standing.head.fact
        if head.source_url is None:
            unsourced = head.source_kind is FactSource.TRADE_VIEW
            assert unsourced or head.stance is Stance.NO_RULE_FOUND


def test_looked_and_found_nothing_speaks_only_where_nothing_else_does() -> None:
    for topics in KNOWN.values():
        for standing in topics.values():
            if standing.stance is Stance.NO_RULE_FOUND:
                stances = {entry.fact.stance for entry in entries(standing)}
                assert stances == {Stance.NO_RULE_FOUND}
