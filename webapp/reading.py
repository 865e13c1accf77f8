"""What an alert's or a change's page says in words and pictures, from the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.models import Development, Evidence, Impact, RuleChange, Version
from data.queries.alert_page import AlertPage
from data.words import ChangeKind, ChangeStatus
from webapp.alerts.wording import what
from webapp.language import gettext, ngettext
from webapp.texts.passages import Passage, Span, passages
from webapp.wording.filters import country_name, day, number, place
from webapp.wording.labels import label, phrase

#: What an authority does with a rule of each kind.
_VERBS = {
    ChangeKind.NEW_RULE: "made a new rule",
    ChangeKind.AMENDMENT: "amended its rule",
    ChangeKind.REPEAL: "repealed its rule",
    ChangeKind.EXTENSION: "extended a term of its rule",
    ChangeKind.CONSULTATION: "opened a consultation",
    ChangeKind.ENFORCEMENT: "enforced its rule",
    ChangeKind.GUIDANCE: "gave guidance",
    ChangeKind.NONE: "published",
}
_PROPOSED = {
    ChangeKind.NEW_RULE: "proposes a new rule",
    ChangeKind.AMENDMENT: "proposes to amend its rule",
    ChangeKind.REPEAL: "proposes to repeal its rule",
    ChangeKind.EXTENSION: "proposes to extend a term of its rule",
}


def headline(development: Development) -> str:
    """What a list says first, in our words: “Türkiye: IMEI registration – enforcement, adopted”."""
    where, topic = country_name(development.jurisdiction), label(development.topic)
    return f"{where}: {topic} – {what(development)}"


@dataclass(frozen=True, kw_only=True)
class DateFact:
    """One of the dates of a change; ``at`` is None when the text does not name it."""

    name: str
    at: date | None
    note: str = ""
    moment: datetime | None = None
    """Of what happened to us, the exact moment; days of law have none."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """One bar: so many SIMs, and its length, 0 to 100 of the longest."""

    value: str
    sims: int
    share: float


def what_happened(page: AlertPage) -> str:
    """The sentence at the top: who did what, on what, where, and whom it touches."""
    development, change = page.development, page.change
    kind, status = ChangeKind(development.kind), ChangeStatus(development.status)
    verb = _VERBS[kind]
    if status in (ChangeStatus.PROPOSED, ChangeStatus.CONSULTATION):
        verb = _PROPOSED.get(kind, verb)
    sentence = gettext(
        "%(authority)s %(does)s on %(topic)s in %(country)s",
        authority=page.source.authority_name,
        does=gettext(verb),
        topic=phrase(development.topic),
        country=country_name(development.jurisdiction),
    )
    if change.published_on:
        sentence += gettext(", published %(day)s", day=day(change.published_on))
    touched = ngettext(
        "It touches %(n)s live SIM of %(fleet)s.",
        "It touches %(n)s live SIMs of %(fleet)s.",
        page.alert.live_sims,
        n=number(page.alert.live_sims),
        fleet=page.fleet.name,
    )
    return f"{sentence}. {touched}"


def dated(change: RuleChange, development: Development, zone: str = "UTC") -> list[DateFact]:
    """The dates of a change in the order of events, and how late we were, by the reader's clocks."""
    detected = change.detected_at.astimezone(ZoneInfo(zone))
    found = [
        DateFact(name=gettext("Decided"), at=change.decided_on),
        DateFact(name=gettext("Published"), at=change.published_on),
        DateFact(
            name=gettext("Detected"),
            at=detected.date(),
            note=lag(change.published_on, detected),
            moment=change.detected_at,
        ),
        DateFact(name=gettext("Effective"), at=development.effective_on),
    ]
    if development.deadline_on:
        found.append(DateFact(name=gettext("Deadline"), at=development.deadline_on))
    return found


def by_jurisdiction(changes: Sequence[RuleChange]) -> list[tuple[RuleChange, int]]:
    """One line for each act: a group's is told once, with how many members it touches."""
    found: dict[tuple[int, str, str], list[RuleChange]] = {}
    for change in changes:
        key = (change.version_id, change.topic, change.via_group or change.country)
        found.setdefault(key, []).append(change)
    return [(acts[0], len(acts)) for acts in found.values()]


def lag(published_on: date | None, detected_at: datetime) -> str:
    """How long after its publication we found it."""
    if published_on is None:
        return gettext("publication date not known")
    days = (detected_at.date() - published_on).days
    if days < 0:
        return gettext("found before its printed date")
    if days == 0:
        return gettext("found on the day")
    return ngettext(
        "found %(n)s day after publication", "found %(n)s days after publication", days, n=days
    )


def evidence_passages(version: Version, evidence: Sequence[Evidence]) -> list[tuple[Passage, str]]:
    """The quotes where they stand in the text, each passage with its page and file in words."""
    spans = [
        Span(start=item.start, end=item.end, style="evidence", title=item.rule, strength=9)
        for item in evidence
    ]
    places = {item.start: place(item) for item in evidence}
    found = passages(version.text, spans, block_ends(version.sections))
    return [
        (
            passage,
            next((places[at] for at in sorted(places) if passage.start <= at < passage.end), ""),
        )
        for passage in found
    ]


def cited_files(version: Version, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    """Name and SHA-256 of each attached file in which a quote stands, in the order of the text."""
    return [
        (str(one["name"]), str(one["sha256"]))
        for one in version.attachments
        if any(one["start"] <= item.start < one["end"] for item in evidence)
    ]


def block_ends(sections: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Start and end of each block of a version."""
    return [(int(section["start"]), int(section["end"])) for section in sections]


def shares(impact: Impact | None) -> dict[str, list[Share]]:
    """The SIMs touched, by country, technology and home: bars, the longest first."""
    if impact is None:
        return {}
    tables = {
        "country": impact.by_country,
        "technology": impact.by_technology,
        "home": impact.by_home,
    }
    return {name: bars(counts) for name, counts in tables.items() if counts}


def bars(counts: Mapping[str, int]) -> list[Share]:
    """Bars for these counts, the longest first; the longest fills its place."""
    top = max(counts.values(), default=0) or 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        Share(value=value, sims=sims, share=round(100 * sims / top, 1)) for value, sims in ordered
    ]
