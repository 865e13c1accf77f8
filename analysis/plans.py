"""Decision: which markets want a contingency plan, what a ban would do there, when a plan is old. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.ledger import Standing
from analysis.remedies import LEAD_DAYS, LocalOffer, Remedy, RemedyShare, SimGroup, by_remedy
from data.queries.fleet import LiveGroup
from data.words import SimTechnology, Topic

#: Part of all live SIMs that the markets with a plan make together.
SHARE = 0.8
#: Days from the day a ban is announced to the day it holds, where nobody says otherwise.
NOTICE_DAYS = 180
#: How much the live SIMs of a market may grow before its plan is looked at again.
_GROWTH = 1.5

Rule = Mapping[str, Sequence[str]]
"""Topic → stance and the fact that gives it."""


@dataclass(frozen=True, kw_only=True)
class Market:
    """A country by its live SIMs."""

    country: str
    sims: int
    share: float
    """Of all live SIMs whose country is known."""
    top: bool
    """Whether it is one of those that make the asked share together."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What would happen if foreign SIMs were banned in a market after ``notice_days``."""

    country: str
    notice_days: int
    sims: int
    untouched: int
    """SIMs of the country's own networks."""
    remedies: tuple[RemedyShare, ...]
    missing: tuple[str, ...]
    """What is not there, one sentence each."""

    @property
    def stranded(self) -> int:
        """SIMs that no way keeps in service in time."""
        return sum(share.sims for share in self.remedies if share.remedy is None)


def markets(live: Mapping[str, int], *, share: float = SHARE) -> list[Market]:
    """Countries by their live SIMs, most first; ``top`` until they make ``share`` of all.

    The empty country is “not known”, and no market.
    """
    counts = {country: sims for country, sims in live.items() if country and sims > 0}
    total = sum(counts.values())
    found, before = [], 0
    for country, sims in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        found.append(
            Market(country=country, sims=sims, share=sims / total, top=before < share * total)
        )
        before += sims
    return found


def outlook(
    groups: Iterable[LiveGroup],
    country: str,
    *,
    today: date,
    notice_days: int = NOTICE_DAYS,
    offers: Sequence[LocalOffer] = (),
    lead_days: Mapping[str, int] = LEAD_DAYS,
) -> Outlook:
    """A ban on foreign SIMs in the market, announced today."""
    here = [
        SimGroup(
            country=country,
            technology=SimTechnology(group.technology),
            home=group.home,
            sims=group.sims,
        )
        for group in groups
        if group.visited == country
    ]
    return Outlook(
        country=country,
        notice_days=notice_days,
        sims=sum(group.sims for group in here),
        untouched=sum(group.sims for group in here if group.local),
        remedies=by_remedy(
            here,
            Topic.ROAMING,
            effective=today + timedelta(days=notice_days),
            today=today,
            offers=offers,
            lead_days=lead_days,
        ),
        missing=tuple(_missing(here, country, offers)),
    )


def _missing(
    groups: Sequence[SimGroup], country: str, offers: Sequence[LocalOffer]
) -> Iterable[str]:
    foreign = [group for group in groups if not group.local]
    known = {offer.remedy for offer in offers if offer.country == country}
    profiles = _sims(foreign, "euicc")
    if profiles and Remedy.LOCAL_PROFILE not in known:
        yield f"no local profile is noted for {profiles:,} SIMs that could take one over the air"
    imsis = _sims(foreign, SimTechnology.MULTI_IMSI.value)
    if imsis and Remedy.LOCAL_IMSI not in known:
        yield f"no local IMSI is noted for {imsis:,} multi-IMSI SIMs"
    single = _sims(foreign, SimTechnology.SINGLE.value)
    if single:
        yield f"{single:,} SIMs have one profile only: each needs a visit to be swapped"
        if Remedy.SWAP_SIM not in known:
            yield "no provider of local SIMs is noted"
    unclear = _sims(foreign, SimTechnology.UNKNOWN.value)
    if unclear:
        yield f"of {unclear:,} SIMs it is not known what they can do"


def _sims(groups: Sequence[SimGroup], technology: str) -> int:
    return sum(group.sims for group in groups if group.technology.value.startswith(technology))


def rule_of(standings: Mapping[Topic, Standing]) -> dict[str, list[str]]:
    """How a country stands, as a plan keeps it."""
    return {
        topic.value: [standing.stance.value, standing.head.fact.id]
        for topic, standing in sorted(standings.items())
    }


def review_reasons(
    *,
    review_on: date,
    then: Rule,
    now: Rule,
    sims_then: int,
    sims_now: int,
    today: date,
) -> list[str]:
    """Why a plan should be looked at again, one sentence each; empty while it is good."""
    reasons = []
    if review_on < today:
        reasons.append(f"its review was due on {review_on:%-d %b %Y}")
    changed = sorted(
        topic for topic in {*then, *now} if list(then.get(topic, ())) != list(now.get(topic, ()))
    )
    reasons += [f"the rule on {topic.replace('_', ' ')} changed since" for topic in changed]
    if sims_now > _GROWTH * max(sims_then, 1):
        reasons.append(f"live SIMs grew from {sims_then:,} to {sims_now:,}")
    return reasons
