"""What an officer entered: read, checked field by field, refused in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from data.countries import codes, groups, is_country, is_group, parse_country
from data.partial_dates import YEARS, is_plausible
from data.words import (
    ChangeKind,
    ChangeStatus,
    Direction,
    FeedbackVerdict,
    LimitPer,
    LimitShape,
    Topic,
)
from webapp.alerts.wording import country_name, plain_text
from webapp.language import language

#: Longest note and longest quote kept, in characters; longer ones are refused, not cut.
MAX_NOTE = 2000
MAX_QUOTE = 4000
#: Limits that a form has room for: three, or one more than there are, up to the most.
LIMIT_ROWS, MOST_LIMITS = 3, 20
#: What may be said of a finding in the form.
VERDICTS = (FeedbackVerdict.WRONG, FeedbackVerdict.NO_CHANGE, FeedbackVerdict.OFF_TOPIC)
_WORDS: dict[str, tuple[type[Topic | ChangeKind | ChangeStatus | Direction], str]] = {
    "topic": (Topic, "Choose one of the topics."),
    "kind": (ChangeKind, "Choose what sort of change it is."),
    "status": (ChangeStatus, "Choose how far it has come."),
    "direction": (Direction, "Choose whether it gets stricter or easier."),
}


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A form as it was read. ``errors`` names each field that is refused, with the reason."""

    verdict: str
    right: dict[str, Any] = field(default_factory=dict)
    """``jurisdiction``, ``topic`` and the fields of :data:`analysis.corrections.FIELDS`, as kept."""
    quote: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read(form: Mapping[str, str], *, missed: bool = False) -> Entered:
    """Read a form; never raises."""
    errors: dict[str, str] = {}
    verdict = FeedbackVerdict.MISSED.value if missed else form.get("verdict", "")
    if not missed and verdict not in VERDICTS:
        errors["verdict"] = "Say what is wrong with it."
    note = plain_text(form.get("note", "")).strip()
    nothing = verdict in (FeedbackVerdict.NO_CHANGE, FeedbackVerdict.OFF_TOPIC)
    if len(note) > MAX_NOTE:
        errors["note"] = f"The note has {len(note)} characters; {MAX_NOTE} are allowed."
    elif nothing and not note:
        errors["note"] = "Say in a sentence why it is none: alerts are closed with this reason."
    right = {} if nothing else _right(form, errors)
    quote = _quote(form, errors) if missed else ""
    return Entered(verdict=verdict, right=right, quote=quote, note=note, errors=errors)


def _right(form: Mapping[str, str], errors: dict[str, str]) -> dict[str, Any]:
    right: dict[str, Any] = {"jurisdiction": place(form.get("place", ""))}
    if not right["jurisdiction"]:
        errors["place"] = "No country or group has this name; enter its name or two-letter code."
    for name, (words, refusal) in _WORDS.items():
        right[name] = form.get(name, "")
        if right[name] not in set(words) or right[name] == "none":
            errors[name] = refusal
    for name in ("effective_on", "deadline_on"):
        right[name] = _day(name, form.get(name, "").strip(), errors)
    right["limits"] = _limits(form, errors)
    return right


def place(text: str) -> str:
    """The code of a country or group that was named or coded; empty for none."""
    text = text.strip()[:200]
    code = text.upper()
    if is_country(code) or is_group(code):
        return code
    # As the list of choices offers it: “Türkiye (TR)”.
    if text.endswith(")"):
        return place(text[:-1].rpartition("(")[2])
    return parse_country(text) or ""


def _day(name: str, text: str, errors: dict[str, str]) -> str | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None:
        errors[name] = "Enter the day as year-month-day, for example 2027-03-01."
        return text
    if not is_plausible(day):
        errors[name] = f"The year must lie from {YEARS[0]} to {YEARS[1]}."
        return text
    return day.isoformat()


def _limits(form: Mapping[str, str], errors: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for row in range(MOST_LIMITS):
        entered = {name: form.get(f"{name}-{row}", "").strip() for name in _LIMIT}
        if not entered["shape"]:
            if entered["days"]:
                errors.setdefault("limits", "Choose how the days of this limit are counted.")
            continue
        limit, refusal = _limit(entered)
        if refusal:
            errors.setdefault("limits", refusal)
        elif limit not in found:
            found.append(limit)
    return found


_LIMIT = ("days", "shape", "per", "window")


def _limit(entered: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    shape, per = entered["shape"], entered["per"] or LimitPer.SIM.value
    days, window = _number(entered["days"]), _number(entered["window"])
    limit = {"days": days, "shape": shape, "per": per, "window_days": window}
    if shape not in set(LimitShape) or per not in set(LimitPer):
        return limit, "Choose how this limit is counted, and per what."
    if days == 0 or window == 0:
        return limit, "Days are a whole number from 1 to 3650."
    if shape in (LimitShape.BAN, LimitShape.SHARE):
        return limit | {"window_days": None}, ""
    if days is None:
        return limit, "Say how many days this limit allows."
    if shape != LimitShape.CUMULATIVE:
        return limit | {"window_days": None}, ""
    if window is not None and window < days:
        return limit, "The window is shorter than the days that are allowed within it."
    return limit, ""


def _number(text: str) -> int | None:
    """A number of days; None for nothing, 0 for what is no such number."""
    if not text:
        return None
    good = text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= 3650
    return int(text) if good else 0


def _quote(form: Mapping[str, str], errors: dict[str, str]) -> str:
    # A form sends line breaks as CR LF; the archived text has LF.
    quote = form.get("quote", "").replace("\r\n", "\n").strip()
    if not quote:
        errors["quote"] = "Copy the words of the text that say it: no claim stands without them."
    elif len(quote) > MAX_QUOTE:
        errors["quote"] = f"The quote has {len(quote)} characters; {MAX_QUOTE} are allowed."
    return quote


def filled(values: Mapping[str, Any]) -> dict[str, str]:
    """The form of a finding as it stands: what :func:`read` takes, the other way round."""
    form = {"verdict": FeedbackVerdict.WRONG.value, "place": named(values.get("jurisdiction", ""))}
    for name in ("topic", "kind", "status", "direction", "effective_on", "deadline_on"):
        form[name] = values.get(name) or ""
    for row, limit in enumerate(values.get("limits", [])[:MOST_LIMITS]):
        form |= {
            f"days-{row}": str(limit.get("days") or ""),
            f"shape-{row}": limit["shape"],
            f"per-{row}": limit.get("per", LimitPer.SIM.value),
            f"window-{row}": str(limit.get("window_days") or ""),
        }
    return form


def limit_rows(form: Mapping[str, str]) -> int:
    """How many limits a form shows, so that there is always an empty one to fill in."""
    used = [
        row for row in range(MOST_LIMITS) if form.get(f"shape-{row}") or form.get(f"days-{row}")
    ]
    return min(MOST_LIMITS, max(LIMIT_ROWS, max(used, default=-1) + 2))


def named(code: str) -> str:
    """A place as the form offers it: “Türkiye (TR)”."""
    return f"{country_name(code)} ({code})" if code else ""


def places() -> list[str]:
    """Every country and group as the form offers them, by name in the reader's language."""
    return _places(language())


@cache
def _places(_language: str) -> list[str]:
    return sorted(named(code) for code in (*codes(), *groups()))
