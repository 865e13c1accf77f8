"""What the rule is by the facts at hand: the surest fact speaks, and no contradiction is hidden."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ledger import Standing, idle, standing_of, standings
from data.ledger import Entry, Origin
from data.rules import Confidence, FactSource, FactStatus, RuleFact, rule_facts
from data.words import Stance, Topic

TODAY = date(2026, 11, 16)
SHIPPED = [Entry(fact=one) for one in rule_facts()]


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


def standing_on(day: date, *facts: RuleFact) -> Standing | None:
    return standing_of([Entry(fact=one) for one in facts], on=day)


def standing(*facts: RuleFact) -> Standing:
    found = standing_on(TODAY, *facts)
    assert found is not None
    return found


def test_the_surest_fact_gives_the_stance() -> None:
    rumour = fact(1, stance="permitted", confidence="low", source_kind="vendor")
    assert standing(rumour, fact(2)).stance is Stance.RESTRICTED


def test_of_facts_equally_sure_the_strictest_speaks_and_the_other_is_told() -> None:
    found = standing(fact(1, stance="permitted"), fact(2, stance="prohibited"))
    assert (found.stance, found.disputed) == (Stance.PROHIBITED, True)
    assert [other.fact.id for other in found.others] == ["tr-roaming-1"]


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
    assert {one.fact.id for one in found.earlier} == {"tr-roaming-1", "tr-roaming-3"}
    assert standing_on(TODAY, fact(3, status="repealed")) is None


def test_every_bundled_fact_is_shown_somewhere() -> None:
    known = standings(SHIPPED, on=TODAY)
    shown = [entry.fact.id for entry in idle(SHIPPED, known)]
    for topics in known.values():
        for found in topics.values():
            groups = (found.others, found.ahead, found.earlier, found.overruled)
            shown += [entry.fact.id for group in ((found.head,), *groups) for entry in group]
    assert sorted(shown) == [one.id for one in rule_facts()]


def test_the_markets_asked_about_first_stand_as_their_surest_sources_say() -> None:
    known = standings(SHIPPED, on=TODAY)
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
    first, second = standing_on(TODAY, *facts), standing_on(TODAY, *shuffled)
    assert (first is None) == (second is None)
    if first and second:
        assert (first.head, first.others) == (second.head, second.others)
        assert first.stance is first.head.fact.stance


def test_a_rule_that_begins_later_is_ahead_and_one_that_has_ended_is_past() -> None:
    facts = (
        fact(1, until="2026-12-31"),
        fact(2, stance="prohibited", effective="2027-01-01"),
        fact(3, stance="permitted", until="2020"),
    )
    found = standing(*facts)
    assert (found.head.fact.id, [one.fact.id for one in found.ahead]) == (
        "tr-roaming-1",
        ["tr-roaming-2"],
    )
    assert [one.fact.id for one in found.earlier] == ["tr-roaming-3"]
    later = standing_on(date(2027, 1, 1), *facts)
    assert later is not None
    assert (later.stance, later.disputed) == (Stance.PROHIBITED, False)
    before = standing_on(date(2020, 6, 1), *facts)
    assert before is not None
    assert {one.fact.id for one in (before.head, *before.others)} == {
        "tr-roaming-1",
        "tr-roaming-3",
    }


@pytest.mark.parametrize(
    ("effective", "until", "day", "holds"),
    [
        ("2026", "", date(2026, 1, 1), True),
        ("2026", "", date(2025, 12, 31), False),
        ("2026-07", "", date(2026, 7, 1), True),
        ("", "2026-02", date(2026, 2, 28), True),
        ("", "2026-02", date(2026, 3, 1), False),
        ("", "", date(1999, 1, 1), True),
        ("2026-07-15", "2026-07-15", date(2026, 7, 15), True),
    ],
)
def test_partial_dates_count_from_their_first_day_to_their_last(
    effective: str, until: str, day: date, holds: bool
) -> None:
    found = standing_on(day, fact(1, effective=effective, until=until))
    assert (found is not None) is holds


def test_what_was_repealed_on_a_known_day_held_until_then() -> None:
    repealed = fact(1, status="repealed", until="2026-03-31")
    held = standing_on(date(2026, 3, 31), repealed)
    assert held is not None
    assert held.stance is Stance.RESTRICTED
    assert standing_on(date(2026, 4, 1), repealed) is None


def test_a_draft_is_a_draft_today_whenever_it_would_begin() -> None:
    found = standing(fact(1, status="proposed", effective="2030"))
    assert (found.head.fact.id, found.ahead) == ("tr-roaming-1", ())


def test_of_one_fact_the_officers_word_holds_and_the_files_is_shown() -> None:
    files, officer = fact(1), fact(1, stance="prohibited")
    entries = [Entry(fact=files), Entry(fact=officer, origin=Origin.OFFICER, recorded_by="o")]
    found = standing_of(entries, on=TODAY)
    assert found is not None
    assert (found.stance, found.others, found.disputed) == (Stance.PROHIBITED, (), False)
    assert [one.fact.stance for one in found.overruled] == [Stance.RESTRICTED]


def test_files_that_agree_with_the_officer_say_nothing() -> None:
    entries = [Entry(fact=fact(1)), Entry(fact=fact(1), origin=Origin.OFFICER)]
    found = standing_of(entries, on=TODAY)
    assert found is not None
    assert found.overruled == ()


DATES = st.sampled_from(["", "2024", "2025-06", "2026-03-15", "2027"])


@given(
    st.lists(
        st.builds(
            fact,
            st.integers(1, 10**6),
            effective=DATES,
            until=DATES,
            status=st.sampled_from(FactStatus),
            superseded_by=st.sampled_from(["", "", "tr-roaming-2"]),
        ),
        max_size=6,
        unique_by=lambda one: one.id,
    ),
    st.dates(date(2023, 1, 1), date(2028, 12, 31)),
)
def test_each_fact_stands_where_a_slow_look_at_its_days_puts_it(
    facts: list[RuleFact], day: date
) -> None:
    """The reference lists every day of thirty years and asks on which the fact held."""
    found = standing_on(day, *facts)
    current = {one.id for one in facts if _slowly(one, day) == "holds"}
    assert (found is not None) is bool(current)
    if found:
        assert {one.fact.id for one in (found.head, *found.others)} == current
        for name in ("ahead", "earlier"):
            listed = {one.fact.id for one in getattr(found, name)}
            assert listed == {one.id for one in facts if _slowly(one, day) == name}


def _slowly(one: RuleFact, day: date) -> str:
    days = [date(2010, 1, 1) + timedelta(days=n) for n in range(365 * 30)]
    if one.superseded_by or (one.status is FactStatus.REPEALED and not one.until):
        return "earlier"
    if one.until and not any(
        each.isoformat().startswith(one.until) for each in days if each >= day
    ):
        return "earlier"
    draft = one.status is FactStatus.PROPOSED or not one.effective
    begun = any(each.isoformat().startswith(one.effective) for each in days if each <= day)
    return "holds" if draft or begun else "ahead"
