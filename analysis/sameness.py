"""Decision: do two publications speak of the same act? Precision before recall. Pure.

A false “same” hides a rule change behind an older one; a missed one costs a second
alert. So each rule below needs something that two acts hardly share by chance, and
nothing that speaks against it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from analysis.titles import alike, cites, numbers, own_instrument
from data.words import ChangeStatus, Direction

#: How far an act has come; a publication of a later stage moves the development.
STAGE = {
    ChangeStatus.NONE: 0,
    ChangeStatus.CONSULTATION: 1,
    ChangeStatus.PROPOSED: 2,
    ChangeStatus.ADOPTED: 3,
    ChangeStatus.IN_FORCE: 4,
}
#: Titles this much alike name one act …
TITLES_ALIKE = 0.75
#: … when they came out within so many days of each other.
TITLE_DAYS = 3 * 365
EFFECTIVE_DAYS = 400
LIMIT_DAYS = 120
#: First of January, of July: many acts take effect then.
_COMMON_DAYS = ((1, 1), (7, 1))

Limit = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one publication says of one change: a rule change, its document and its text."""

    document_id: int
    title: str
    status: ChangeStatus
    direction: Direction
    day: date
    """Published, else detected."""
    effective_on: date | None = None
    deadline_on: date | None = None
    limits: frozenset[Limit] = frozenset()
    """(days, shape, per, window)."""
    sample: bool = False
    text: str = field(default="", repr=False)
    """The whole text; only the newer report needs it."""

    @property
    def instrument(self) -> str:
        """The act's own number by its title."""
        return own_instrument(self.title)


def same_act(new: Report, known: Sequence[Report]) -> tuple[int, str] | None:
    """How surely ``new`` is of the act that the known reports are of (5 best), and why; else None.

    The known reports are one development's: the same jurisdiction and topic as ``new``.
    """
    best: tuple[int, str] | None = None
    for old in known:
        if old.sample is not new.sample:
            continue
        for strength, rule in _RULES:
            reason = rule(new, old)
            if reason and (best is None or strength > best[0]):
                best = strength, reason
    return best


def _same_document(new: Report, old: Report) -> str:
    return "another version of the same publication" if new.document_id == old.document_id else ""


def _same_instrument(new: Report, old: Report) -> str:
    found = new.instrument
    if not found or found != old.instrument:
        return ""
    return f"the same act by its number, {_number(found)}"


def _cited(new: Report, old: Report) -> str:
    """A decision names the consultation that it ends."""
    earlier = old.status in (ChangeStatus.CONSULTATION, ChangeStatus.PROPOSED)
    if not (earlier and old.instrument and old.day <= new.day):
        return ""
    if STAGE[new.status] <= STAGE[old.status] or not cites(new.text, old.instrument):
        return ""
    return f"it names the earlier publication by its number, {_number(old.instrument)}"


def _same_title(new: Report, old: Report) -> str:
    if abs((new.day - old.day).days) > TITLE_DAYS or _against(new, old):
        return ""
    mine, theirs = numbers(new.title), numbers(old.title)
    if mine and theirs and mine != theirs:
        return ""
    return "its title says the same" if alike(new.title, old.title) >= TITLES_ALIKE else ""


def _same_dates(new: Report, old: Report) -> str:
    """The same day of effect or deadline, told twice: a press release and the gazette."""
    if abs((new.day - old.day).days) > EFFECTIVE_DAYS or _against(new, old):
        return ""
    if new.effective_on and new.effective_on == old.effective_on:
        common = (new.effective_on.month, new.effective_on.day) in _COMMON_DAYS
        if not common or (new.limits and new.limits == old.limits):
            return f"it takes effect on the same day, {new.effective_on.isoformat()}"
    if new.deadline_on and new.deadline_on == old.deadline_on:
        return f"it has the same deadline, {new.deadline_on.isoformat()}"
    return ""


def _same_limits(new: Report, old: Report) -> str:
    if abs((new.day - old.day).days) > LIMIT_DAYS or _against(new, old):
        return ""
    if (new.effective_on and old.effective_on) or not new.limits or new.limits != old.limits:
        return ""
    return "it sets the same limit, weeks apart"


def _number(instrument: str) -> str:
    return instrument.rpartition(" ")[2]


def _against(new: Report, old: Report) -> bool:
    """Two acts with numbers of their own are two acts; so are opposite directions."""
    if new.instrument and old.instrument and new.instrument != old.instrument:
        return True
    return {new.direction, old.direction} == {Direction.TIGHTENING, Direction.LOOSENING}


_RULES: tuple[tuple[int, Callable[[Report, Report], str]], ...] = (
    (6, _same_document),
    (5, _same_instrument),
    (4, _cited),
    (3, _same_title),
    (2, _same_dates),
    (1, _same_limits),
)
