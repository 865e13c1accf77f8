"""Decision: what stands of a finding once officers have spoken. Pure, but for writing into a row.

The record is the analysis's own word with the officers' words laid over it, oldest first,
so that a newer analysis or an undone word only takes the layers again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from data.models import Feedback, RuleChange
from data.words import ChangeKind, ChangeStatus, Direction, FeedbackVerdict

#: A finding's values as JSON: dates are ISO 8601.
Values = dict[str, Any]

FIELDS = ("kind", "status", "direction", "effective_on", "deadline_on", "limits")
#: What stands where nothing changes.
NOTHING: Values = {
    "kind": ChangeKind.NONE.value,
    "status": ChangeStatus.NONE.value,
    "direction": Direction.NEUTRAL.value,
    "effective_on": None,
    "deadline_on": None,
    "limits": [],
}
#: Names, as a rule of evidence and as an analyser, what an officer found.
OFFICER = "officer"


class Key(NamedTuple):
    """A finding within one text."""

    jurisdiction: str
    topic: str


def in_force(feedback: Iterable[Feedback]) -> list[Feedback]:
    """The words that hold, oldest first: neither undone nor an undoing."""
    said = sorted(feedback, key=lambda one: one.id or 0)
    undone = {one.undoes for one in said if one.undoes}
    return [one for one in said if one.id not in undone and one.undoes is None]


def layers(feedback: Iterable[Feedback]) -> dict[Key, list[Values]]:
    """What officers say of each finding of one text, oldest first; only of findings spoken of."""
    found: dict[Key, list[Values]] = {}
    for one in in_force(feedback):
        key, target = Key(one.jurisdiction, one.topic), target_of(one)
        if target != key:
            found.setdefault(key, []).append(NOTHING)
        if target is not None:
            found.setdefault(target, []).append(_layer(one, whole=target != key))
    return found


def target_of(feedback: Feedback) -> Key | None:
    """The finding that is right by this word; None when nothing changes."""
    if feedback.verdict in (FeedbackVerdict.NO_CHANGE, FeedbackVerdict.OFF_TOPIC):
        return None
    right = feedback.right
    return Key(right.get("jurisdiction", feedback.jurisdiction), right.get("topic", feedback.topic))


def standing(analysed: Mapping[str, Any], words: Sequence[Mapping[str, Any]]) -> Values:
    """The values that stand: the analysis's (empty: it says nothing), and the words over it."""
    values = NOTHING | dict(analysed)
    for word in words:
        values |= word
    return values


def values_of(change: RuleChange) -> Values:
    """A row's values as they are kept in words."""
    return {name: _kept(getattr(change, name)) for name in FIELDS}


def write(change: RuleChange, values: Mapping[str, Any]) -> None:
    """Put kept values into a row."""
    for name in FIELDS:
        value = values[name]
        if name.endswith("_on") and value is not None:
            value = date.fromisoformat(value)
        setattr(change, name, value)


def differences(said: Mapping[str, Any], right: Mapping[str, Any]) -> Values:
    """Of what is right, that which was said otherwise."""
    return {name: value for name, value in right.items() if said.get(name) != value}


def _layer(feedback: Feedback, *, whole: bool) -> Values:
    """Only what was wrong, so that a newer analysis may still better the rest."""
    whole = whole or feedback.verdict == FeedbackVerdict.MISSED
    told = feedback.right if whole else differences(feedback.said, feedback.right)
    return {name: told[name] for name in FIELDS if name in told}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
