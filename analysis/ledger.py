"""Decision: what the rule is on one topic in one country on one day, from what is known. Pure.

Facts that contradict each other are never averaged: the surest one gives the stance, and
that others say otherwise is part of the answer. “Looked, found nothing” is a stance of
its own and yields to any source that found something, but never reads as “permitted”.

Dates of sources are partial: a rule “since 2026” may have begun on any day of that year, so
that it counts from 1 January on; one without a date counts on every day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.ledger import Entry, Origin
from data.partial_dates import earliest, latest
from data.rules import Confidence, FactSource, FactStatus, RuleFact
from data.words import Stance, Topic

#: What was repealed later was in force on the days before.
_STATUS = {
    FactStatus.IN_FORCE: 0,
    FactStatus.REPEALED: 0,
    FactStatus.UNCLEAR: 1,
    FactStatus.PROPOSED: 2,
}
_FOR_FLEETS = ("iot", "all", "consumer")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a country stands on a topic on a day, and why."""

    country: str
    topic: Topic
    stance: Stance
    head: Entry
    """The surest fact; it gives the stance."""
    others: tuple[Entry, ...]
    """What else is said, the surest first."""
    ahead: tuple[Entry, ...]
    """What is known to hold from a later day on."""
    earlier: tuple[Entry, ...]
    """What was repealed, has ended, or was corrected by another fact."""
    overruled: tuple[Entry, ...]
    """What the files say where an officer says otherwise of the same fact."""
    disputed: bool
    """Whether another fact for fleets, of medium confidence or better, has another stance."""


def standings(entries: Iterable[Entry], *, on: date) -> dict[str, dict[Topic, Standing]]:
    """Country → topic → how it stands on the day ``on``."""
    grouped: dict[tuple[str, Topic], list[Entry]] = {}
    for entry in entries:
        grouped.setdefault((entry.fact.country, entry.fact.topic), []).append(entry)
    found: dict[str, dict[Topic, Standing]] = {}
    for (country, topic), group in grouped.items():
        standing = standing_of(group, on=on)
        if standing is not None:
            found.setdefault(country, {})[topic] = standing
    return found


def idle(entries: Iterable[Entry], known: dict[str, dict[Topic, Standing]]) -> list[Entry]:
    """Entries of topics on which nothing holds on the day: all of it is past or still ahead."""
    return [entry for entry in entries if entry.fact.topic not in known.get(entry.fact.country, {})]


def standing_of(entries: Sequence[Entry], *, on: date) -> Standing | None:
    """How things stand by the entries of one country and topic; None when none holds on the day."""
    held, overruled = _by_officer(entries)
    past = [entry for entry in held if _is_past(entry.fact, on)]
    ahead = [entry for entry in held if entry not in past and _is_ahead(entry.fact, on)]
    current = [entry for entry in held if entry not in past and entry not in ahead]
    if not current:
        return None
    # Of most topics one thing is said: weighing that would take half of the time of a page of rules.
    order = sorted(current, key=lambda entry: _weight(entry.fact)) if current[1:] else current
    head, *others = order
    rivals = [
        entry.fact
        for entry in others
        if entry.fact.disputes or entry.fact.confidence is not Confidence.LOW
    ]
    return Standing(
        country=head.fact.country,
        topic=head.fact.topic,
        stance=head.fact.stance,
        head=head,
        others=tuple(others),
        ahead=tuple(sorted(ahead, key=lambda entry: (entry.fact.effective, entry.fact.id))),
        earlier=tuple(
            sorted(past, key=lambda entry: (entry.fact.as_of, entry.fact.id), reverse=True)
        ),
        overruled=tuple(overruled),
        disputed=any(_contradicts(head.fact, fact) for fact in rivals),
    )


def _by_officer(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """What holds, and what the files say otherwise: of one fact the officer's entry holds."""
    officers = {entry.fact.id: entry.fact for entry in entries if entry.origin is Origin.OFFICER}
    held, overruled = [], []
    for entry in entries:
        if entry.origin is Origin.OFFICER or entry.fact.id not in officers:
            held.append(entry)
        elif entry.fact != officers[entry.fact.id]:
            overruled.append(entry)
    return held, overruled


def _is_past(fact: RuleFact, on: date) -> bool:
    """Repealed, corrected, or ended before the day; a repeal of a known day holds until then."""
    end = latest(fact.until)
    if end is not None and not fact.superseded_by:
        return end < on
    return bool(fact.superseded_by) or fact.status is FactStatus.REPEALED


def _is_ahead(fact: RuleFact, on: date) -> bool:
    """Known to begin after the day. A draft is not: that it is a draft is true today."""
    begin = earliest(fact.effective)
    return fact.status is not FactStatus.PROPOSED and begin is not None and begin > on


def _contradicts(head: RuleFact, fact: RuleFact) -> bool:
    if fact.status is FactStatus.PROPOSED or Stance.NO_RULE_FOUND in (fact.stance, head.stance):
        return False
    same_scope = "consumer" not in (head.applies_to, fact.applies_to)
    return same_scope and fact.stance is not head.stance


def _weight(fact: RuleFact) -> tuple[object, ...]:
    """The surest fact for a fleet sorts first; the id makes the order the same every time."""
    kinds = list(FactSource)
    newest_first = tuple(-ord(sign) for sign in fact.as_of.ljust(10))
    return (
        fact.stance is Stance.NO_RULE_FOUND,
        fact.applies_to == "consumer",
        _STATUS[fact.status],
        list(Confidence).index(fact.confidence),
        # Of facts equally sure, the strictest: an officer plans for that one.
        list(Stance).index(fact.stance),
        kinds.index(fact.source_kind) > kinds.index(FactSource.LAW_FIRM),
        _FOR_FLEETS.index(fact.applies_to),
        newest_first,
        kinds.index(fact.source_kind),
        fact.id,
    )
