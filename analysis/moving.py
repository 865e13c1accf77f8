"""Decision: does another report move a development, and to where? Pure."""

from dataclasses import dataclass, replace
from datetime import date

from analysis.sameness import STAGE, Limit
from data.words import ChangeKind, ChangeStatus, Direction


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a change stands: as a development holds it, or as one report tells it."""

    title: str
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    effective_on: date | None
    deadline_on: date | None
    published_on: date | None
    limits: frozenset[Limit] = frozenset()


def moved(now: Standing, told: Standing, *, news: bool) -> Standing | None:
    """Where a development stands after a report, or None when it stays where it is.

    What is no news (our own edit, a baseline) moves nothing, nor does a report of an
    earlier stage, or one published before what is known. A development never goes back a
    stage, except that a repeal ends whatever it was.
    """
    if not news or _is_older(now, told):
        return None
    ends = told.kind is ChangeKind.REPEAL and now.kind is not ChangeKind.REPEAL
    if STAGE[told.status] < STAGE[now.status] and not ends:
        return None
    further = STAGE[told.status] > STAGE[now.status]
    deadline = told.deadline_on or (None if further else now.deadline_on)
    after = replace(
        now,
        title=told.title if further else now.title,
        kind=now.kind if told.kind is ChangeKind.NONE else told.kind,
        status=told.status,
        direction=now.direction if told.direction is Direction.NEUTRAL else told.direction,
        effective_on=told.effective_on or now.effective_on,
        deadline_on=deadline,
        limits=told.limits or now.limits,
    )
    if after == now:
        return None
    return replace(after, published_on=told.published_on or now.published_on)


def _is_older(now: Standing, told: Standing) -> bool:
    return bool(now.published_on and told.published_on and told.published_on < now.published_on)
