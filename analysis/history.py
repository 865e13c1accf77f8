"""Decision: where a development stands after all that was heard of it, and what officers put right. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from analysis.moving import Standing, moved, takes_over
from analysis.sameness import Limit

#: What a correction can put right in a development; its limits stand in the rule changes.
_FIELDS = ("kind", "status", "direction", "effective_on", "deadline_on")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One publication's report, as it was heard."""

    at: datetime
    standing: Standing
    document_id: int
    news: bool
    primary: bool
    day: date
    """Published, else detected."""


@dataclass(frozen=True, kw_only=True)
class PutRight:
    """An officer's correction: where ``said`` stands, ``right`` shall stand. Stored values."""

    at: datetime
    said: Mapping[str, Any]
    right: Mapping[str, Any]


def step(now: Standing, known: Sequence[Heard], heard: Heard) -> Standing | None:
    """Where a development stands after one more report; None when it stays where it is."""
    with_limits = [one for one in known if one.standing.limits]
    newest = max(with_limits, key=lambda one: one.day, default=None)
    limits: frozenset[Limit] = newest.standing.limits if newest else frozenset()
    before = replace(now, limits=limits)
    replaces = takes_over(
        before,
        heard.standing,
        baseline=not any(one.news for one in known),
        same_document=any(one.document_id == heard.document_id for one in known),
    )
    return moved(before, heard.standing, news=heard.news, replaces=replaces)


def replayed(
    heard: Iterable[Heard], put_right: Iterable[PutRight] = ()
) -> tuple[Standing, bool] | None:
    """Hear everything again, in order of time; how it stands, and whether an authority confirms it.

    None when nothing was heard. A correction takes effect at its own moment, and only where
    the wrong value still stands: what was published later may move the development on.
    """
    now: Standing | None = None
    confirmed, known = False, list[Heard]()
    events: list[Heard | PutRight] = [*heard, *put_right]
    # A report and the correction of it may have one time: the report comes first.
    for event in sorted(events, key=lambda one: (one.at, isinstance(one, PutRight))):
        if isinstance(event, PutRight):
            now = _put_right(now, event) if now else None
            continue
        if now is None:
            now, confirmed = event.standing, event.primary
        else:
            now = step(now, known, event) or now
            confirmed = confirmed or (event.primary and event.news)
        known.append(event)
    return (now, confirmed) if now else None


def _put_right(now: Standing, event: PutRight) -> Standing:
    values: dict[str, Any] = {}
    for name in _FIELDS:
        stands = getattr(now, name)
        if name not in event.right or _stored(stands) != event.said.get(name):
            continue
        right = event.right[name]
        if name.endswith("_on"):
            values[name] = date.fromisoformat(right) if right else None
        else:
            values[name] = type(stands)(right)
    return replace(now, **values)


def _stored(value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else None
