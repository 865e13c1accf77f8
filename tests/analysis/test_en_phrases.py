"""English as regulators and the press write it: labels of one sentence."""

import pytest

from analysis.pipeline import analyse
from tests.analysis.phrases import labels

SAID = {
    "The rule was published in the Official Gazette as Resolution No. 715.": "status:adopted",
    "Operators will bar outgoing calls; the directive to operators is signed.": "kind:enforcement",
    "The minister has modified the framework, modifying the existing conditions.": "kind:amendment",
    "The draft is under public consultation and comments are sought.": "kind:consultation",
    "There will be no extension of the deadline for linking SIM cards.": "modality:unchanged",
    "The deadline has been extended on several occasions.": "modality:past",
    "Handsets have been granted an additional 30 days for registration.": "kind:extension",
    "The stay was cut from 120 to 60 days for foreign SIMs.": "old:120::",
    "Payment data must be stored only in India.": "data_localisation",
    "The Commission has adopted its adequacy decision for Kenya.": "data_localisation:partner",
    "Check your device before you travel.": "voice:reader",
    "The Commission has decided.": "voice:author",
    "Five million lines were barred over the weekend.": "document:other",
}


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_says(sentence: str) -> None:
    assert SAID[sentence] in labels("en", sentence)


def test_the_number_of_an_act_negates_nothing() -> None:
    said = labels("en", "Decree No. 12 published in the Official Gazette.")
    assert "status:adopted" in said
    assert "not-status:adopted" not in said


def test_a_time_to_comply_stands_beside_the_start_on_the_next_day() -> None:
    text = (
        "The Authority directed operators to complete the mandatory SIM registration by 14 September "
        "2026. Effective 15 September 2026, unregistered SIM cards will be blocked."
    )
    (change,) = analyse(
        text, title="SIM registration: last day set", language="en", country="NG"
    ).changes
    assert (str(change.deadline_on), str(change.effective_on)) == ("2026-09-14", "2026-09-15")
