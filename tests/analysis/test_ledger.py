"""What the rule is by the facts at hand: the surest fact speaks, and no contradiction is hidden."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.ledger import Standing, standing_of, standings
from data.rules import Confidence, FactSource, FactStatus, RuleFact, rule_facts
from data.words import Stance, Topic


def fact(number: int = 1, **values: Any) -> RuleFact:
    defaults: dict[str, Any] = {
        "id": f"tr-roaming-{number}",
        "country": "TR",
        "topic": "roaming",
        "stance": "restricted",
        "summary": "Foreign SIMs may stay for 90 days.",
        "applies_to": "iot",
        "status": "in_force",
        "source_kind": "law",
        "as_of": "2026-01",
        "confidence": "high",
    }
    return RuleFact.model_validate(defaults | values)


def standing(*facts: RuleFact) -> Standing:
    found = standing_of(facts)
    assert found is not None
    return found


def test_the_surest_fact_gives_the_stance() -> None:
    rumour = fact(1, stance="permitted", confidence="low", source_kind="vendor")
    assert standing(rumour, fact(2)).stance is Stance.RESTRICTED


def test_of_facts_equally_sure_the_strictest_speaks_and_the_other_is_told() -> None:
    found = standing(fact(1, stance="permitted"), fact(2, stance="prohibited"))
    assert (found.stance, found.disputed) == (Stance.PROHIBITED, True)
    assert [other.id for other in found.others] == ["tr-roaming-1"]


def test_a_rule_in_force_speaks_before_a_proposal_which_disputes_nothing() -> None:
    found = standing(fact(1, stance="prohibited", status="proposed"), fact(2, stance="permitted"))
    assert (found.stance, found.disputed) == (Stance.PERMITTED, False)


def test_a_rule_for_consumers_does_not_speak_for_fleets() -> None:
    found = standing(fact(1, stance="prohibited", applies_to="consumer"), fact(2))
    assert (found.stance, found.disputed) == (Stance.RESTRICTED, False)


def test_a_doubtful_rumour_disputes_nothing_unless_it_is_marked_so() -> None:
    rumour = {"stance": "permitted", "confidence": "low"}
    assert not standing(fact(1, **rumour), fact(2)).disputed
    assert standing(fact(1, disputes=True, **rumour), fact(2)).disputed


def test_nothing_found_yields_to_whatever_was_found() -> None:
    nothing = fact(1, stance="no_rule_found", summary="No public text found.")
    found = standing(nothing, fact(2, confidence="low", status="unclear"))
    assert (found.stance, found.disputed) == (Stance.RESTRICTED, False)
    assert standing(nothing).stance is Stance.NO_RULE_FOUND


def test_what_was_corrected_or_repealed_is_history() -> None:
    found = standing(
        fact(1, stance="prohibited", superseded_by="tr-roaming-2"),
        fact(2),
        fact(3, stance="permitted", status="repealed"),
    )
    assert (found.stance, found.others) == (Stance.RESTRICTED, ())
    assert {one.id for one in found.earlier} == {"tr-roaming-1", "tr-roaming-3"}
    assert standing_of([fact(3, status="repealed")]) is None


def test_every_bundled_fact_is_shown_somewhere() -> None:
    shown = set()
    for topics in standings(rule_facts()).values():
        for found in topics.values():
            shown |= {one.id for one in (found.head, *found.others, *found.earlier)}
    past_only = {one.id for one in rule_facts()} - shown
    assert all(
        one.superseded_by or one.status is FactStatus.REPEALED
        for one in rule_facts()
        if one.id in past_only
    )


def test_the_markets_asked_about_first_stand_as_their_surest_sources_say() -> None:
    known = standings(rule_facts())
    stances = {code: known[code][Topic.ROAMING].stance.value for code in ("BR", "CN", "TR", "US")}
    assert stances == {
        "BR": "prohibited",
        "CN": "prohibited",
        "TR": "prohibited",
        "US": "permitted",
    }
    assert known["DE"][Topic.ROAMING].disputed


FACTS = st.builds(
    fact,
    st.integers(1, 10**6),
    stance=st.sampled_from(Stance),
    status=st.sampled_from(FactStatus),
    confidence=st.sampled_from(Confidence),
    source_kind=st.sampled_from(FactSource),
    applies_to=st.sampled_from(["iot", "all", "consumer"]),
    as_of=st.sampled_from(["", "2019", "2025-06", "2026-11-01"]),
)


@given(st.lists(FACTS, max_size=8, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_the_facts_changes_nothing(facts: list[RuleFact], random: Any) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    first, second = standing_of(facts), standing_of(shuffled)
    assert (first is None) == (second is None)
    if first and second:
        assert (first.head, first.others) == (second.head, second.others)
        assert first.stance is first.head.stance
