"""Decision: what can be done about SIMs that a rule touches, how long each way takes, and if in time. Pure.

Lead times are our judgement for a fleet of some hundred devices, until the officer's own are
given: contracts, samples, field visits. Nothing here is a promise of a provider.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from data.words import SimTechnology, Topic

EUICC = (SimTechnology.EUICC_SGP02, SimTechnology.EUICC_SGP22, SimTechnology.EUICC_SGP32)
#: Topics on which a foreign SIM's presence itself is ruled.
PRESENCE = (Topic.ROAMING, Topic.ESIM, Topic.NUMBERING)


class Remedy(StrEnum):
    """A way to meet a rule; the least disturbing first."""

    LOCAL_PROFILE = "local_profile"
    LOCAL_IMSI = "local_imsi"
    REGISTER_IMEI = "register_imei"
    REGISTER_SUBSCRIBER = "register_subscriber"
    LOCAL_STORAGE = "local_storage"
    CERTIFY = "certify"
    SWAP_SIM = "swap_sim"
    WITHDRAW = "withdraw"


#: Days that each takes when nothing better is known.
LEAD_DAYS: Mapping[str, int] = {
    Remedy.LOCAL_PROFILE: 90,
    Remedy.LOCAL_IMSI: 120,
    Remedy.REGISTER_IMEI: 30,
    Remedy.REGISTER_SUBSCRIBER: 30,
    Remedy.LOCAL_STORAGE: 180,
    Remedy.CERTIFY: 120,
    Remedy.SWAP_SIM: 180,
    Remedy.WITHDRAW: 60,
}
#: In an SGP.02 eUICC only its own server can load a profile: a new operator is an integration.
SGP02_MORE = 60
_WAYS: dict[Topic, tuple[Remedy, ...]] = {
    Topic.IMEI: (Remedy.REGISTER_IMEI,),
    Topic.DATA_LOCALISATION: (Remedy.LOCAL_STORAGE,),
    Topic.SIM_REGISTRATION: (Remedy.REGISTER_SUBSCRIBER,),
    Topic.TYPE_APPROVAL: (Remedy.CERTIFY,),
}
_NEEDS: dict[Remedy, str] = {
    Remedy.LOCAL_PROFILE: "a contract with a local operator, and devices in reach over the air",
    Remedy.LOCAL_IMSI: "a local IMSI of your provider for this country",
    Remedy.REGISTER_IMEI: "the IMEIs, and somebody in the country who may register them",
    Remedy.REGISTER_SUBSCRIBER: "the subscriber's papers, and a local operator or agent",
    Remedy.LOCAL_STORAGE: "storage and a break-out of the data in the country",
    Remedy.CERTIFY: "test reports, samples and often a local representative",
    Remedy.SWAP_SIM: "a local SIM and a visit to each device",
    Remedy.WITHDRAW: "nothing but the will: the devices are switched off or brought back",
}


@dataclass(frozen=True, kw_only=True)
class LocalOffer:
    """What the officer knows of getting local service in a country."""

    country: str
    provider: str
    remedy: Remedy
    """:attr:`Remedy.LOCAL_PROFILE`, ``LOCAL_IMSI`` or ``SWAP_SIM``."""
    lead_days: int


@dataclass(frozen=True, kw_only=True)
class SimGroup:
    """SIMs that share all that matters for a remedy."""

    country: str
    """Where they are, or shall go."""
    technology: SimTechnology
    home: str = ""
    """Country of the home network; ``901`` for shared international codes, empty for not known."""
    sims: int = 0

    @property
    def local(self) -> bool:
        """Whether they are of the country's own networks."""
        return self.home == self.country


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way out for one group."""

    remedy: Remedy
    needs: str
    lead_days: int
    provider: str
    """Who offers it, as far as the officer has noted; empty: nobody is known."""
    start_by: date | None
    """The last day to begin it so that it is done before the rule takes effect."""
    in_time: bool | None
    """None where no day is known."""


def remedies(
    group: SimGroup,
    topic: Topic,
    *,
    effective: date | None,
    today: date,
    offers: Sequence[LocalOffer] = (),
    lead_days: Mapping[str, int] = LEAD_DAYS,
) -> tuple[Option, ...]:
    """Ways out, the least disturbing first; withdrawing is always the last.

    Empty for SIMs of the country's own networks where only foreign ones are ruled.
    """
    if topic in PRESENCE and group.local:
        return ()
    return tuple(
        _option(remedy, group, effective, today, offers, lead_days)
        for remedy in ways(topic, group.technology)
    )


def ways(topic: Topic, technology: SimTechnology) -> tuple[Remedy, ...]:
    """What can be done on a topic with SIMs of a technology."""
    if topic not in PRESENCE:
        return (*_WAYS[topic], Remedy.WITHDRAW)
    first: tuple[Remedy, ...] = ()
    if technology in EUICC:
        first = (Remedy.LOCAL_PROFILE,)
    elif technology is SimTechnology.MULTI_IMSI:
        first = (Remedy.LOCAL_IMSI,)
    return (*first, Remedy.SWAP_SIM, Remedy.WITHDRAW)


def best_in_time(options: Sequence[Option]) -> Option | None:
    """The least disturbing way that is in time and keeps the service; None where there is none."""
    return next((one for one in options if one.in_time and one.remedy is not Remedy.WITHDRAW), None)


def _option(
    remedy: Remedy,
    group: SimGroup,
    effective: date | None,
    today: date,
    offers: Sequence[LocalOffer],
    lead_days: Mapping[str, int],
) -> Option:
    known = [one for one in offers if one.country == group.country and one.remedy is remedy]
    offer = min(known, key=lambda one: (one.lead_days, one.provider), default=None)
    lead = offer.lead_days if offer else lead_days.get(remedy, LEAD_DAYS[remedy])
    if remedy is Remedy.LOCAL_PROFILE and group.technology is SimTechnology.EUICC_SGP02:
        lead += SGP02_MORE if offer is None else 0
    start_by = effective - timedelta(days=lead) if effective else None
    return Option(
        remedy=remedy,
        needs=_NEEDS[remedy],
        lead_days=lead,
        provider=offer.provider if offer else "",
        start_by=start_by,
        in_time=None if start_by is None else start_by >= today,
    )


@dataclass(frozen=True, kw_only=True)
class RemedyShare:
    """How many SIMs a way would serve; ``remedy`` None: no way keeps their service in time."""

    remedy: Remedy | None
    sims: int
    countries: tuple[str, ...]


def by_remedy(
    groups: Sequence[SimGroup],
    topic: Topic,
    *,
    effective: date | None,
    today: date,
    offers: Sequence[LocalOffer] = (),
    lead_days: Mapping[str, int] = LEAD_DAYS,
) -> tuple[RemedyShare, ...]:
    """SIMs by the best way that is in time, most SIMs first; those without one last.

    Where no day is known every way counts as in time. SIMs that the rule does not touch are
    left out.
    """
    counts: dict[Remedy | None, int] = {}
    places: dict[Remedy | None, set[str]] = {}
    for group in groups:
        options = remedies(
            group, topic, effective=effective, today=today, offers=offers, lead_days=lead_days
        )
        if not options or not group.sims:
            continue
        best = options[0] if effective is None else best_in_time(options)
        remedy = best.remedy if best else None
        counts[remedy] = counts.get(remedy, 0) + group.sims
        places.setdefault(remedy, set()).add(group.country)
    ordered = sorted(counts.items(), key=lambda item: (item[0] is None, -item[1], str(item[0])))
    return tuple(
        RemedyShare(remedy=remedy, sims=sims, countries=tuple(sorted(places[remedy])))
        for remedy, sims in ordered
    )
