from datetime import date
from typing import Any

import pytest

from data.words import Topic
from tests.webapp.alerts.facts import NOW, make_facts
from webapp.alerts.advice import advice


def steps(**values: Any) -> tuple[str, ...]:
    return advice(make_facts(**values), today=NOW.date())


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_steps_that_are_whole_sentences(topic: Topic) -> None:
    found = steps(topic=topic)
    assert found
    assert all(step.endswith(".") and "{" not in step for step in found)


def test_a_draft_asks_for_a_decision_to_comment_by_its_deadline() -> None:
    found = steps(status="consultation", deadline_on=date(2026, 12, 20))
    assert found[0] == "Read the draft and decide whether to comment by 20 Dec 2026."
    assert "is updated when the draft is adopted" in found[1]


def test_a_draft_without_a_deadline_names_no_date() -> None:
    found = steps(status="proposed", deadline_on=None)
    assert found[0] == "Read the draft and decide whether to comment."


def test_a_draft_whose_term_has_passed_asks_for_no_comment() -> None:
    found = steps(status="consultation", deadline_on=date(2026, 11, 15))
    assert len(found) == 1
    assert "comment" not in found[0]


def test_a_rule_that_gets_easier_asks_for_nothing() -> None:
    assert steps(direction="loosening")[0].startswith("Nothing has to be done")


def test_roaming_steps_follow_what_the_sims_can_do() -> None:
    technologies = {"euicc_sgp22": 3, "euicc_sgp32": 4, "multi_imsi": 2, "single": 1, "unknown": 9}
    found = steps(topic="roaming", by_technology=technologies)
    assert "Plan local profiles for 7 eUICC SIMs before 1 Mar 2027." in found
    assert "Ask for a local IMSI on 2 multi-IMSI SIMs before 1 Mar 2027." in found
    assert "Plan a swap or a withdrawal for 1 single-IMSI SIM before 1 Mar 2027." in found


def test_no_step_is_made_for_sims_that_are_not_there() -> None:
    found = steps(topic="roaming", by_technology={"single": 5})
    assert not any("eUICC" in step or "multi-IMSI" in step for step in found)


def test_a_ban_asks_to_stop_shipping() -> None:
    found = steps(topic="roaming", limits=({"shape": "ban", "days": None},))
    assert "Stop shipping devices with foreign SIMs to Türkiye." in found


@pytest.mark.parametrize(
    ("effective", "deadline", "expected"),
    [
        (date(2027, 3, 1), date(2027, 2, 1), " before 1 Feb 2027."),
        (date(2026, 11, 1), date(2027, 2, 1), " before 1 Feb 2027."),
        (date(2026, 11, 1), None, " now."),
        (date(2026, 11, 16), None, " now."),
        (None, None, "Türkiye."),
    ],
)
def test_the_next_day_that_counts_is_the_one_to_act_before(
    effective: date | None, deadline: date | None, expected: str
) -> None:
    (step,) = steps(topic="type_approval", effective_on=effective, deadline_on=deadline)
    assert step.endswith(expected)


def test_a_rule_in_force_without_a_date_asks_to_act_now() -> None:
    (step,) = steps(topic="type_approval", status="in_force", effective_on=None)
    assert step.endswith(" now.")


def test_a_groups_act_speaks_of_its_countries_together() -> None:
    found = steps(jurisdiction="EU", by_country={"DE": 5, "FR": 6}, live_sims=11)
    assert any("11 live SIMs in 2 countries" in step for step in found)
