"""Whether and how a rule changes: by the shipped weights, on statements made by hand."""

import pytest

from analysis.acting import Act, Timing, act_of
from analysis.cues import cue_features
from analysis.statements import LEAD, TITLE, Statement
from analysis.weighing import weigh
from analysis.weights import load, parts, probability, rank, score
from data.words import ChangeKind, ChangeStatus, Direction, Topic
from tests.analysis.made import statement

UNSAID = Timing(None, effective=False, deadline=False, limits=False)


def act(*statements: Statement, timing: Timing = UNSAID) -> Act:
    """The act on roaming."""
    return act_of(weigh(Topic.ROAMING, statements, 1500), timing, topic=Topic.ROAMING)


def test_a_binding_decision_with_a_date_is_a_change() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="kind:new_rule direction:tightening"),
        statement(
            place=LEAD, topics="roaming", start=100,
            acts="status:adopted document:act modality:duty direction:tightening kind:new_rule",
        ),
        timing=Timing(True, effective=True, deadline=False, limits=True),
    )  # fmt: skip
    assert found.points > 0
    assert found.status is ChangeStatus.ADOPTED
    assert found.direction is Direction.TIGHTENING
    assert found.reasons


def test_a_report_about_the_topic_is_none() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="document:other"),
        statement(place=LEAD, topics="roaming", acts="document:other modality:unchanged"),
    )
    assert found.points < 0


@pytest.mark.parametrize("kind", [k for k in ChangeKind if k is not ChangeKind.NONE])
def test_a_kind_said_in_title_and_first_lines_is_the_kind(kind: ChangeKind) -> None:
    cues = f"kind:{kind}"
    found = act(
        statement(place=TITLE, topics="roaming", acts=cues),
        statement(place=LEAD, topics="roaming", acts=cues, start=100),
        statement(place=LEAD, topics="roaming", acts=cues, start=200),
    )
    assert found.kind is kind
    assert 0 < found.sure <= 1


def test_an_open_consultation_has_its_own_status() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="kind:consultation"),
        statement(place=LEAD, acts="kind:consultation", dates="deadline:2027-01-01"),
    )
    assert (found.kind, found.status) == (ChangeKind.CONSULTATION, ChangeStatus.CONSULTATION)


@pytest.mark.parametrize(
    ("future", "status"), [(True, ChangeStatus.ADOPTED), (False, ChangeStatus.IN_FORCE)]
)
def test_the_date_of_effect_tells_adopted_from_in_force(future: bool, status: str) -> None:
    found = act(
        statement(place=LEAD, topics="roaming", acts="kind:amendment status:adopted"),
        timing=Timing(future, effective=True, deadline=False, limits=False),
    )
    assert found.status == status


def test_a_draft_is_proposed() -> None:
    lead = statement(place=LEAD, topics="roaming", acts="kind:new_rule status:proposed")
    again = statement(place=LEAD, topics="roaming", acts="status:proposed", start=200)
    assert act(lead, again).status is ChangeStatus.PROPOSED


def test_repealing_a_duty_loosens() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="kind:repeal direction:loosening"),
        statement(place=LEAD, topics="roaming", acts="kind:repeal direction:loosening"),
    )
    assert found.direction is Direction.LOOSENING


def test_cues_of_the_old_rule_are_counted_apart() -> None:
    old = statement(place=LEAD, acts="kind:repeal modality:past")
    found = cue_features(weigh(Topic.ROAMING, [old], 1500), "kind", "repeal")
    assert (found["lead"], found["old"]) == (0.0, 0.5)


def test_a_statement_beside_the_topic_weighs_more_than_one_far_off() -> None:
    near, far = statement(start=100), statement(start=300)
    weighed = weigh(
        Topic.ROAMING, [statement(topics="roaming"), near, statement(start=200), far], 50_000
    )
    assert weighed[1].weight > weighed[3].weight


def test_the_title_weighs_most() -> None:
    weighed = weigh(Topic.ROAMING, [statement(place=TITLE), statement(topics="roaming")], 50_000)
    assert weighed[0].weight > weighed[1].weight


def test_every_model_of_the_shipped_file_is_there() -> None:
    assert set(load()) == {"topic", "change", "kind", "status", "direction"}


def test_common_sense_holds_in_the_shipped_weights() -> None:
    topic, change = load()["topic"]["yes"], load()["change"]["yes"]
    assert topic["title"] > 0
    assert topic["long"] < 0
    assert topic.get("other title", 0.0) <= 0
    assert change.get("nothing changes", 0.0) <= 0
    assert change.get("takes effect", 0.0) >= 0


def test_a_score_is_the_sum_of_its_parts_and_the_bias() -> None:
    features = {"title": 1.0, "lead": 1 / 3, "long": 0.5}
    bias = load()["topic"]["yes"]["(bias)"]
    total = bias + sum(added for _, added in parts("topic", features))
    assert score("topic", features) == pytest.approx(total, abs=0.1)


def test_ranking_prefers_the_option_with_more_for_it() -> None:
    chosen, sure = rank("kind", {"repeal": {"title": 1.0}, "amendment": {"title": 0.0}})
    assert chosen == "repeal"
    assert sure > 0.5


@pytest.mark.parametrize(
    ("points", "least", "most"), [(0, 0.5, 0.5), (9, 0.99, 1), (-999, 0, 0.01)]
)
def test_points_become_a_probability(points: float, least: float, most: float) -> None:
    assert least <= probability(points) <= most


def test_a_ban_that_is_repealed_eases() -> None:
    found = act(
        statement(
            place=TITLE,
            topics="roaming",
            acts="kind:repeal direction:tightening direction:loosening",
        ),
        statement(place=LEAD, start=100, topics="roaming", acts="kind:repeal direction:tightening"),
    )
    assert found.direction is Direction.LOOSENING


def test_without_any_cue_of_its_kind_a_change_is_a_new_rule() -> None:
    found = act(
        statement(place=TITLE, topics="roaming"),
        statement(place=LEAD, start=100, topics="roaming", acts="modality:duty"),
    )
    assert found.kind is ChangeKind.NEW_RULE


def test_what_is_far_from_the_topic_in_a_long_text_plays_no_part() -> None:
    near = statement(place=LEAD, topics="roaming", acts="kind:extension")
    far = [statement(start=5000 + 200 * n, acts="kind:repeal status:stopped") for n in range(9)]
    weighed = weigh(Topic.ROAMING, [near, statement(start=200), *far], 90_000)
    assert act_of(weighed, UNSAID, topic=Topic.ROAMING) == act_of(
        weighed[:2], UNSAID, topic=Topic.ROAMING
    )


def test_what_travellers_pay_is_neither_easier_nor_harder_for_machines() -> None:
    weighed = weigh(
        Topic.ROAMING,
        [statement(place=LEAD, topics="roaming", acts="kind:new_rule direction:loosening")],
        1500,
    )
    assert act_of(weighed, UNSAID, topic=Topic.ROAMING).direction is not Direction.NEUTRAL
    assert act_of(weighed, UNSAID, topic=Topic.ROAMING, retail=True).direction is Direction.NEUTRAL


def test_a_limit_that_falls_tightens_and_one_that_rises_eases() -> None:
    def with_limits(limits: str) -> Act:
        title = statement(place=TITLE, topics="roaming", acts="kind:amendment")
        return act(
            title, statement(place=LEAD, topics="roaming", acts="kind:amendment", limits=limits)
        )

    assert with_limits("old:120:: consecutive:60::sim").direction is Direction.TIGHTENING
    assert with_limits("old:60:: consecutive:120::sim").direction is Direction.LOOSENING


def test_what_its_title_calls_a_draft_is_proposed_though_older_rules_have_dates() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="kind:guidance status:proposed"),
        statement(place=LEAD, topics="roaming", acts="kind:guidance status:proposed"),
        timing=Timing(False, effective=True, deadline=False, limits=False),
    )
    assert found.status is ChangeStatus.PROPOSED


def test_who_asks_for_comments_on_a_draft_consults_whatever_the_draft_does() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="status:proposed"),
        statement(place=LEAD, topics="roaming", acts="kind:amendment status:proposed"),
        statement(
            place=LEAD, acts="kind:consultation", dates="deadline:2027-01-01", start=200
        ),
    )  # fmt: skip
    assert found.kind is ChangeKind.CONSULTATION


def test_a_decision_taken_after_a_consultation_consults_no_more() -> None:
    found = act(
        statement(place=TITLE, topics="roaming", acts="kind:amendment status:adopted"),
        statement(place=LEAD, topics="roaming", acts="kind:amendment status:adopted"),
        statement(place=LEAD, acts="kind:consultation modality:past", start=200),
    )
    assert found.kind is ChangeKind.AMENDMENT


@pytest.mark.parametrize(
    ("topic", "direction"),
    [
        (Topic.SIM_REGISTRATION, Direction.TIGHTENING),
        (Topic.IMEI, Direction.TIGHTENING),
        (Topic.DATA_LOCALISATION, Direction.TIGHTENING),
        (Topic.NUMBERING, Direction.NEUTRAL),
    ],
)
def test_without_a_cue_of_direction_the_topic_tells(topic: Topic, direction: Direction) -> None:
    weighed = weigh(topic, [statement(topics=topic.value, acts="kind:new_rule")], 1500)
    assert act_of(weighed, UNSAID, topic=topic).direction is direction


def test_a_told_easing_outweighs_the_topic() -> None:
    title = statement(place=TITLE, topics="imei", acts="kind:amendment direction:loosening")
    weighed = weigh(Topic.IMEI, [title], 1500)
    assert act_of(weighed, UNSAID, topic=Topic.IMEI).direction is Direction.LOOSENING
