"""“What if”: a rule that nobody has made, from the words of a form to what it would do to the fleet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from analysis.clocking.limits import LimitStatus, RuleLimit
from analysis.clocking.standing import Supposed
from analysis.remedies import RemedyShare, SimGroup, by_remedy
from analysis.shipping.stays import words_of
from data import countries
from data.partial_dates import YEARS, is_plausible
from data.queries.fleet import fleets_by_name, live_groups
from data.queries.supposed import sims_in_sight
from data.rules import FactLimit
from data.words import LimitPer, LimitShape, SimTechnology, Topic
from webapp.rules.remedies import offers_of
from webapp.rules.shipping import ShipmentError, code_of, number_of

#: SIMs in sight up to which a question is answered while the asker waits.
LARGE = 50_000


@dataclass(frozen=True, kw_only=True)
class Supposition:
    """The question."""

    limit: RuleLimit
    effective: date | None

    @property
    def words(self) -> str:
        """The limit in plain words."""
        return words_of(self.limit)


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """The answer."""

    asked: Supposition
    clocks: Supposed
    live_sims: int
    foreign_sims: int
    shares: tuple[RemedyShare, ...]
    """Live foreign SIMs by the way that is in time."""

    def as_json(self) -> dict[str, Any]:
        """As a job keeps it."""
        kept: dict[str, Any] = _KEPT.dump_python(self, mode="json")
        return kept

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "WhatIf":
        """From what :meth:`as_json` gave."""
        return _KEPT.validate_python(kept)


_KEPT = TypeAdapter(WhatIf)


def supposition_of(words: Mapping[str, str]) -> Supposition:
    """From the words of a form or an address. Raises :class:`ShipmentError`."""
    code = code_of(words.get("country", "").strip(), "country")
    shape = words.get("shape", "") or LimitShape.CONSECUTIVE.value
    per = words.get("per", "") or LimitPer.SIM.value
    if shape not in {one.value for one in LimitShape} or per not in {one.value for one in LimitPer}:
        raise ShipmentError("shape", "choose how the days are counted")
    rolling = shape in (LimitShape.CUMULATIVE, LimitShape.SHARE)
    try:
        limit = FactLimit(
            shape=LimitShape(shape),
            days=None if shape == LimitShape.BAN else number_of(words, "days", 3660),
            window_days=number_of(words, "window", 3660) if rolling else None,
            per=LimitPer(per),
        )
    except ValidationError as exc:
        needs = "days and the days within which they count" if rolling else "a number of days"
        raise ShipmentError("days", f"such a limit needs {needs}") from exc
    most = _most_days(limit)
    if limit.days is not None and most is not None and limit.days >= most:
        raise ShipmentError("days", f"nobody could ever be over it: it must be less than {most}")
    return Supposition(limit=_supposed(code, limit), effective=_effective(words))


def _most_days(limit: FactLimit) -> int | None:
    """What no count can exceed: the window, the days of a year, all per cent; None for days in a row."""
    if limit.shape is LimitShape.SHARE:
        return 100
    return 366 if limit.shape is LimitShape.CALENDAR_YEAR else limit.window_days


def is_large(session: Session) -> bool:
    """Whether so many SIMs have to be looked through that the worker should do it."""
    return sims_in_sight(session) > LARGE


def what_if(
    session: Session,
    asked: Supposition,
    *,
    now: datetime,
    live_days: int,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> WhatIf:
    """What the rule would do to all fleets together; ``step`` hears how many SIMs are counted."""
    from analysis.clocking.supposed import suppose

    places = countries.members(asked.limit.country, now.date())
    groups = [
        SimGroup(
            country=group.visited,
            technology=SimTechnology(group.technology),
            home=group.home,
            sims=group.sims,
        )
        for fleet in fleets_by_name(session)
        for group in live_groups(
            session, fleet.id or 0, now=now, live_days=live_days, countries=places
        )
    ]
    foreign = [group for group in groups if not group.local]
    return WhatIf(
        asked=asked,
        clocks=suppose(session, asked.limit, effective=asked.effective, now=now, step=step),
        live_sims=sum(group.sims for group in groups),
        foreign_sims=sum(group.sims for group in foreign),
        shares=by_remedy(
            foreign,
            Topic.ROAMING,
            effective=asked.effective,
            today=now.date(),
            offers=offers_of(session),
        ),
    )


def _supposed(code: str, limit: FactLimit) -> RuleLimit:
    return RuleLimit(
        country=code,
        topic=Topic.ROAMING,
        status=LimitStatus.PROPOSED,
        shape=limit.shape,
        days=limit.days,
        window_days=limit.window_days,
        per=limit.per,
    )


def _effective(words: Mapping[str, str]) -> date | None:
    text = words.get("effective", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as exc:
        raise ShipmentError("effective", "the day must be written such as 2027-01-01") from exc
    # Lead times are reckoned back from it.
    if day is not None and not is_plausible(day):
        raise ShipmentError("effective", f"the year must lie from {YEARS[0]} to {YEARS[1]}")
    return day
