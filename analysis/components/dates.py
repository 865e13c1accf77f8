"""Component ``roamwatch_dates``: span group ``dates``: which date means what.

A span's label is ``role:date`` (``effective:2027-01-01``, ``effective:--06-29``
without a year; ``…>`` the day behind it, where it is the last day before). A date said without a date is
``role:publication+90d`` (``h d w m y``, ``b`` for working days; ``+90d>`` the day behind the last of
them) or ``role:publication/3`` (the first day of the third month after it), ``role:decision+24m`` one
counted from signature or notification; :mod:`analysis.changes` resolves those.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from analysis.calendar import Found, find_dates
from analysis.components.base import (
    number_of,
    ordinal_of,
    passage_of,
    slots,
    store,
    unit_of,
)  # fmt: skip
from analysis.components.passage import Marked, Passage
from analysis.letters import ARABIC, SPACELESS
from analysis.lexicon import language as language_file
from analysis.matching import Hit, Matcher, longest

GROUP = "dates"
ROLES = ("effective", "deadline", "published", "decided", "other")
WITHOUT = (
    "on_publication",
    "day_after_publication",
    "after_publication",
    "after_elapsed",
    "after_decision",
    "first_day_after_publication",
)
_LETTERS = {"hour": "h", "day": "d", "working_day": "b", "week": "w", "month": "m", "year": "y"}
_FAR = 110
#: A cue around its date ("tritt am 3. März in Kraft") is as near as one beside it.
_AROUND = 12.0
#: A cue of a few letters ("by", "from") counts only right beside its date.
_SHORT, _SHORT_DENSE, _NEAR = 6, 3, 14
#: Between a cue and its day stands no more than " on ", " vom ", " à partir".
_BESIDE = 5
#: Languages that say "in force" behind the day.
_VERB_LAST = frozenset({"de", "nl", "tr", "ja", "ko", "zh"})
#: No more than "to" (から, 부터, " по ", " إلى ", ถึงวันที่) stands between the two days of a span.
_LINK = 12
#: Korean and Japanese say "from" and "until" behind the day.
_POSTPOSED = re.compile("[가-힣ぁ-ゖ]")
#: Arabic writes no short vowels: its prepositions have two or three letters.
_SHORT_ARABIC = 3
_ARABIC = re.compile(f"[{ARABIC}]")
_DENSE = re.compile(rf"[{SPACELESS}가-힣]")


@dataclass(frozen=True)
class DateCue:
    """A role, or a way of saying a date by publication; ``rank`` 0 is the most telling."""

    role: str
    rank: float


@dataclass(frozen=True)
class Dates:
    """Stateless but for its configuration and the matcher built from it."""

    language: str
    matcher: Matcher[DateCue] = field(repr=False)
    group: str = GROUP

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group."""
        return store(doc, passage_of(doc, self.language), self)

    def find(self, passage: Passage) -> Iterator[Marked]:
        """Give every date of a sentence the role of the cue that is nearest to it."""
        dates = find_dates(passage.folded.text, self.language, passage.country)
        cues = self.matcher.find(passage.folded, passage.text)
        starts = [start for start, _ in passage.bounds]
        by_sentence: dict[int, tuple[list[Found], list[Hit[DateCue]]]] = {}
        for found in dates:
            by_sentence.setdefault(bisect_right(starts, found.start), ([], []))[0].append(found)
        for cue in cues:
            by_sentence.setdefault(bisect_right(starts, cue.start), ([], []))[1].append(cue)
        for _, (here, inside) in sorted(by_sentence.items()):
            yield from self._dated(here, inside)
            yield from self._by_publication(inside)

    def _dated(self, dates: list[Found], cues: list[Hit[DateCue]]) -> Iterator[Marked]:
        whole = [cue for cue in cues if not any(_cut(cue, found) for found in dates)]
        past = [cue for cue in cues if cue.payload.role == "other" and "..." not in cue.pattern]
        roles = longest(
            [cue for cue in whole if cue.payload.role in ROLES and not _over(cue, past)]
        )
        nearest = [
            min(
                (cue for cue in roles if _reaches(cue, found)),
                key=lambda cue: _distance(cue, found, dates),
                default=None,
            )
            for found in dates
        ]
        nearest = _owned(dates, nearest, verb_last=self.language in _VERB_LAST)
        spans = _spans(dates, nearest)
        for index, (found, best) in enumerate(zip(dates, nearest, strict=True)):
            best = None if index in spans else best
            role = best.payload.role if best else "none"
            rule = f"dates.{self.language}.{role}" + (f":{best.pattern[:60]}" if best else "")
            over = ">" if role == "effective" and _is_last_day(found, cues) else ""
            yield Marked(found.start, found.end, f"{role}:{found.value}{over}", rule)

    def _by_publication(self, cues: list[Hit[DateCue]]) -> Iterator[Marked]:
        ways = _counted(longest([cue for cue in cues if cue.payload.role in WITHOUT]))
        aside = [cue for cue in cues if cue.payload.role == "no_rule"]
        roles = [
            cue
            for cue in cues
            if cue.payload.role in ("effective", "deadline")
            and not any(other.start <= cue.start and cue.end <= other.end for other in aside)
        ]
        for way in ways:
            when = self._when(way)
            outside = [cue for cue in roles if cue.start < way.start or cue.start >= way.end]
            strong = [cue for cue in outside if _telling(cue)]
            cue = min(strong, key=lambda cue: abs(cue.start - way.start), default=None)
            # A term after publication is one to act in, a moment of publication one of effect.
            term = way.payload.role in ("after_publication", "after_elapsed", "after_decision")
            default = "deadline" if term else "effective"
            # What begins at publication is an effect, whatever ends later in the sentence.
            role = cue.payload.role if cue and term else default
            appeal = way.payload.role == "after_decision" or (aside and cue is None)
            if term and role == "deadline" and appeal:
                continue  # "may be appealed within two months of its notification"
            if when:
                rule = f"dates.{self.language}.{way.payload.role}:{way.pattern[:60]}"
                yield Marked(way.start, way.end, f"{role}:{when}", rule)

    def _when(self, way: Hit[DateCue]) -> str:
        if way.payload.role == "on_publication":
            return "publication+0d"
        if way.payload.role == "day_after_publication":
            return "publication+1d"
        count = number_of(self.language, way.groups.get("n") or "") if "n" in way.groups else 1
        if way.payload.role == "first_day_after_publication":
            months = (count or 0) + 1 if "n" in way.groups else 1
            return f"publication/{ordinal_of(self.language, way.groups.get('ord') or '') or months}"
        if way.groups.get("ord"):
            return f"publication+{ordinal_of(self.language, way.groups['ord'])}d"
        unit = unit_of(self.language, way.groups.get("unit") or "")
        since = "decision" if way.payload.role == "after_decision" else "publication"
        over = ">" if way.payload.role == "after_elapsed" else ""
        return f"{since}+{count}{_LETTERS[unit]}{over}" if count else ""


@Language.factory("roamwatch_dates", default_config={"language": ""}, assigns=["doc.spans"])
def make_dates(nlp: Language, name: str, language: str) -> Dates:
    """Factory; ``doc.user_data["country"]`` tells the order of day and month."""
    return Dates(language, matcher_of(language))


@cache
def matcher_of(language: str) -> Matcher[DateCue]:
    """Every date cue of one language."""
    return Matcher(list(_cues(language)), slots(language))


@cache
def effects_of(language: str) -> Matcher[DateCue]:
    """Those of them that say when something takes effect."""
    roles = ("effective", *WITHOUT)
    return Matcher([cue for cue in _cues(language) if cue[1].role in roles], slots(language))


def _cues(language: str) -> Iterator[tuple[str, DateCue]]:
    words = language_file(language).dates
    for role in (*ROLES, *WITHOUT, "no_rule", "at_the_end_of"):
        entries: tuple[str, ...] = getattr(words, role)
        for index, entry in enumerate(entries):
            yield entry, DateCue(role, index / len(entries))


def _telling(cue: Hit[DateCue]) -> bool:
    """Whether a cue is more than a preposition; 施行, 시행 and يسري say as much as seven letters."""
    if _DENSE.search(cue.pattern):
        return cue.end - cue.start > 1
    return cue.end - cue.start > (_SHORT_ARABIC if _ARABIC.search(cue.pattern) else _SHORT)


def _counted(ways: list[Hit[DateCue]]) -> list[Hit[DateCue]]:
    """Without "from its publication" where it is part of "90 days from its publication"."""
    later = [way for way in ways if way.payload.role != "on_publication"]
    return [
        way
        for way in ways
        if way in later
        or not any(way.start < other.end and other.start < way.end for other in later)
    ]


def _is_last_day(found: Found, cues: list[Hit[DateCue]]) -> bool:
    """Whether the day must be over: "mit Ablauf des 30. Juni"."""
    ends = [cue.end for cue in cues if cue.payload.role == "at_the_end_of"]
    return any(0 <= found.start - end <= _BESIDE for end in ends)


def _reaches(cue: Hit[DateCue], found: Found) -> bool:
    gap = _gap(cue, found)
    short = _SHORT_DENSE if _DENSE.search(cue.pattern) else _SHORT
    return _around(cue, found) or 0 <= gap <= (_NEAR if cue.end - cue.start <= short else _FAR)


def _around(cue: Hit[DateCue], found: Found) -> bool:
    return cue.start < found.start and found.end < cue.end


def _cut(cue: Hit[DateCue], found: Found) -> bool:
    """Whether a cue ends or begins inside the date: "order … of" in "this order, from the first of July"."""
    return found.start < cue.end < found.end or found.start < cue.start < found.end


def _over(cue: Hit[DateCue], past: list[Hit[DateCue]]) -> bool:
    """Whether a wide cue ends with what says the contrary: "blocking … on" in "blocking was to begin on"."""
    wide = "..." in cue.pattern and cue.payload.role == "effective"
    return wide and any(cue.start < other.start and cue.end == other.end for other in past)


def _spans(dates: list[Found], nearest: list[Hit[DateCue] | None]) -> set[int]:
    """Where "from … to …" begins: not a date of effect but the first day to send comments on."""
    roles = [cue.payload.role if cue else "" for cue in nearest]
    return {
        index
        for index, (found, after) in enumerate(pairwise(dates))
        if roles[index : index + 2] == ["effective", "deadline"]
        and 0 <= after.start - found.end <= _LINK
    }


def _owned(
    dates: list[Found], nearest: list[Hit[DateCue] | None], *, verb_last: bool
) -> list[Hit[DateCue] | None]:
    """Cues without those that lead on to the next day: "notified on 3 May and takes effect on 1 June"."""
    owned = list(nearest)
    for index, (cue, after) in enumerate(pairwise(nearest)):
        if cue is None or cue is not after or not _between(dates[index], cue, dates[index + 1]):
            continue
        first, second = _gap(cue, dates[index]), _gap(cue, dates[index + 1])
        if second <= _BESIDE and (first > _BESIDE or not verb_last):
            owned[index] = None
    return owned


def _between(before: Found, cue: Hit[DateCue], after: Found) -> bool:
    return before.end <= cue.start and cue.end <= after.start


def _gap(cue: Hit[DateCue], found: Found) -> int:
    """Characters between them; negative when they overlap."""
    return found.start - cue.end if cue.end <= found.start else cue.start - found.end


def _distance(cue: Hit[DateCue], found: Found, dates: list[Found]) -> float:
    """Nearness of a cue: behind the date it counts as farther, across another date much farther."""
    gap = _AROUND if _around(cue, found) else float(_gap(cue, found))
    if cue.start >= found.end:
        gap = gap * 1.5 + 8
    low, high = min(cue.end, found.end), max(cue.start, found.start)
    gap += sum(60 for other in dates if low <= other.start < high and other is not found)
    if _POSTPOSED.search(cue.pattern) and any(0 <= cue.start - o.end <= 1 for o in dates):
        gap += 60 * (cue.end <= found.start)  # 1일부터 9일까지: what follows a day is that day's
    return gap + 10 * cue.payload.rank
