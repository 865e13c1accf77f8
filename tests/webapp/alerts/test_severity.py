"""Severity: what raises and lowers it, and that its parts always explain it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.words import ChangeKind, ChangeStatus, Direction, Severity, Topic
from webapp.alerts.severity import HIGH_FROM, MEDIUM_FROM, Case, Part, judge, word_for

TODAY = date(2026, 11, 16)
#: A stricter IMEI rule, adopted, in 40 days, where 1,200 of 20,000 SIMs roam.
FIRM = Case(
    topic="imei",
    kind="new_rule",
    status="adopted",
    direction="tightening",
    live_sims=1200,
    foreign_sims=1200,
    fleet_live_sims=20_000,
    effective_on=TODAY + timedelta(days=40),
)


def points(case: Case) -> dict[str, int]:
    return {part.name: part.points for part in judge(case, today=TODAY).parts}


def test_a_firm_stricter_rule_on_a_core_topic_with_many_sims_is_high() -> None:
    verdict = judge(FIRM, today=TODAY)
    assert verdict.severity is Severity.HIGH
    assert points(FIRM) == {
        "topic": 20,
        "direction": 15,
        "status": 25,
        "time": 10,
        "sims": 15,
        "share": 5,
        "foreign": 5,
    }


days = st.integers(-800, 800).map(lambda n: TODAY + timedelta(days=n))
cases = st.builds(
    Case,
    topic=st.sampled_from(Topic),
    kind=st.sampled_from(ChangeKind),
    status=st.sampled_from(ChangeStatus),
    direction=st.sampled_from(Direction),
    live_sims=st.integers(0, 10**6),
    foreign_sims=st.integers(0, 10**6),
    fleet_live_sims=st.integers(0, 10**6),
    effective_on=st.none() | days,
    deadline_on=st.none() | days,
    limits=st.lists(
        st.fixed_dictionaries(
            {
                "days": st.none() | st.integers(1, 400),
                "shape": st.sampled_from(["ban", "consecutive", "share"]),
            }
        ),
        max_size=3,
    ),
    retail_only=st.booleans(),
    backlog=st.booleans(),
    confirmed=st.booleans(),
    confidence=st.floats(0, 1),
)


@given(cases)
def test_the_parts_add_up_to_the_score_and_each_gives_its_reason(case: Case) -> None:
    verdict = judge(case, today=TODAY)
    assert sum(part.points for part in verdict.parts) == verdict.score
    assert all(part.because and part.points for part in verdict.parts)
    assert len({part.name for part in verdict.parts}) == len(verdict.parts)
    assert verdict.severity is word_for(verdict.score)


@given(cases)
def test_more_live_sims_never_make_it_quieter(case: Case) -> None:
    more = replace(case, live_sims=case.live_sims * 10 + 1, foreign_sims=case.foreign_sims + 1)
    assert judge(more, today=TODAY).score >= judge(case, today=TODAY).score


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (HIGH_FROM, Severity.HIGH),
        (HIGH_FROM - 1, Severity.MEDIUM),
        (MEDIUM_FROM, Severity.MEDIUM),
        (MEDIUM_FROM - 1, Severity.LOW),
        (-50, Severity.LOW),
    ],
)
def test_the_word_follows_the_documented_thresholds(score: int, word: Severity) -> None:
    assert word_for(score) is word


@pytest.mark.parametrize(
    ("louder", "quieter"),
    [
        ({"topic": "roaming"}, {"topic": "type_approval"}),
        ({"direction": "tightening"}, {"direction": "neutral"}),
        ({"direction": "neutral"}, {"direction": "loosening"}),
        ({"status": "in_force"}, {"status": "proposed"}),
        ({"status": "proposed"}, {"status": "consultation"}),
        ({"kind": "enforcement"}, {"kind": "amendment"}),
        ({"kind": "amendment"}, {"kind": "guidance"}),
        ({"foreign_sims": 1}, {"foreign_sims": 0}),
        ({"fleet_live_sims": 2000}, {"fleet_live_sims": 2_000_000}),
        ({"limits": [{"shape": "ban", "days": None}]}, {"limits": [{"shape": "x", "days": 90}]}),
        ({"limits": [{"shape": "consecutive", "days": 90}]}, {"limits": []}),
        ({"retail_only": False}, {"retail_only": True}),
        ({"backlog": False}, {"backlog": True}),
        ({"confirmed": True}, {"confirmed": False}),
        ({"confidence": 0.5}, {"confidence": 0.49}),
    ],
)
def test_what_matters_more_speaks_louder(
    louder: dict[str, object], quieter: dict[str, object]
) -> None:
    loud = judge(replace(FIRM, **louder), today=TODAY)  # type: ignore[arg-type]
    quiet = judge(replace(FIRM, **quieter), today=TODAY)  # type: ignore[arg-type]
    assert loud.score > quiet.score


@pytest.mark.parametrize(
    ("status", "effective", "deadline", "expected"),
    [
        ("adopted", 0, None, 15),
        ("adopted", 30, None, 15),
        ("adopted", 31, None, 10),
        ("adopted", 91, None, 5),
        ("adopted", 366, None, None),
        ("adopted", 200, 20, 15),
        ("in_force", -90, None, 10),
        ("in_force", -91, None, None),
        ("in_force", None, None, None),
        ("consultation", None, 30, 5),
        ("consultation", None, 90, 3),
        ("consultation", None, 91, None),
        ("consultation", None, -1, None),
        ("proposed", 10, None, None),
    ],
)
def test_a_date_counts_by_how_near_it_is(
    status: str, effective: int | None, deadline: int | None, expected: int | None
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    case = replace(FIRM, status=status, effective_on=day(effective), deadline_on=day(deadline))
    assert points(case).get("time") == expected


def test_a_consultation_about_few_sims_is_not_mailed_at_once() -> None:
    case = replace(FIRM, status="consultation", kind="consultation", live_sims=50, foreign_sims=50)
    assert judge(case, today=TODAY).severity is not Severity.HIGH


def test_a_roaming_rule_where_no_sim_roams_is_quiet_and_says_so() -> None:
    case = replace(FIRM, topic="roaming", foreign_sims=0)
    part = next(part for part in judge(case, today=TODAY).parts if part.name == "foreign")
    assert part == Part(name="foreign", points=-20, because="none of them roams")


def test_sims_that_do_not_roam_still_count_for_imei_rules() -> None:
    assert "foreign" not in points(replace(FIRM, foreign_sims=0))


def test_the_backlog_and_the_retail_part_give_their_reasons() -> None:
    verdict = judge(replace(FIRM, backlog=True, retail_only=True), today=TODAY)
    because = {part.name: part.because for part in verdict.parts}
    assert "long before" in because["backlog"]
    assert "retail" in because["scope"]
    assert verdict.severity is not Severity.HIGH


def test_a_part_is_kept_as_plain_json() -> None:
    part = Part(name="topic", points=20, because="a core topic")
    assert part.as_json() == {"name": "topic", "points": 20, "because": "a core topic"}
