"""Decision: how to connect devices in one country, and in many at once. Pure.

The thresholds of the tiers are our judgement: local service pays where most devices are, and
plain roaming is for where hardly any is. A rule overrules volume, never the other way round.
"""

from collections.abc import Mapping, Sequence

from analysis.remedies import EUICC
from analysis.shipping.types import CountryAnswer, Strategy, Tier, Verdict
from data.words import SimTechnology

#: Countries that together have this part of all devices get local profiles …
TOP_SHARE = 0.6
#: … and those up to this part a multi-IMSI SIM.
MIDDLE_SHARE = 0.9
#: From so many countries on it is worth having tiers.
TIERS_FROM = 3
_ORDER = (
    Strategy.LOCAL_PROFILE,
    Strategy.EUICC,
    Strategy.MULTI_IMSI,
    Strategy.ROAMING,
    Strategy.ASK_FIRST,
)


def strategy_of(
    verdict: Verdict, technology: SimTechnology, *, local: bool, breaks_on_day: int | None
) -> tuple[Strategy, str]:
    """The strategy for one country by its rule and by what the SIM can do, with the reason."""
    if local:
        return Strategy.LOCAL_PROFILE, "The SIM is local already."
    if verdict is Verdict.MAY:
        return Strategy.ROAMING, "Nothing known speaks against roaming."
    if verdict is Verdict.ONLY_WITH:
        return _on_conditions(technology)
    if verdict is Verdict.UNKNOWN:
        if technology in EUICC:
            return Strategy.EUICC, "The rule is not known; the eUICC keeps both ways open."
        return Strategy.ASK_FIRST, "The rule is not known, and the SIM cannot be changed from afar."
    return _not_by_roaming(technology, breaks_on_day)


def _on_conditions(technology: SimTechnology) -> tuple[Strategy, str]:
    if technology in EUICC:
        return Strategy.EUICC, "Roaming is possible on conditions; the eUICC is the way out."
    if technology is SimTechnology.MULTI_IMSI:
        return (
            Strategy.MULTI_IMSI,
            "Roaming is possible on conditions; a local IMSI is the way out.",
        )
    return Strategy.ROAMING, "Roaming is possible on the conditions named; the SIM has no way out."


def _not_by_roaming(technology: SimTechnology, breaks_on_day: int | None) -> tuple[Strategy, str]:
    late = breaks_on_day is not None and breaks_on_day > 1
    if technology in EUICC:
        when = f" before day {breaks_on_day}" if late else " before it is switched on"
        return Strategy.EUICC, f"Roaming ends there: load a local profile{when}."
    if technology is SimTechnology.MULTI_IMSI:
        return Strategy.MULTI_IMSI, "Only with an IMSI of the country on the SIM."
    return Strategy.LOCAL_PROFILE, "Only with a SIM of a local operator from the first day."


def tiers_of(answers: Sequence[CountryAnswer], sims: Mapping[str, int]) -> tuple[Tier, ...]:
    """Countries by strategy. Where three or more are told with their devices, volume speaks as well."""
    tiered = len(sims) >= TIERS_FROM
    found: dict[Strategy, list[str]] = {}
    by_volume = _by_volume(sims) if tiered else {}
    for answer in answers:
        strategy = _raised(answer, by_volume.get(answer.country))
        found.setdefault(strategy, []).append(answer.country)
    return tuple(
        Tier(
            strategy=strategy,
            countries=tuple(sorted(found[strategy], key=lambda code: (-sims.get(code, 0), code))),
            sims=sum(sims[code] for code in found[strategy])
            if all(code in sims for code in found[strategy])
            else None,
            because=_why(
                strategy, [one for one in answers if one.country in found[strategy]], tiered
            ),
        )
        for strategy in _ORDER
        if strategy in found
    )


def _by_volume(sims: Mapping[str, int]) -> dict[str, Strategy]:
    """Top markets, the middle, the occasional: by the share of all that larger markets have."""
    total, before, found = sum(sims.values()), 0, {}
    for code in sorted(sims, key=lambda one: (-sims[one], one)):
        share = before / total
        if share < TOP_SHARE:
            found[code] = Strategy.LOCAL_PROFILE
        elif share < MIDDLE_SHARE:
            found[code] = Strategy.MULTI_IMSI
        else:
            found[code] = Strategy.ROAMING
        before += sims[code]
    return found


def _raised(answer: CountryAnswer, volume: Strategy | None) -> Strategy:
    """The stronger of what the rule asks for and what volume pays for."""
    if volume is None or answer.strategy is Strategy.ASK_FIRST:
        return answer.strategy
    if answer.strategy is Strategy.EUICC and volume is Strategy.MULTI_IMSI:
        return Strategy.EUICC
    if answer.verdict is Verdict.NOT_BY_ROAMING and volume is Strategy.ROAMING:
        return answer.strategy
    return min(answer.strategy, volume, key=_ORDER.index)


def _why(strategy: Strategy, answers: Sequence[CountryAnswer], tiered: bool) -> str:
    if strategy is Strategy.ROAMING:
        few = "Few devices; " if tiered else ""
        if all(one.verdict is Verdict.MAY for one in answers):
            return f"{few}nothing known speaks against it.".capitalize()
        return f"{few}possible on the conditions named.".capitalize()
    if strategy is Strategy.LOCAL_PROFILE and tiered:
        return "Most devices, or no other way: a local profile pays."
    return {
        Strategy.LOCAL_PROFILE: "No other way there, or local already.",
        Strategy.EUICC: "One SIM from the factory, a local profile where and when the rule asks.",
        Strategy.MULTI_IMSI: "An IMSI of the country, without a contract in each.",
        Strategy.ASK_FIRST: "Not to be shipped before somebody has asked.",
    }[strategy]
