"""What to do about a rule change: short, ordered steps from what we know. Pure; no legal advice."""

from collections.abc import Callable
from datetime import date

from data.queries.alert_facts import AlertFacts
from data.words import ChangeStatus, Direction, LimitPer, LimitShape, SimTechnology, Topic
from webapp.alerts.wording import count_of, country_name, day

_EUICC = (SimTechnology.EUICC_SGP02, SimTechnology.EUICC_SGP22, SimTechnology.EUICC_SGP32)


def advice(facts: AlertFacts, *, today: date) -> tuple[str, ...]:
    """Steps in the order in which to take them; each one sentence, at least one."""
    if facts.clock is not None:
        return _clock_steps(facts)
    if facts.status in (ChangeStatus.CONSULTATION, ChangeStatus.PROPOSED):
        return _have_a_say(facts, today)
    if facts.direction == Direction.LOOSENING:
        return ("Nothing has to be done; check whether a work-around can now be dropped.",)
    before = _before(facts, today)
    return tuple(step.format(before=before) for step in _STEPS[Topic(facts.topic)](facts))


def _clock_steps(facts: AlertFacts) -> tuple[str, ...]:
    """What can end a stay, the quickest first."""
    per_device = facts.limits[0]["per"] == LimitPer.IMEI
    register = (
        "Find out whether the devices can be registered there, and by whom."
        if per_device
        else "Ask your provider whether a registration or an exemption is open to you."
    )
    return (
        f"Look at the list of the SIMs over the limit in {_places(facts)}, and of those close to it.",
        "Move eUICC SIMs to a local profile, multi-IMSI SIMs to a local IMSI: that ends the stay.",
        register,
        "Plan a swap or a withdrawal for the rest, those that cross next first.",
    )


def _have_a_say(facts: AlertFacts, today: date) -> tuple[str, ...]:
    what_for = (
        f"Note what it would mean for {_sims(facts)}; "
        "this alert is updated when the draft is adopted."
    )
    if facts.deadline_on and facts.deadline_on < today:
        return (what_for,)
    by = f" by {day(facts.deadline_on)}" if facts.deadline_on else ""
    return (f"Read the draft and decide whether to comment{by}.", what_for)


def _before(facts: AlertFacts, today: date) -> str:
    """Until when: the next day that counts, or now if all of them have passed."""
    days = [value for value in (facts.deadline_on, facts.effective_on) if value is not None]
    ahead = [value for value in days if value > today]
    if ahead:
        return f" before {day(min(ahead))}"
    return " now" if days or facts.status == ChangeStatus.IN_FORCE else ""


def _sims(facts: AlertFacts) -> str:
    return f"the {count_of(facts.live_sims, 'live SIM')} in {_places(facts)}"


def _places(facts: AlertFacts) -> str:
    names = [country_name(code) for code in sorted(facts.by_country)] or [
        country_name(facts.jurisdiction)
    ]
    return names[0] if len(names) == 1 else f"{len(names)} countries"


def _roaming(facts: AlertFacts) -> list[str]:
    remote = sum(facts.by_technology.get(kind, 0) for kind in _EUICC)
    several = facts.by_technology.get(SimTechnology.MULTI_IMSI, 0)
    fixed = facts.by_technology.get(SimTechnology.SINGLE, 0)
    steps = [f"Confirm with your connectivity provider how the rule applies to {_sims(facts)}."]
    if any(limit.get("shape") == LimitShape.BAN for limit in facts.limits):
        steps.append(f"Stop shipping devices with foreign SIMs to {_places(facts)}.")
    if remote:
        steps.append(f"Plan local profiles for {count_of(remote, 'eUICC SIM')}{{before}}.")
    if several:
        steps.append(f"Ask for a local IMSI on {count_of(several, 'multi-IMSI SIM')}{{before}}.")
    if fixed:
        noun = count_of(fixed, "single-IMSI SIM")
        steps.append(f"Plan a swap or a withdrawal for {noun}{{before}}.")
    return steps


def _imei(facts: AlertFacts) -> list[str]:
    return [
        f"Find out who must register the devices behind {_sims(facts)}: you, importer or carrier.",
        "Register their IMEIs{before}, or expect the network to block them.",
    ]


def _data(facts: AlertFacts) -> list[str]:
    return [
        f"Check where the data of {_sims(facts)} breaks out of the network and is stored.",
        "Agree local storage or a permitted transfer with legal and your provider{before}.",
    ]


def _registration(facts: AlertFacts) -> list[str]:
    return [f"Give the subscriber details that the rule asks for, for {_sims(facts)}{{before}}."]


def _numbering(facts: AlertFacts) -> list[str]:
    return [
        f"Ask your provider whether the IMSIs and numbers of {_sims(facts)} may stay{{before}}."
    ]


def _approval(facts: AlertFacts) -> list[str]:
    return [f"Check the certificates of the device models behind {_sims(facts)}{{before}}."]


def _esim(facts: AlertFacts) -> list[str]:
    return [
        f"Check profiles and remote provisioning of {_sims(facts)} with your provider{{before}}."
    ]


_STEPS: dict[Topic, Callable[[AlertFacts], list[str]]] = {
    Topic.ROAMING: _roaming,
    Topic.IMEI: _imei,
    Topic.DATA_LOCALISATION: _data,
    Topic.SIM_REGISTRATION: _registration,
    Topic.NUMBERING: _numbering,
    Topic.TYPE_APPROVAL: _approval,
    Topic.ESIM: _esim,
}
