from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis.sameness import Report, same_act
from data.words import ChangeStatus, Direction

DAY = date(2026, 11, 10)
LIMITS = frozenset({(90, "consecutive", "sim", None)})
OLD = Report(
    document_id=1,
    title="Guidelines on foreign SIMs in connected devices",
    status=ChangeStatus.CONSULTATION,
    direction=Direction.TIGHTENING,
    day=DAY,
)
NEW = replace(OLD, document_id=2, day=DAY + timedelta(days=90), title="Something else entirely now")


def why(new: Report, *known: Report) -> str:
    found = same_act(new, known)
    return found[1] if found else ""


def test_unlike_publications_are_two_acts() -> None:
    assert same_act(NEW, [OLD]) is None
    assert same_act(NEW, []) is None


def test_a_later_version_of_the_document_is_of_the_same_act() -> None:
    assert why(replace(NEW, document_id=1), OLD) == "another version of the same publication"


def test_the_same_number_makes_the_same_act() -> None:
    old = replace(OLD, title="Draft Decision 12/2026: foreign SIMs")
    new = replace(NEW, title="Decision 12/2026 is in force")
    assert "12/2026" in why(new, old)


def test_a_decision_that_names_its_consultation_ends_it() -> None:
    old = replace(OLD, title="Consulta Pública nº 41: itinerância permanente")
    new = replace(
        NEW,
        title="Resolução nº 812",
        status=ChangeStatus.ADOPTED,
        text="considerando as contribuições recebidas na Consulta Pública nº 41, resolve",
    )
    assert "41" in why(new, old)
    assert same_act(replace(new, text="resolve"), [old]) is None
    assert same_act(replace(new, day=DAY - timedelta(days=1)), [old]) is None
    assert same_act(replace(new, status=ChangeStatus.CONSULTATION), [old]) is None


def test_a_decision_is_not_of_the_older_decision_that_it_names() -> None:
    old = replace(OLD, title="Resolution No. 41", status=ChangeStatus.ADOPTED)
    new = replace(NEW, status=ChangeStatus.IN_FORCE, text="having regard to Resolution No. 41")
    assert same_act(new, [old]) is None


def test_titles_that_differ_in_their_stage_only_are_of_one_act() -> None:
    new = replace(
        NEW, title="Public consultation on draft guidelines on foreign SIMs in connected devices"
    )
    assert why(new, OLD) == "its title says the same"


def test_the_same_title_years_later_is_another_act() -> None:
    new = replace(NEW, title=OLD.title, day=DAY + timedelta(days=4 * 365))
    assert same_act(new, [OLD]) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tariff order (71st amendment), roaming", "Tariff order (72nd amendment), roaming"),
        ("Decision 12/2026 on roaming devices", "Decision 13/2026 on roaming devices"),
        ("Resolución 100 sobre equipos terminales", "Resolución 101 sobre equipos terminales"),
    ],
)
def test_the_same_words_under_another_number_are_another_act(first: str, second: str) -> None:
    assert same_act(replace(NEW, title=second), [replace(OLD, title=first)]) is None


def test_the_same_day_of_effect_makes_the_same_act() -> None:
    effect = date(2027, 3, 15)
    found = why(replace(NEW, effective_on=effect), replace(OLD, effective_on=effect))
    assert "2027-03-15" in found


def test_the_first_of_january_is_too_common_to_tell() -> None:
    effect = date(2027, 1, 1)
    old, new = replace(OLD, effective_on=effect), replace(NEW, effective_on=effect)
    assert same_act(new, [old]) is None
    assert why(replace(new, limits=LIMITS), replace(old, limits=LIMITS))


def test_the_same_deadline_makes_the_same_act() -> None:
    deadline = date(2026, 12, 20)
    assert "deadline" in why(replace(NEW, deadline_on=deadline), replace(OLD, deadline_on=deadline))


def test_the_same_limit_weeks_apart_makes_the_same_act() -> None:
    old, new = replace(OLD, limits=LIMITS), replace(NEW, limits=LIMITS)
    assert "limit" in why(new, old)
    assert same_act(replace(new, day=DAY + timedelta(days=121)), [old]) is None
    assert same_act(replace(new, limits=frozenset()), [replace(old, limits=frozenset())]) is None


def test_the_same_limit_with_two_days_of_effect_is_two_acts() -> None:
    old = replace(OLD, limits=LIMITS, effective_on=date(2027, 2, 3))
    new = replace(NEW, limits=LIMITS, effective_on=date(2027, 5, 6))
    assert same_act(new, [old]) is None


def test_opposite_directions_are_two_acts() -> None:
    old = replace(OLD, limits=LIMITS, effective_on=date(2027, 2, 3))
    new = replace(old, document_id=2, direction=Direction.LOOSENING)
    assert same_act(new, [old]) is None


def test_numbers_of_their_own_outweigh_equal_dates() -> None:
    old = replace(OLD, title="Decision 12/2026", effective_on=date(2027, 2, 3), limits=LIMITS)
    new = replace(old, document_id=2, title="Decision 13/2026")
    assert same_act(new, [old]) is None


def test_a_sample_is_never_of_a_real_act() -> None:
    assert same_act(replace(NEW, document_id=1, sample=True), [OLD]) is None


def test_the_surest_reason_is_given() -> None:
    other = replace(OLD, document_id=3, title="Decision 12/2026")
    new = replace(NEW, document_id=1, title="Decision 12/2026")
    found = same_act(new, [other, OLD])
    assert found is not None
    assert found == (6, "another version of the same publication")
