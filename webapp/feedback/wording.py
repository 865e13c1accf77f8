"""How a correction is told: in the trail of an alert (in English), and on the pages. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from analysis.corrections import differences
from data.models import Feedback
from data.words import FeedbackVerdict
from webapp.alerts.wording import limit
from webapp.language import ENGLISH, gettext, speaking
from webapp.wording.filters import country_name, day, label, phrase

_VERDICTS = {
    FeedbackVerdict.NO_CHANGE: "Nothing changes",
    FeedbackVerdict.OFF_TOPIC: "It is not about this topic",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One word of an officer, as a page tells it."""

    id: int
    actor: str
    at: datetime
    text: str
    note: str
    undone_by: str = ""
    undone_at: datetime | None = None
    is_undoing: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is in force, and can be undone."""
        return not self.is_undoing and self.undone_at is None


def summary(feedback: Feedback) -> str:
    """What was put right, in a sentence or two: “Takes effect: 1 Jan 2027 → 1 Mar 2027.”

    It is stored and stands in files, so it is in English.
    """
    with speaking(ENGLISH):
        return _summary(feedback)


def _summary(feedback: Feedback) -> str:
    verdict = FeedbackVerdict(feedback.verdict)
    if verdict in _VERDICTS:
        return f"{_VERDICTS[verdict]}."
    if verdict is FeedbackVerdict.MISSED:
        return f"Added: {_place_and_topic(feedback.right)}."
    return " ".join(
        f"{name}: {was} → {right}." for name, was, right in _told(feedback.said, feedback.right)
    )


def with_note(text: str, note: str) -> str:
    """Both, for a line of the trail."""
    return f"{text} {note}".strip()


def lines(feedback: Sequence[Feedback]) -> list[Line]:
    """All that was said of a finding, the newest first."""
    undoings = {one.undoes: one for one in feedback if one.undoes}
    found = []
    for place, one in enumerate(feedback):
        if one.undoes:
            continue
        undoing = undoings.get(one.id or 0)
        found.append(
            Line(
                id=one.id or 0,
                actor=one.actor,
                at=one.at,
                text=_sentence(one, feedback[:place]),
                note=one.note,
                undone_by=undoing.actor if undoing else "",
                undone_at=undoing.at if undoing else None,
            )
        )
    return found[::-1]


def _sentence(feedback: Feedback, earlier: Sequence[Feedback]) -> str:
    verdict = FeedbackVerdict(feedback.verdict)
    if verdict is FeedbackVerdict.MISSED:
        added = _place_and_topic(feedback.right)
        return gettext("%(added)s; the analysis had found nothing.", added=added)
    pattern = (
        gettext("%(now)s; it said %(before)s.")
        if earlier
        else gettext("%(now)s; the analysis had said %(before)s.")
    )
    if verdict in _VERDICTS:
        kind = phrase(feedback.said.get("kind") or "unknown")
        before = f"{_place_and_topic(feedback.said)}, {kind}"
        return pattern % {"now": gettext(_VERDICTS[verdict]), "before": before}
    told = _told(feedback.said, feedback.right)
    return " ".join(pattern % {"now": f"{name}: {now}", "before": was} for name, was, now in told)


def _place_and_topic(values: Mapping[str, Any]) -> str:
    return f"{country_name(values.get('jurisdiction', ''))}, {label(values.get('topic'))}"


def _told(said: Mapping[str, Any], right: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    wrong = differences(said, right)
    return [
        (gettext(heading), tell(said.get(key)), tell(right[key]))
        for key, heading in _HEADINGS.items()
        if key in wrong
        for tell in (_TELL.get(key, label),)
    ]


def _day(value: str | None) -> str:
    return day(date.fromisoformat(value)) if value else gettext("not told")


def _limits(value: list[dict[str, Any]] | None) -> str:
    return ", ".join(sorted({limit(one) for one in value or []})) or gettext("none")


_HEADINGS = {
    "topic": "Topic",
    "jurisdiction": "Where",
    "kind": "Kind",
    "status": "Status",
    "direction": "Direction",
    "effective_on": "Takes effect",
    "deadline_on": "Deadline",
    "limits": "Limits",
}
_TELL: dict[str, Callable[[Any], str]] = {
    "jurisdiction": country_name,
    "effective_on": _day,
    "deadline_on": _day,
    "limits": _limits,
}
