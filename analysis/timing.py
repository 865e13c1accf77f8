"""Decision: when the change takes effect, until when one must act, when it was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.acting import Timing
from analysis.calendar import add_months
from analysis.resolving import resolve
from analysis.statements import LEAD, TITLE
from analysis.types import Mark
from analysis.weighing import Weighed

#: Characters from which on a text is no notice any more.
_BOOK = 15_000
#: A rule that has been in effect for so long before publication is no news of it.
_STALE = timedelta(days=60)
#: Up to so many characters a text has no final provisions, only a last paragraph.
_NOTICE = 2_500
#: The sentence behind another begins and names its day within so many characters.
_NEXT = 160
_PROVISO = 0.8
#: A day with its month is surer than a bare day.
_BARE = 0.2
#: A decision is news for so long.
_FRESH = timedelta(days=31)
#: How close a day in brackets stands to its term.
_BRACKET = 4


@dataclass(frozen=True)
class Chosen:
    """A date, the mark that gave it, and how well it fits the role."""

    day: date
    mark: Mark
    points: float


@dataclass(frozen=True)
class Dates:
    """The dates of one change, as far as the text says."""

    published: date | None
    told: date | None
    """The date of publication that was given, not read from the text itself."""
    effective: Chosen | None
    deadline: Chosen | None
    decided: Chosen | None


def dates_of(weighed: Sequence[Weighed], published: date | None, length: int) -> Dates:
    """Choose every date; ``published`` None: the text's own word for it is looked for."""
    known = published or publication_date(weighed)
    decided = choose(weighed, "decided", known, length)
    fresh = decided and known and timedelta(0) <= known - decided.day <= _FRESH
    since = decided.day if decided and fresh else known
    return Dates(
        known,
        published,
        choose(weighed, "effective", known, length, since),
        choose(weighed, "deadline", known, length, since),
        decided,
    )


def timing_of(dates: Dates, *, limits: bool) -> Timing:
    """What the decision about the act needs of the dates. The day after publication is no future.

    "Since 2017 everyone must register" does not take effect in a text of 2019.
    """
    future, takes_effect = None, dates.effective is not None
    if dates.effective and dates.published:
        future = dates.effective.day > dates.published + timedelta(days=1)
        takes_effect = dates.effective.day >= dates.published - _STALE
    return Timing(future, takes_effect, dates.deadline is not None, limits, dates.told)


def bare_day(weighed: Sequence[Weighed], published: date | None) -> Chosen | None:
    """The first day ahead that stands about the topic without a word that says what for.

    "On 12 May 40,000 devices go off the air": where no other day is told, that is the day.
    """
    ahead = [
        Chosen(day, mark, item.worth)
        for item in weighed
        if item.about or item.statement.place in (TITLE, LEAD)
        for mark in item.statement.marks
        if mark.group == "dates" and mark.value.startswith("none:")
        if (day := resolve(mark.value.removeprefix("none:"), published)) is not None
        if published is not None and day > published and _plausible(day, "effective", published)
    ]
    return min(ahead, key=lambda chosen: (chosen.day, chosen.mark.start), default=None)


def ordered_on(weighed: Sequence[Weighed], dates: Dates, kind: str) -> date | None:
    """The day of a court's ruling or of an order in a single case, from which on it works.

    That which the text calls so, or the one fresh day that title or first lines name in a
    sentence with a cue of the ``kind``; None where several stand there, or none.
    """
    published = dates.published
    if published is None:
        return None
    if dates.decided and timedelta(0) <= published - dates.decided.day <= _FRESH:
        return dates.decided.day
    named = {
        resolve(value, published)
        for item in weighed
        if item.statement.place in (TITLE, LEAD) and kind in item.statement.says("kind")
        for role, _, value in (each.partition(":") for each in item.statement.values("dates"))
        if role in ("none", "other")
    }
    fresh = {day for day in named if day and timedelta(0) < published - day <= _FRESH}
    return fresh.pop() if len(fresh) == 1 else None


def publication_date(weighed: Sequence[Weighed]) -> date | None:
    """When the text itself says that it was published, or else the first date of its head."""
    heads = [i.statement for i in weighed if i.statement.place in (TITLE, LEAD)]
    for role in ("published", "decided", "none"):
        for statement in heads:
            for value in statement.values("dates"):
                if value.startswith(f"{role}:"):
                    return resolve(value.partition(":")[2], None)
    return None


def choose(
    weighed: Sequence[Weighed],
    role: str,
    published: date | None,
    length: int,
    decided: date | None = None,
) -> Chosen | None:
    """The date of ``role`` that fits best: near the topic, in the head or the final provisions.

    Terms after signature or notification run from ``decided``.
    """
    found: list[Chosen] = []
    for item in weighed:
        for mark in item.statement.marks:
            name, _, value = mark.value.partition(":")
            if mark.group != "dates" or name != role or _stray(value, item, length):
                continue
            since = decided if value.startswith("decision") else _said_published(item)
            day = resolve(value, since or published)
            if day is None or not _plausible(day, role, published):
                continue
            points = item.worth + _bonus(item, length)
            proviso = role == "effective" and "exception" in item.statement.says("modality")
            # "But Article 9 begins on …" is not the day on which the act does.
            points -= _PROVISO * proviso + _BARE * value.startswith("---")
            if "extension" in item.statement.says("kind"):
                # "was to begin on …, has been postponed to …": the later one is the new one.
                points += 0.0001 * (day - date(2000, 1, 1)).days
            found.append(Chosen(_last_day(day, value, role), mark, points))
    if not found:
        return None
    best = _exact(max(found, key=lambda chosen: chosen.points), found, weighed)
    if role == "effective" and "publication" in best.mark.value:
        return _applied(best, found, weighed)
    if role == "deadline":
        # Of several, the last that binds: reply comments after comments, the new date after the old.
        near = [chosen for chosen in found if chosen.points >= best.points - 1.0]
        return max(near, key=lambda chosen: chosen.day)
    return best


def _applied(best: Chosen, found: Sequence[Chosen], weighed: Sequence[Weighed]) -> Chosen:
    """The day of "It applies from …" behind "enters into force upon publication".

    Not of "except Article 5, which begins on …".
    """
    but = [
        mark.start
        for item in weighed
        for mark in item.statement.marks
        if mark.value == "modality:exception"
    ]
    behind = [
        chosen
        for chosen in found
        if 0 < chosen.mark.start - best.mark.end <= _NEXT
        and chosen.day > best.day
        and chosen.points >= best.points - _PROVISO / 2
        and not any(best.mark.end <= start < chosen.mark.start for start in but)
    ]
    return min(behind, key=lambda chosen: chosen.mark.start, default=best)


def _said_published(item: Weighed) -> date | None:
    """The day of publication that the sentence names: "published on 10 July and in force since"."""
    values = item.statement.values("dates")
    days = {value for value in values if value.startswith("published:2")}
    return resolve(days.pop().partition(":")[2], None) if len(days) == 1 else None


def _exact(best: Chosen, found: Sequence[Chosen], weighed: Sequence[Weighed]) -> Chosen:
    """The day itself where the best date names its month only and another the day in it."""
    if day := _in_figures(best, weighed):
        return Chosen(day, best.mark, best.points)
    if not best.mark.value.endswith("~"):
        return best
    same = (best.day.year, best.day.month)
    within = [
        chosen
        for chosen in found
        if not chosen.mark.value.endswith("~") and (chosen.day.year, chosen.day.month) == same
    ]
    return max(within, key=lambda chosen: chosen.points, default=best)


def _in_figures(chosen: Chosen, weighed: Sequence[Weighed]) -> date | None:
    """The day in brackets behind a term: ``within 180 days from publication (21 April 2020)``."""
    if "publication+" not in chosen.mark.value or chosen.mark.value.endswith("+0d"):
        return None
    for item in weighed:
        if chosen.mark not in item.statement.marks:
            continue
        for mark in item.statement.marks:
            _, _, value = mark.value.partition(":")
            beside = 0 < mark.start - chosen.mark.end <= _BRACKET
            if mark.group == "dates" and beside and value[:4].isdigit():
                return resolve(value, None)
    return None


def _stray(value: str, item: Weighed, length: int) -> bool:
    """A day without a year, deep in a book, is of whatever year the passage speaks of."""
    near = item.statement.place in (TITLE, LEAD)
    return value.startswith("--") and length > _BOOK and not near


def _bonus(item: Weighed, length: int) -> float:
    final = length > _NOTICE and item.statement.start > 0.8 * length
    binding = "duty" in item.statement.says("modality")
    return 0.6 * final + 0.3 * binding + 0.5 * item.about


def _plausible(day: date, role: str, published: date | None) -> bool:
    """A deadline before publication is an old one; what took effect long before is another rule."""
    if published is None or role == "decided":
        return True
    early = timedelta(days=0 if role == "deadline" else 400)
    return published - early <= day <= published + timedelta(days=3653)


def _last_day(day: date, value: str, role: str) -> date:
    """``by June 2027`` means its end, ``from June 2027`` its beginning."""
    if role == "deadline" and value.endswith("~"):
        return add_months(day, 1) - timedelta(days=1)
    return day
