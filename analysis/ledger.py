"""Decision: what the rule is on one topic in one country, from the facts at hand. Pure.

Facts that contradict each other are never averaged: the surest one gives the stance, and
that others say otherwise is part of the answer. “Looked, found nothing” is a stance of
its own and yields to any source that found something, but never reads as “permitted”.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.rules import Confidence, FactSource, FactStatus, RuleFact
from data.words import Stance, Topic

_STATUS = (FactStatus.IN_FORCE, FactStatus.UNCLEAR, FactStatus.PROPOSED)
_FOR_FLEETS = ("iot", "all", "consumer")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a country stands on a topic today, and why."""

    country: str
    topic: Topic
    stance: Stance
    head: RuleFact
    """The surest fact; it gives the stance."""
    others: tuple[RuleFact, ...]
    """What else is said, the surest first."""
    earlier: tuple[RuleFact, ...]
    """What was repealed, or corrected by another fact."""
    disputed: bool
    """Whether another fact for fleets, of medium confidence or better, has another stance."""


def standings(facts: Iterable[RuleFact]) -> dict[str, dict[Topic, Standing]]:
    """Country → topic → how it stands."""
    grouped: dict[tuple[str, Topic], list[RuleFact]] = {}
    for fact in facts:
        grouped.setdefault((fact.country, fact.topic), []).append(fact)
    found: dict[str, dict[Topic, Standing]] = {}
    for (country, topic), group in grouped.items():
        standing = standing_of(group)
        if standing is not None:
            found.setdefault(country, {})[topic] = standing
    return found


def standing_of(facts: Sequence[RuleFact]) -> Standing | None:
    """How things stand by the facts of one country and topic; None when all of them are past."""
    current = sorted((fact for fact in facts if not _is_past(fact)), key=_weight)
    if not current:
        return None
    head, *others = current
    rivals = [fact for fact in others if fact.disputes or fact.confidence is not Confidence.LOW]
    return Standing(
        country=head.country,
        topic=head.topic,
        stance=head.stance,
        head=head,
        others=tuple(others),
        earlier=tuple(sorted(filter(_is_past, facts), key=lambda fact: fact.as_of, reverse=True)),
        disputed=any(_contradicts(head, fact) for fact in rivals),
    )


def _is_past(fact: RuleFact) -> bool:
    return bool(fact.superseded_by) or fact.status is FactStatus.REPEALED


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
        _STATUS.index(fact.status),
        list(Confidence).index(fact.confidence),
        # Of facts equally sure, the strictest: an officer plans for that one.
        list(Stance).index(fact.stance),
        kinds.index(fact.source_kind) > kinds.index(FactSource.LAW_FIRM),
        _FOR_FLEETS.index(fact.applies_to),
        newest_first,
        kinds.index(fact.source_kind),
        fact.id,
    )
