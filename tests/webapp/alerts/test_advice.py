from datetime import date

import pytest

from data.words import Topic
from tests.webapp.alerts.facts import make_facts
from webapp.alerts.advice import advice


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_steps_that_are_whole_sentences(topic: Topic) -> None:
    steps = advice(make_facts(topic=topic))
    assert steps
    assert all(step.endswith(".") and "{" not in step for step in steps)


def test_a_draft_asks_for_a_decision_to_comment_by_its_deadline() -> None:
    steps = advice(make_facts(status="consultation", deadline_on=date(2026, 12, 20)))
    assert steps[0] == "Read the draft and decide whether to comment by 20 Dec 2026."
    assert "opens again" in steps[1]


def test_a_draft_without_a_deadline_names_no_date() -> None:
    steps = advice(make_facts(status="proposed", deadline_on=None))
    assert steps[0] == "Read the draft and decide whether to comment."


def test_a_rule_that_gets_easier_asks_for_nothing() -> None:
    assert advice(make_facts(direction="loosening"))[0].startswith("Nothing has to be done")


def test_roaming_steps_follow_what_the_sims_can_do() -> None:
    technologies = {"euicc_sgp22": 3, "euicc_sgp32": 4, "multi_imsi": 2, "single": 1, "unknown": 9}
    steps = advice(make_facts(topic="roaming", by_technology=technologies))
    assert "Plan local profiles for 7 eUICC SIMs before 1 Mar 2027." in steps
    assert "Ask for a local IMSI on 2 multi-IMSI SIMs before 1 Mar 2027." in steps
    assert "Plan a swap or a withdrawal for 1 single-IMSI SIM before 1 Mar 2027." in steps


def test_no_step_is_made_for_sims_that_are_not_there() -> None:
    steps = advice(make_facts(topic="roaming", by_technology={"single": 5}))
    assert not any("eUICC" in step or "multi-IMSI" in step for step in steps)


def test_a_ban_asks_to_stop_shipping() -> None:
    facts = make_facts(topic="roaming", limits=({"shape": "ban", "days": None},))
    assert "Stop shipping devices with foreign SIMs to Türkiye." in advice(facts)


def test_the_earlier_of_two_dates_is_the_one_to_act_before() -> None:
    facts = make_facts(effective_on=date(2027, 3, 1), deadline_on=date(2027, 2, 1))
    assert any("before 1 Feb 2027" in step for step in advice(facts))


def test_a_groups_act_speaks_of_its_countries_together() -> None:
    facts = make_facts(jurisdiction="EU", by_country={"DE": 5, "FR": 6}, live_sims=11)
    assert any("11 live SIMs in 2 countries" in step for step in advice(facts))
