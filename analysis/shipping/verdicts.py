"""Decision: what one topic's rule means to a shipment to one country. Pure.

“Looked, found nothing” and “nobody has looked” are both unknown, never “may”.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.ledger import Standing
from analysis.remedies import PRESENCE
from analysis.shipping.types import Limit, Rule, Shipment, TopicAnswer, Verdict
from data.countries import name
from data.ledger import Entry
from data.rules import FactStatus
from data.words import CORE_TOPICS, Stance, Topic

#: The worst first.
ORDER = tuple(Verdict)
#: The most facts shown beside the one that speaks.
_MOST = 4


class _Said(NamedTuple):
    verdict: Verdict
    because: str


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The worst of some; nothing known where there is none."""
    return min(verdicts, key=ORDER.index, default=Verdict.UNKNOWN)


def topic_answer(
    topic: Topic,
    standings: Sequence[Standing],
    shipment: Shipment,
    limits: Sequence[Limit],
    *,
    local: bool,
) -> TopicAnswer:
    """One topic in one country, by its own rule and its groups' (``standings``, its own first).

    ``local``: the SIM is of the country's own networks.
    """
    said = [_said(topic, standing, shipment, limits, local=local) for standing in standings]
    if not said:
        return TopicAnswer(
            topic=topic,
            verdict=Verdict.UNKNOWN,
            because="Nobody has looked yet. That is not permission.",
            disputed=False,
            rules=(),
            ahead=(),
        )
    ruling = _ruling([one.verdict for one in said])
    first = standings[ruling]
    others = [standing for place, standing in enumerate(standings) if place != ruling]
    entries = [first.head, *first.others, *(standing.head for standing in others)]
    current = [entry for entry in entries if not _draft(entry)] or entries
    ahead = [entry for entry in entries if _draft(entry)]
    ahead += [entry for standing in standings for entry in standing.ahead]
    return TopicAnswer(
        topic=topic,
        verdict=said[ruling].verdict,
        because=said[ruling].because,
        disputed=any(standing.disputed for standing in standings),
        rules=tuple(rule_of(entry) for entry in current[:_MOST]),
        ahead=tuple(rule_of(entry) for entry in ahead[:_MOST] if entry not in current),
    )


def _ruling(verdicts: Sequence[Verdict]) -> int:
    """The place of the verdict that rules: the worst of those that say something; at least one."""
    places = range(len(verdicts))
    ruling = min(places, key=lambda place: ORDER.index(verdicts[place]))
    # A group that says nothing must not hide what the country itself says.
    if verdicts[ruling] is Verdict.UNKNOWN:
        telling = (place for place in places if verdicts[place] is not Verdict.UNKNOWN)
        ruling = next(telling, ruling)
    return ruling


def _said(
    topic: Topic, standing: Standing, shipment: Shipment, limits: Sequence[Limit], *, local: bool
) -> _Said:
    stance = standing.stance
    if topic in PRESENCE and local:
        return _Said(
            Verdict.MAY, "The SIM is of the country's own network; it does not roam there."
        )
    if stance is Stance.NO_RULE_FOUND:
        return _Said(Verdict.UNKNOWN, "Somebody looked and found no rule. That is not permission.")
    if _draft(standing.head):
        return _Said(Verdict.UNKNOWN, "Only a draft is known; what holds today is not.")
    if topic in PRESENCE:
        return _presence(standing, limits)
    if topic is Topic.TYPE_APPROVAL:
        return _approval(stance, shipment)
    return _duty(topic, stance)


def _presence(standing: Standing, limits: Sequence[Limit]) -> _Said:
    own = [
        limit
        for limit in limits
        if (limit.topic, limit.place) == (standing.topic, standing.country)
        and limit.binding
        and limit.allowed is not None
    ]
    broken = [limit for limit in own if not limit.allowed]
    if broken:
        first = min(broken, key=lambda limit: limit.breaks_on_day or 0)
        return _Said(Verdict.NOT_BY_ROAMING, f"{first.words}: {first.because}")
    if standing.stance is Stance.PROHIBITED:
        if own:
            return _Said(
                Verdict.ONLY_WITH,
                "Permanent roaming is prohibited; the stay keeps within every limit known.",
            )
        return _Said(Verdict.NOT_BY_ROAMING, "Prohibited, and no limit below which it is allowed.")
    if standing.stance is Stance.PERMITTED:
        if standing.disputed:
            return _Said(Verdict.ONLY_WITH, "One source permits it, others contradict.")
        return _Said(Verdict.MAY, "Permitted; carriers may still have terms of their own.")
    kept = " The stay keeps within every limit known." if own else ""
    word = "Restricted" if standing.stance is Stance.RESTRICTED else "Allowed on conditions"
    return _Said(Verdict.ONLY_WITH, f"{word}: see the rule.{kept}")


def _approval(stance: Stance, shipment: Shipment) -> _Said:
    if stance is Stance.PERMITTED:
        return _Said(Verdict.MAY, "No approval of the country's own is asked for.")
    if shipment.certified:
        return _Said(Verdict.MAY, "The device is certified, as you say.")
    if shipment.certified is None:
        return _Said(
            Verdict.ONLY_WITH, "Approval is asked for; whether the device has it is not told."
        )
    return _Said(Verdict.ONLY_WITH, "Approval is asked for, and the device has none.")


_DUTIES: dict[Topic, tuple[str, str]] = {
    Topic.IMEI: (
        "No registration of the device is asked for.",
        "Devices are registered by IMEI, or meet the rule's conditions.",
    ),
    Topic.DATA_LOCALISATION: (
        "Nothing known binds the data to the country.",
        "Where data is kept, or how it may leave, is ruled.",
    ),
    Topic.SIM_REGISTRATION: (
        "No registration of the subscriber is asked for.",
        "The subscriber is registered, or meets the rule's conditions.",
    ),
}


def _duty(topic: Topic, stance: Stance) -> _Said:
    free, asked = _DUTIES[topic]
    if stance is Stance.PERMITTED:
        return _Said(Verdict.MAY, free)
    strict = " What does not is forbidden." if stance is Stance.PROHIBITED else ""
    return _Said(Verdict.ONLY_WITH, asked + strict)


def rule_of(entry: Entry) -> Rule:
    """A ledger entry as the answer shows it."""
    fact = entry.fact
    return Rule(
        id=fact.id,
        place=fact.country,
        stance=fact.stance,
        status=fact.status.value,
        summary=fact.summary,
        quotes=tuple(entry.evidence.get("quotes", ())),
        instrument=fact.instrument,
        authority=fact.authority,
        source_url=str(fact.source_url) if fact.source_url else None,
        source_kind=fact.source_kind.value,
        effective=fact.effective,
        as_of=fact.as_of,
        confidence=fact.confidence,
    )


def _draft(entry: Entry) -> bool:
    return entry.fact.status is FactStatus.PROPOSED


def unknown_of(country: str, answers: Sequence[TopicAnswer], limits: Sequence[Limit]) -> list[str]:
    """What is not known of a country, in plain sentences; the core topics first."""
    found = [
        f"{TOPIC_WORDS[one.topic]} in {name(country)}: {one.because}"
        for one in sorted(answers, key=lambda one: one.topic not in CORE_TOPICS)
        if one.verdict is Verdict.UNKNOWN
    ]
    found += [
        f"{TOPIC_WORDS[one.topic]} in {name(country)}: sources contradict each other."
        for one in answers
        if one.disputed
    ]
    found += [
        f"{limit.words} in {name(country)}: {limit.because}"
        for limit in limits
        if limit.allowed is None
    ]
    return found


TOPIC_WORDS: dict[Topic, str] = {
    Topic.ROAMING: "Permanent roaming",
    Topic.IMEI: "IMEI registration",
    Topic.DATA_LOCALISATION: "Data localisation",
    Topic.SIM_REGISTRATION: "SIM registration",
    Topic.NUMBERING: "Numbering",
    Topic.TYPE_APPROVAL: "Type approval",
    Topic.ESIM: "eSIM",
}
