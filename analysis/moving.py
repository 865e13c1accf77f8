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


def moved(now: Standing, told: Standing, *, news: bool, replaces: bool = False) -> Standing | None:
    """Where a development stands after a report, or None when it stays where it is.

    What is no news (our own edit, a baseline) moves nothing, nor does a report of an
    earlier stage, or one published before what is known. A development never goes back a
    stage, except that a repeal ends whatever it was. ``replaces``: the report takes the
    place of all that was known, whatever its stage; see :func:`takes_over`.
    """
    if not news:
        return None
    if replaces:
        after = told
    elif _is_older(now, told) or _goes_back(now, told):
        return None
    else:
        after = _merged(now, told)
    if after == replace(now, published_on=after.published_on):
        return None
    return replace(after, published_on=told.published_on or now.published_on)


def takes_over(now: Standing, told: Standing, *, baseline: bool, same_document: bool) -> bool:
    """Whether a report opens a new chapter rather than a new stage.

    So does the first news after a baseline (a watched page as we found it), and a page
    whose new version tells another day of effect or another limit than it did.
    """
    if baseline:
        return True
    dated = told.effective_on is not None and told.effective_on != now.effective_on
    limited = bool(told.limits) and told.limits != now.limits
    return same_document and (dated or limited)


def _merged(now: Standing, told: Standing) -> Standing:
    further = STAGE[told.status] > STAGE[now.status]
    return replace(
        now,
        title=told.title if further else now.title,
        kind=now.kind if told.kind is ChangeKind.NONE else told.kind,
        status=told.status,
        direction=now.direction if told.direction is Direction.NEUTRAL else told.direction,
        effective_on=told.effective_on or now.effective_on,
        # The term for comments ends with the consultation.
        deadline_on=told.deadline_on or (None if further else now.deadline_on),
        limits=told.limits or now.limits,
    )


def _goes_back(now: Standing, told: Standing) -> bool:
    ends = told.kind is ChangeKind.REPEAL and now.kind is not ChangeKind.REPEAL
    return STAGE[told.status] < STAGE[now.status] and not ends


def _is_older(now: Standing, told: Standing) -> bool:
    return bool(now.published_on and told.published_on and told.published_on < now.published_on)
