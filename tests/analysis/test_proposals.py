"""What a found change would enter into the ledger: a stance only where the text bears it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.ledger import Standing, standing_of
from analysis.proposals import (
    PROPOSING,
    FoundChange,
    differences,
    rule_values,
    stance_of,
    suggested,
)
from data.ledger import Entry
from data.rules import FactStatus, RuleFact
from data.words import ChangeKind, ChangeStatus, Direction, LimitShape, Stance, Topic

NINETY = {"days": 90, "shape": "consecutive", "per": "sim", "window_days": None}
BAN = {"days": None, "shape": "ban", "per": "sim"}


def change(**values: Any) -> FoundChange:
    defaults: dict[str, Any] = {
        "topic": Topic.ROAMING,
        "kind": ChangeKind.NEW_RULE,
        "status": ChangeStatus.ADOPTED,
        "direction": Direction.TIGHTENING,
    }
    return FoundChange(**defaults | values)


def fact(stance: str = "restricted", number: int = 1, **values: Any) -> RuleFact:
    defaults: dict[str, Any] = {
        "id": f"tr-roaming-{number}",
        "country": "TR",
        "topic": "roaming",
        "stance": stance,
        "summary": "Foreign SIMs may stay for 120 days.",
        "applies_to": "iot",
        "status": "in_force",
        "source_kind": "law",
        "confidence": "high",
    }
    return RuleFact.model_validate(defaults | values)


def today(*facts: RuleFact) -> Standing:
    found = standing_of([Entry(fact=one) for one in facts], on=date(2026, 11, 16))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("found", "stance"),
    [
        (change(limits=(BAN,)), Stance.PROHIBITED),
        (change(limits=(NINETY,)), Stance.RESTRICTED),
        (change(limits=(NINETY,), direction=Direction.LOOSENING), Stance.RESTRICTED),
        (change(topic=Topic.IMEI, limits=(NINETY,)), Stance.CONDITIONAL),
        (change(topic=Topic.IMEI), Stance.CONDITIONAL),
        (change(topic=Topic.TYPE_APPROVAL, direction=Direction.NEUTRAL), Stance.CONDITIONAL),
    ],
)
def test_the_text_alone_can_tell(found: FoundChange, stance: Stance) -> None:
    judged = stance_of(found, None)
    assert (judged.stance, judged.question) == (stance, "")
    assert judged.reasons


@pytest.mark.parametrize(
    ("found", "question"),
    [
        (change(direction=Direction.LOOSENING), "still forbidden"),
        (change(kind=ChangeKind.REPEAL), "still forbidden"),
        (change(kind=ChangeKind.REPEAL, limits=(NINETY,)), "after the repeal"),
        (change(limits=(BAN,), direction=Direction.LOOSENING), "still forbidden"),
        (change(), "forbid, limit"),
        (change(topic=Topic.DATA_LOCALISATION), "forbid, limit"),
        (change(kind=ChangeKind.EXTENSION), "What is the rule"),
    ],
)
def test_what_the_text_does_not_tell_is_asked(found: FoundChange, question: str) -> None:
    judged = stance_of(found, None)
    assert judged.stance is None
    assert question in judged.question
    assert judged.reasons


@pytest.mark.parametrize(
    "kind", [ChangeKind.EXTENSION, ChangeKind.ENFORCEMENT, ChangeKind.GUIDANCE]
)
def test_what_moves_days_or_enforces_leaves_the_stance_of_today(kind: ChangeKind) -> None:
    judged = stance_of(change(kind=kind), today(fact("conditional")))
    assert judged.stance is Stance.CONDITIONAL


def test_what_is_prohibited_cannot_tighten() -> None:
    assert stance_of(change(), today(fact("prohibited"))).stance is Stance.PROHIBITED


def test_looked_and_found_nothing_is_no_rule_that_could_stay() -> None:
    nothing = today(fact("no_rule_found", status="unclear", source_kind="none"))
    assert stance_of(change(kind=ChangeKind.EXTENSION), nothing).stance is None


CHANGES = st.builds(
    FoundChange,
    topic=st.sampled_from(Topic),
    kind=st.sampled_from([kind for kind in ChangeKind if kind is not ChangeKind.NONE]),
    status=st.sampled_from(PROPOSING),
    direction=st.sampled_from(Direction),
    limits=st.lists(
        st.builds(
            lambda shape, days, window: {"shape": shape, "days": days, "window_days": window},
            st.sampled_from([shape.value for shape in LimitShape]),
            st.integers(2, 730) | st.none(),
            st.integers(2, 730) | st.none(),
        ),
        max_size=3,
    ).map(tuple),
    effective_on=st.dates(date(2020, 1, 1), date(2030, 1, 1)) | st.none(),
    devices=st.sampled_from(["m2m", "consumer", "all"]),
)


@given(CHANGES, st.sampled_from(Stance) | st.none())
def test_no_text_is_ever_taken_for_permission_and_every_answer_has_its_reason(
    found: FoundChange, stance: Stance | None
) -> None:
    standing = today(fact(stance.value)) if stance else None
    judged = stance_of(found, standing)
    assert judged.reasons
    assert (judged.stance is None) is bool(judged.question)
    if judged.stance is Stance.PERMITTED:
        assert stance is Stance.PERMITTED
    assert judged.stance is not Stance.NO_RULE_FOUND


@given(CHANGES)
def test_what_a_text_says_of_the_rule_makes_a_fact_that_the_ledger_takes(
    found: FoundChange,
) -> None:
    values = rule_values(found) | {
        "id": "tr-roaming-p1",
        "country": "TR",
        "stance": "restricted",
        "summary": "A rule that was found.",
        "source_kind": "regulator",
        "confidence": "medium",
    }
    made = RuleFact.model_validate(values)
    assert made.status in (FactStatus.IN_FORCE, FactStatus.PROPOSED)


def test_an_amendment_ends_the_rule_of_today_and_a_draft_ends_nothing() -> None:
    standing = today(fact(), fact(number=2, confidence="low"))
    amendment = change(kind=ChangeKind.AMENDMENT)
    assert suggested(amendment, standing) == ("tr-roaming-1",)
    draft = change(kind=ChangeKind.AMENDMENT, status=ChangeStatus.PROPOSED)
    assert suggested(draft, standing) == ()
    assert suggested(change(), standing) == ()
    assert suggested(amendment, None) == ()


def test_what_a_development_said_before_is_ended_by_what_it_says_now() -> None:
    own = fact(number=9, id="tr-roaming-p9", status="proposed")
    assert suggested(change(), today(fact(), own), ["tr-roaming-p9"]) == ("tr-roaming-p9",)


def test_the_difference_names_each_field_with_both_values() -> None:
    draft = fact("prohibited", limit_days=90).model_dump(mode="json")
    found = {item.name: (item.old, item.new) for item in differences(fact(), draft)}
    assert found == {"stance": ("restricted", "prohibited"), "limit_days": (None, 90)}
    assert {item.name for item in differences(None, draft)} >= {"stance", "summary", "status"}
    assert differences(fact(), fact().model_dump(mode="json")) == ()
