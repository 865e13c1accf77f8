"""Decision: whose rule changes. Not every country that is named."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.leanings import recognises
from analysis.statements import LEAD, TITLE, Statement
from analysis.types import Mark
from analysis.weighing import Weighed
from data.countries import is_group

_LIST = 4
_INITIALS = re.compile(r"authority:\w{1,6}")
#: A source's own country gives way to those of the title when it has less than this share of their points.
_OUTSHONE = 0.5
#: "EU" alone stands in the numbers of acts and beside the publisher's own rule.
_SHORT_GROUP = re.compile(r"group:\w{1,3}")


@dataclass(frozen=True)
class Jurisdiction:
    """A country or group whose rule changes, with its points and the reason."""

    code: str
    points: float
    reason: str


def whose(weighed: Sequence[Weighed], *, prior: str, by_language: str) -> list[Jurisdiction]:
    """The jurisdictions whose rule changes, strongest first; empty when nothing tells.

    ``prior`` is the source's own country or group: it stands unless the title speaks of
    another one only. Without it, the text decides: authorities before names, title
    before first lines before sentences that bind on the topic. ``by_language`` is the
    country that a language without any name speaks of.
    """
    weighed = [item for item in weighed if item.near]
    if recognises([item.statement for item in weighed]) and (who := _recogniser(weighed, prior)):
        return [who]
    points = _points(weighed)
    titled = _titled(weighed) - (_by_initials_only(weighed) if prior else set())
    if prior and not is_group(prior):
        told = max((points[code] for code in titled), default=0.0)
        own = _own(weighed, prior)
        if titled and prior not in titled and own < max(1.0, _OUTSHONE * told):
            return _several(weighed, points, titled)
        group = _acting_group(weighed, prior)
        if group and not titled - {group}:
            return [Jurisdiction(group, points[group], "The first lines say that it acted.")]
        return [Jurisdiction(prior, points[prior] + 3.0, "It is the source's own country.")]
    if not points:
        code = prior if prior and prior != "INT" else by_language
        return [Jurisdiction(code, 0.5, "No other country is named.")] if code else []
    if prior and prior != "INT":
        points[prior] += 3.0
    elif by_language:
        points[by_language] += 1.5
    return _several(weighed, points, titled)


def _recogniser(weighed: Sequence[Weighed], prior: str) -> Jurisdiction | None:
    """Who recognises another country: the source's own, or else who is named as acting, not the other."""
    heads = [i.statement for i in weighed if i.statement.place in (TITLE, LEAD)]
    marks = [mark for s in heads for mark in _in_order(s)]
    named = next((mark for mark in marks if mark.rule.startswith("authority")), None)
    if prior and prior != "INT" and not (named and is_group(named.value)):
        return Jurisdiction(prior, 3.0, "It is the source's own country that recognises another.")
    named = named or next((mark for mark in marks if not mark.rule.startswith("city")), None)
    return Jurisdiction(named.value, 2.0, "It recognises another country.") if named else None


def _in_order(statement: Statement) -> list[Mark]:
    """The jurisdictions of a statement as they are named."""
    named = [mark for mark in statement.marks if mark.group == "jurisdictions"]
    return sorted(named, key=lambda mark: mark.start)


def _own(weighed: Sequence[Weighed], prior: str) -> float:
    """The points of the source's own country where the topic or an act is spoken of."""
    return _points([i for i in weighed if i.about or i.statement.binding or _authority(i, prior)])[
        prior
    ]


def _authority(item: Weighed, code: str) -> bool:
    """Whether an authority of the country is named in it."""
    marks = item.statement.marks
    return any(mark.value == code and mark.rule.startswith("authority") for mark in marks)


def _acting_group(weighed: Sequence[Weighed], prior: str) -> str:
    """The group that the first lines show at work, before they come to the source's own country."""
    for item in weighed:
        marks = [mark for mark in item.statement.marks if mark.group == "jurisdictions"]
        if not marks or item.statement.place not in (TITLE, LEAD):
            continue
        first = min(marks, key=lambda mark: mark.start)
        alone = all(mark.value == first.value for mark in marks)
        # "The European Commission has found that Japan …": who acts, before what it is about.
        leading = first.rule.startswith("authority") and not any(
            mark.value == prior or (mark.value != first.value and mark.rule.startswith("authority"))
            for mark in marks
        )
        acting = is_group(first.value) and (alone or leading) and _acts(item.statement, marks)
        return first.value if acting else ""
    return ""


def _acts(statement: Statement, marks: Sequence[Mark]) -> bool:
    """Whether an authority stands beside an act, or a name before it: who acts is named first."""
    said = [m.start for m in statement.marks if m.value.startswith(("kind:", "status:"))]
    named = [m for m in marks if not _SHORT_GROUP.fullmatch(m.rule)]
    return bool(said) and any(m.rule.startswith("authority") or m.start < min(said) for m in named)


def _several(
    weighed: Sequence[Weighed], points: Mapping[str, float], titled: set[str]
) -> list[Jurisdiction]:
    """The first, and each other that has a binding sentence on the topic to itself."""
    ranked = sorted(points.items(), key=lambda pair: -pair[1])
    first, most = ranked[0]
    alone = _alone(weighed)
    kept = [
        code
        for code, value in ranked[:12]
        if code == first
        or (alone[code] >= 1 and value >= 0.5 * most and alone[first] <= 3 * alone[code])
        or (code in titled and first in titled and value >= 0.6 * most)
    ]
    return [
        Jurisdiction(code, points[code], "The sentences that bind on the topic name it.")
        for code in kept
        if code != "INT"
    ]


def _points(weighed: Sequence[Weighed]) -> defaultdict[str, float]:
    points: defaultdict[str, float] = defaultdict(float)
    for item in weighed:
        marks = [mark for mark in item.statement.marks if mark.group == "jurisdictions"]
        # In the order of the text, not of a set: the same text reads the same in every process.
        codes = list(dict.fromkeys(mark.value for mark in marks))
        if not codes or item.statement.old:
            continue
        weight = _weight(item) * (0.3 if len(codes) >= _LIST else 1.0)
        for code in codes:
            said = [mark for mark in marks if mark.value == code]
            authority = any(mark.rule.startswith("authority") for mark in said)
            city = all(mark.rule.startswith("city") for mark in said)
            points[code] += weight * _worth(code, authority=authority, city=city)
    return points


def _worth(code: str, *, authority: bool, city: bool) -> float:
    """An authority tells more than a country's name, a group or the place in a dateline less."""
    if authority:
        return 1.6
    return 0.4 if city else 0.6 if is_group(code) else 1.0


def _weight(item: Weighed) -> float:
    if item.statement.place == TITLE:
        return 4.0
    if item.statement.place == LEAD:
        return 2.0
    if item.about and item.statement.binding:
        return 1.0
    return 0.5


def _titled(weighed: Sequence[Weighed]) -> set[str]:
    return {
        mark.value
        for item in weighed
        if item.statement.place == TITLE
        for mark in item.statement.marks
        if mark.group == "jurisdictions"
    }


def _by_initials_only(weighed: Sequence[Weighed]) -> set[str]:
    """Jurisdictions that only an authority's initials speak of: several countries have an ARCEP."""
    marks = [m for i in weighed for m in i.statement.marks if m.group == "jurisdictions"]
    told = {mark.value for mark in marks if not _INITIALS.fullmatch(mark.rule)}
    return {mark.value for mark in marks} - told


def _alone(weighed: Sequence[Weighed]) -> Counter[str]:
    """How many binding sentences each jurisdiction has to itself."""
    alone: Counter[str] = Counter()
    for item in weighed:
        codes = set(item.statement.values("jurisdictions"))
        if len(codes) == 1 and item.statement.binding and not item.statement.old:
            alone[codes.pop()] += 1
    return alone
