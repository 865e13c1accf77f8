"""Acts: cues of kind, status and direction, and what turns them."""

from tests.analysis.components.reading import values


def test_kind_status_and_direction_are_marked() -> None:
    found = set(values("The Commission has repealed the order; it is no longer required.", "acts"))
    assert {"kind:repeal", "direction:loosening"} <= found


def test_a_negated_cue_is_turned() -> None:
    assert "not-direction:tightening" in values("The use is not prohibited.", "acts")


def test_a_negation_in_another_sentence_turns_nothing() -> None:
    assert "direction:tightening" in values("It is not. Prohibited are SIMs.", "acts")


def test_the_longer_cue_of_a_family_wins() -> None:
    found = values("Registration shall not be required.", "acts")
    assert "direction:loosening" in found
    assert "direction:tightening" not in found


def test_exceptions_and_old_rules_are_marked() -> None:
    found = values("It does not apply to M2M; previously the limit was lower.", "acts")
    assert {"modality:exception", "modality:past", "scope:m2m"} <= set(found)
