"""Officers' words over the analysis's: layers, undone ones, and what is kept as JSON."""

from datetime import UTC, date, datetime
from typing import Any

from analysis.corrections import (
    NOTHING,
    Key,
    differences,
    in_force,
    layers,
    standing,
    target_of,
    values_of,
    write,
)
from data.models import Feedback, RuleChange

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
HERE = Key("TR", "roaming")
SAID: dict[str, Any] = {
    "jurisdiction": "TR",
    "topic": "roaming",
    "kind": "amendment",
    "status": "adopted",
    "direction": "tightening",
    "effective_on": "2027-01-01",
    "deadline_on": None,
    "limits": [],
}


def word(number: int, verdict: str = "wrong", **right: Any) -> Feedback:
    undoes = right.pop("undoes", None)
    return Feedback(
        id=number, at=NOW, actor="owner", version_id=1, jurisdiction="TR", topic="roaming",
        verdict=verdict, said=SAID if verdict == "wrong" else {}, undoes=undoes,
        right=SAID | right if verdict in ("wrong", "missed") else {},
    )  # fmt: skip


def test_only_what_was_wrong_is_laid_over() -> None:
    assert layers([word(1, effective_on="2027-03-01")]) == {HERE: [{"effective_on": "2027-03-01"}]}


def test_later_words_lie_over_earlier_ones() -> None:
    told = layers([word(2, effective_on="2027-04-01"), word(1, effective_on="2027-03-01")])
    assert standing(SAID, told[HERE])["effective_on"] == "2027-04-01"


def test_an_undone_word_is_no_layer() -> None:
    said = [word(1, effective_on="2027-03-01"), word(2, "undone", undoes=1)]
    assert in_force(said) == []
    assert layers(said) == {}


def test_no_change_is_nothing_at_all() -> None:
    told = layers([word(1, "no_change")])
    assert standing(SAID, told[HERE])["kind"] == "none"
    assert target_of(word(1, "off_topic")) is None


def test_another_topic_sets_one_finding_aside_and_tells_the_other_whole() -> None:
    told = layers([word(1, topic="imei")])
    assert told[HERE] == [NOTHING]
    assert told[Key("TR", "imei")] == [{name: SAID[name] for name in NOTHING}]


def test_a_missed_finding_stands_on_the_officers_word_alone() -> None:
    told = layers([word(1, "missed")])
    assert standing({}, told[HERE]) == {name: SAID[name] for name in NOTHING}


def test_without_any_word_the_analysis_stands_and_without_both_nothing() -> None:
    assert standing(SAID, [])["kind"] == "amendment"
    assert standing({}, []) == NOTHING


def test_values_come_back_from_a_row_as_they_were_written() -> None:
    row = RuleChange(
        version_id=1, document_id=1, analyser="1", country="TR", topic="roaming", kind="none",
        status="none", direction="neutral", detected_at=NOW, confidence=1.0,
    )  # fmt: skip
    values = {name: SAID[name] for name in NOTHING} | {"limits": [{"days": 90}]}
    write(row, values)
    assert row.effective_on == date(2027, 1, 1)
    assert values_of(row) == values


def test_differences_are_of_what_is_right() -> None:
    assert differences({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None}) == {"b": 3}
