"""The check before shipping: what applies in each country, what must be done, and how to connect. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from analysis.clocking.limits import limits_of_facts
from analysis.ledger import Standing
from analysis.remedies import LEAD_DAYS, PRESENCE, LocalOffer, Remedy, SimGroup, remedies
from analysis.shipping.stays import limits_of_stay
from analysis.shipping.strategy import strategy_of, tiers_of
from analysis.shipping.types import (
    Answer,
    CountryAnswer,
    Limit,
    Shipment,
    Strategy,
    TopicAnswer,
    Verdict,
    Way,
)
from analysis.shipping.verdicts import topic_answer, unknown_of, worst
from data.countries import name
from data.rules import Confidence
from data.words import Topic

Ledger = Mapping[str, Mapping[Topic, Standing]]
#: Topics that decide; the others (numbering, eSIM) count where a rule is known.
_DECIDING = (
    Topic.ROAMING,
    Topic.IMEI,
    Topic.DATA_LOCALISATION,
    Topic.SIM_REGISTRATION,
    Topic.TYPE_APPROVAL,
)
_SENTENCES = {
    Verdict.NOT_BY_ROAMING: "not by roaming",
    Verdict.UNKNOWN: "not known",
    Verdict.ONLY_WITH: "only with what is named here",
    Verdict.MAY: "may go",
}
_DO: dict[Remedy, str] = {
    Remedy.LOCAL_PROFILE: "Contract a local operator and have its profile ready for the eUICC",
    Remedy.LOCAL_IMSI: "Have an IMSI of the country put on the SIM",
    Remedy.SWAP_SIM: "Ship with a SIM of a local operator",
    Remedy.REGISTER_IMEI: "Find out who registers the IMEIs, and register them",
    Remedy.REGISTER_SUBSCRIBER: "Prepare the subscriber's registration",
    Remedy.LOCAL_STORAGE: "Settle where the data breaks out and is kept",
    Remedy.CERTIFY: "Have the device certified",
}


def check(
    shipment: Shipment,
    known: Ledger,
    groups: Mapping[str, Sequence[str]],
    *,
    on: date,
    offers: Sequence[LocalOffer] = (),
    lead_days: Mapping[str, int] = LEAD_DAYS,
) -> Answer:
    """Answer a shipment from the ledger of the day ``on``.

    ``groups`` names each country's groups (``EU`` …), whose rules bind it too.
    """
    sims = _sims(shipment)
    answers = tuple(
        country_answer(
            code, shipment, known, groups.get(code, ()), sims.get(code),
            on=on, offers=offers, lead_days=lead_days,
        )
        for code in shipment.countries
    )  # fmt: skip
    ordered = tuple(sorted(answers, key=lambda one: -(one.sims or 0)))
    verdict = worst([one.verdict for one in answers])
    return Answer(
        asked=shipment,
        on=on,
        verdict=verdict,
        sentence=_whole_sentence(answers),
        tiers=tiers_of(ordered, sims),
        countries=ordered,
        unknown=tuple(_unknown_of_the_question(shipment, sims)),
    )


def country_answer(
    code: str,
    shipment: Shipment,
    known: Ledger,
    groups: Sequence[str],
    sims: int | None,
    *,
    on: date,
    offers: Sequence[LocalOffer] = (),
    lead_days: Mapping[str, int] = LEAD_DAYS,
) -> CountryAnswer:
    """One country, by its own rules and its groups'."""
    local = shipment.home == code
    places = [place for place in (code, *groups) if place in known]
    limits = () if local else _limits(code, shipment, known, places, on)
    topics = _topics(shipment, known, places, limits, local=local)
    verdict = _verdict(topics)
    strategy, because = strategy_of(
        _presence(topics), shipment.technology, local=local, breaks_on_day=_first_break(limits)
    )
    ways = _ways(code, shipment, topics, on, offers, lead_days)
    return CountryAnswer(
        country=code,
        name=name(code),
        sims=sims,
        verdict=verdict,
        sentence=f"{name(code)}: {_SENTENCES[verdict]}. {_deciding(topics, verdict).because}",
        strategy=strategy,
        strategy_because=because,
        limits=limits,
        todo=tuple(_todo(ways, verdict, strategy)),
        remedies=ways,
        topics=topics,
        unknown=tuple(unknown_of(code, topics, limits)),
        confidence=_confidence(topics),
    )


def _topics(
    shipment: Shipment,
    known: Ledger,
    places: Sequence[str],
    limits: Sequence[Limit],
    *,
    local: bool,
) -> tuple[TopicAnswer, ...]:
    """Every topic on which something is known there, and those that decide in any case."""
    return tuple(
        topic_answer(topic, standings, shipment, limits, local=local)
        for topic in Topic
        if (standings := [known[place][topic] for place in places if topic in known[place]])
        or topic in _DECIDING
    )


def _first_break(limits: Sequence[Limit]) -> int | None:
    """The day of the stay, from 1, on which the first binding limit breaks; None: on no known day."""
    days = [limit.breaks_on_day for limit in limits if limit.binding and limit.allowed is False]
    return min((day for day in days if day is not None), default=None)


def _limits(
    code: str, shipment: Shipment, known: Ledger, places: Sequence[str], on: date
) -> tuple[Limit, ...]:
    facts = [
        entry.fact
        for place in places
        for topic, standing in known[place].items()
        if topic in PRESENCE
        for entry in (standing.head, *standing.others, *standing.ahead)
    ]
    found = limits_of_stay(
        limits_of_facts(facts), code, home=shipment.home, days=shipment.days, on=on
    )
    return tuple(sorted(found, key=lambda one: (not one.binding, one.breaks_on_day or 10**6)))


def _verdict(topics: Sequence[TopicAnswer]) -> Verdict:
    """Roaming decides; where it may, the other topics may still ask for something."""
    presence = _presence(topics)
    if presence in (Verdict.NOT_BY_ROAMING, Verdict.UNKNOWN):
        return presence
    asks = [one.verdict for one in topics if one.verdict is Verdict.ONLY_WITH]
    return Verdict.ONLY_WITH if asks else Verdict.MAY


def _presence(topics: Sequence[TopicAnswer]) -> Verdict:
    """Whether a foreign SIM may be there. Unknown where nothing is known of roaming itself."""
    known = [
        one.verdict
        for one in topics
        if one.topic in PRESENCE
        and (one.topic is Topic.ROAMING or one.verdict is not Verdict.UNKNOWN)
    ]
    return worst(known)


def _deciding(topics: Sequence[TopicAnswer], verdict: Verdict) -> TopicAnswer:
    """The topic whose reason is told in the country's sentence."""
    return next((one for one in topics if one.verdict is verdict), topics[0])


def _ways(
    code: str,
    shipment: Shipment,
    topics: Sequence[TopicAnswer],
    on: date,
    offers: Sequence[LocalOffer],
    lead_days: Mapping[str, int],
) -> tuple[Way, ...]:
    group = SimGroup(country=code, technology=shipment.technology, home=shipment.home)
    found: dict[Remedy, Way] = {}
    for answer in topics:
        if answer.verdict in (Verdict.MAY, Verdict.UNKNOWN):
            continue
        for one in remedies(
            group, answer.topic, effective=None, today=on, offers=offers, lead_days=lead_days
        ):
            if one.remedy is not Remedy.WITHDRAW:
                way = Way(
                    remedy=one.remedy,
                    topic=answer.topic,
                    needs=one.needs,
                    lead_days=one.lead_days,
                    provider=one.provider,
                )
                found.setdefault(one.remedy, way)
    return tuple(found.values())


def _todo(ways: Sequence[Way], verdict: Verdict, strategy: Strategy) -> list[str]:
    found = []
    if verdict is Verdict.UNKNOWN:
        found.append("Ask the authority or a local operator what the rule is")
    presence = [way for way in ways if way.topic in PRESENCE]
    if presence and verdict is Verdict.NOT_BY_ROAMING:
        found.append(_step(presence[0]))
    elif presence and strategy is not Strategy.LOCAL_PROFILE:
        found.append("Have your provider confirm in writing how the rule applies to these SIMs")
    found += [_step(way) for way in ways if way.topic not in PRESENCE]
    return found


def _step(way: Way) -> str:
    by = f" with {way.provider}" if way.provider else ""
    return f"{_DO[way.remedy]}{by}: allow {way.lead_days} days"


def _confidence(topics: Sequence[TopicAnswer]) -> Confidence | None:
    heads = [
        one.rules[0].confidence
        for one in topics
        if one.topic in PRESENCE and one.rules and one.verdict is not Verdict.UNKNOWN
    ]
    return max(heads, key=list(Confidence).index, default=None)


def _sims(shipment: Shipment) -> dict[str, int]:
    """Devices per country, as far as told."""
    told = {
        code: count
        for code, count in shipment.sims_by_country.items()
        if code in shipment.countries
    }
    if shipment.sims is not None and len(shipment.countries) == 1:
        told.setdefault(shipment.countries[0], shipment.sims)
    return told


def _whole_sentence(answers: Sequence[CountryAnswer]) -> str:
    if len(answers) == 1:
        return answers[0].sentence
    counts = [
        (_SENTENCES[verdict], sum(one.verdict is verdict for one in answers)) for verdict in Verdict
    ]
    parts = ", ".join(f"{count} {words}" for words, count in counts if count)
    return f"Of {len(answers)} countries: {parts}."


def _unknown_of_the_question(shipment: Shipment, sims: Mapping[str, int]) -> list[str]:
    found = []
    if not shipment.home:
        found.append("The home network is not told: the SIM is taken as foreign everywhere.")
    if shipment.days is None:
        found.append("The length of the stay is not told: it is taken as for good.")
    if shipment.technology == "unknown":
        found.append(
            "The SIM's technology is not told: it is taken as one that nobody can change from afar."
        )
    if shipment.certified is None:
        found.append("Whether the device is certified is not told.")
    missing = [name(code) for code in shipment.countries if code not in sims]
    if len(shipment.countries) > 1 and missing:
        places = ", ".join(missing) if len(missing) < len(shipment.countries) else "any country"
        found.append(
            f"Devices are not told for {places}: there the strategy follows the rule alone."
        )
    return found
