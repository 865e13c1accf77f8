"""A decision as a browser's form or a program's object gives it."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from data.rules import Confidence, FactStatus
from data.words import LimitPer, LimitShape, Stance
from webapp.proposals.deciding import Decision, ProposalFieldError, Verdict, names_of

#: The choices of the form's fields.
WORDS: dict[str, Sequence[str]] = {
    "stances": tuple(Stance),
    "statuses": tuple(FactStatus),
    "confidences": tuple(Confidence),
    "shapes": tuple(LimitShape),
    "pers": tuple(LimitPer),
}
#: Texts that the form sends as they are.
_TEXTS = (
    "stance",
    "summary",
    "applies_to",
    "status",
    "effective",
    "until",
    "instrument",
    "authority",
    "confidence",
)


def decision_of(word: str) -> Decision:
    """The decision by its word. Raises :class:`ProposalFieldError`."""
    try:
        return Decision(word)
    except ValueError as exc:
        raise ProposalFieldError("action", "“action” must be accept or reject") from exc


def verdict_of_form(form: MultiDict[str, str], draft: Mapping[str, Any]) -> Verdict:
    """What the form says; fields left as proposed are no changes. Raises :class:`ProposalFieldError`."""
    return Verdict(
        decision=decision_of(form.get("action", "")),
        note=form.get("note", ""),
        changes=changes_of_form(form, draft),
        replaces=names_of(form.getlist("replaces")),
    )


def changes_of_form(form: MultiDict[str, str], fact: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that the form says otherwise than ``fact``. Raises :class:`ProposalFieldError`."""
    changes: dict[str, Any] = {
        name: form[name].strip()
        for name in _TEXTS
        if name in form and form[name].strip() != (fact.get(name) or "")
    }
    limit = _limit(form)
    if "limit_days" in form and limit != first_limit(fact):
        changes["limit_days"] = limit["days"] if limit else None
        changes["limits"] = [limit] if limit else None
    return changes


def verdict_of_json(body: object) -> Verdict:
    """What a program says. Raises :class:`ProposalFieldError`."""
    if not isinstance(body, dict):
        raise ProposalFieldError("body", "send one JSON object with “action”")
    note, changes = body.get("note", ""), body.get("changes", {})
    replaces = body.get("replaces", [])
    if not isinstance(note, str) or not isinstance(changes, dict):
        raise ProposalFieldError("changes", "“note” is a text, “changes” an object of fields")
    if not isinstance(replaces, list) or not all(isinstance(word, str) for word in replaces):
        raise ProposalFieldError("replaces", "“replaces” is a list of texts such as tr-imei-1:12")
    return Verdict(
        decision=decision_of(str(body.get("action", ""))),
        note=note,
        changes=changes,
        replaces=names_of(replaces),
    )


def first_limit(draft: Mapping[str, Any]) -> dict[str, Any] | None:
    """The limit that the form shows, in the form's four fields."""
    limits = draft.get("limits") or []
    if not limits:
        return None
    return {name: limits[0].get(name) for name in ("shape", "days", "window_days", "per")}


def _limit(form: MultiDict[str, str]) -> dict[str, Any] | None:
    shape, days = form.get("limit_shape", ""), _number(form, "limit_days")
    if not shape and days is None:
        return None
    if shape and shape not in {word.value for word in LimitShape}:
        raise ProposalFieldError("limits", "choose how the days are counted")
    per = form.get("limit_per", "") or LimitPer.SIM.value
    return {
        "shape": shape or LimitShape.CONSECUTIVE.value,
        "days": days,
        "window_days": _number(form, "limit_window"),
        "per": per,
    }


def _number(form: MultiDict[str, str], name: str) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ProposalFieldError("limits", "days are a whole number")
    return int(text)
