"""What to do about a rule change: short, ordered steps from what we know. No legal advice."""

from datetime import date

from data.queries.alert_facts import AlertFacts
from data.words import ChangeStatus, Direction, LimitPer, LimitShape, SimTechnology, Topic
from webapp.alerts.wording import country_name, day
from webapp.language import gettext, ngettext
from webapp.wording.filters import number

_EUICC = (SimTechnology.EUICC_SGP02, SimTechnology.EUICC_SGP22, SimTechnology.EUICC_SGP32)


def advice(facts: AlertFacts, *, today: date) -> tuple[str, ...]:
    """Steps in the order in which to take them; each one sentence, at least one."""
    if facts.clock is not None:
        return _clock_steps(facts)
    if facts.status in (ChangeStatus.CONSULTATION, ChangeStatus.PROPOSED):
        return _have_a_say(facts, today)
    if facts.direction == Direction.LOOSENING:
        return (gettext("Nothing has to be done; check whether a work-around can now be dropped."),)
    return tuple(_steps(facts, _before(facts, today)))


def _clock_steps(facts: AlertFacts) -> tuple[str, ...]:
    """What can end a stay, the quickest first."""
    per_device = facts.limits[0]["per"] == LimitPer.IMEI
    register = (
        gettext("Find out whether the devices can be registered there, and by whom.")
        if per_device
        else gettext("Ask your provider whether a registration or an exemption is open to you.")
    )
    return (
        gettext(
            "Look at the list of the SIMs over the limit in %(places)s, and of those close to it.",
            places=_places(facts),
        ),
        gettext(
            "Move eUICC SIMs to a local profile, multi-IMSI SIMs to a local IMSI: that ends the stay."
        ),
        register,
        gettext("Plan a swap or a withdrawal for the rest, those that cross next first."),
    )


def _have_a_say(facts: AlertFacts, today: date) -> tuple[str, ...]:
    what_for = gettext(
        "Note what it would mean for %(sims)s; this alert is updated when the draft is adopted.",
        sims=_sims(facts),
    )
    if facts.deadline_on and facts.deadline_on < today:
        return (what_for,)
    by = gettext(" by %(day)s", day=day(facts.deadline_on)) if facts.deadline_on else ""
    return (gettext("Read the draft and decide whether to comment%(by)s.", by=by), what_for)


def _before(facts: AlertFacts, today: date) -> str:
    """Until when: the next day that counts, or now if all of them have passed."""
    days = [value for value in (facts.deadline_on, facts.effective_on) if value is not None]
    ahead = [value for value in days if value > today]
    if ahead:
        return gettext(" before %(day)s", day=day(min(ahead)))
    return gettext(" now") if days or facts.status == ChangeStatus.IN_FORCE else ""


def _sims(facts: AlertFacts) -> str:
    return ngettext(
        "the %(n)s live SIM in %(places)s",
        "the %(n)s live SIMs in %(places)s",
        facts.live_sims,
        n=number(facts.live_sims),
        places=_places(facts),
    )


def _places(facts: AlertFacts) -> str:
    names = [country_name(code) for code in sorted(facts.by_country)] or [
        country_name(facts.jurisdiction)
    ]
    return names[0] if len(names) == 1 else gettext("%(n)s countries", n=len(names))


def _roaming(facts: AlertFacts, before: str) -> list[str]:
    remote = sum(facts.by_technology.get(kind, 0) for kind in _EUICC)
    several = facts.by_technology.get(SimTechnology.MULTI_IMSI, 0)
    fixed = facts.by_technology.get(SimTechnology.SINGLE, 0)
    steps = [
        gettext(
            "Confirm with your connectivity provider how the rule applies to %(sims)s.",
            sims=_sims(facts),
        )
    ]
    if any(limit.get("shape") == LimitShape.BAN for limit in facts.limits):
        steps.append(
            gettext("Stop shipping devices with foreign SIMs to %(places)s.", places=_places(facts))
        )
    for count, one, many in (
        (remote, *_PROFILES),
        (several, *_IMSIS),
        (fixed, *_SWAPS),
    ):
        if count:
            steps.append(ngettext(one, many, count, n=number(count), before=before))
    return steps


#: What is planned for one SIM, and for several: with an eUICC, several IMSIs, one IMSI.
_PROFILES = (
    "Plan local profiles for %(n)s eUICC SIM%(before)s.",
    "Plan local profiles for %(n)s eUICC SIMs%(before)s.",
)
_IMSIS = (
    "Ask for a local IMSI on %(n)s multi-IMSI SIM%(before)s.",
    "Ask for a local IMSI on %(n)s multi-IMSI SIMs%(before)s.",
)
_SWAPS = (
    "Plan a swap or a withdrawal for %(n)s single-IMSI SIM%(before)s.",
    "Plan a swap or a withdrawal for %(n)s single-IMSI SIMs%(before)s.",
)
#: The steps of topics whose steps do not depend on the SIMs' technology.
_TEXTS = {
    Topic.IMEI: (
        "Find out who must register the devices behind %(sims)s: you, importer or carrier.",
        "Register their IMEIs%(before)s, or expect the network to block them.",
    ),
    Topic.DATA_LOCALISATION: (
        "Check where the data of %(sims)s breaks out of the network and is stored.",
        "Agree local storage or a permitted transfer with legal and your provider%(before)s.",
    ),
    Topic.SIM_REGISTRATION: (
        "Give the subscriber details that the rule asks for, for %(sims)s%(before)s.",
    ),
    Topic.NUMBERING: (
        "Ask your provider whether the IMSIs and numbers of %(sims)s may stay%(before)s.",
    ),
    Topic.TYPE_APPROVAL: (
        "Check the certificates of the device models behind %(sims)s%(before)s.",
    ),
    Topic.ESIM: (
        "Check profiles and remote provisioning of %(sims)s with your provider%(before)s.",
    ),
}


def _steps(facts: AlertFacts, before: str) -> list[str]:
    if facts.topic == Topic.ROAMING:
        return _roaming(facts, before)
    values = {"sims": _sims(facts), "before": before}
    return [gettext(text) % values for text in _TEXTS[Topic(facts.topic)]]
