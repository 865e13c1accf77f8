"""Contingency plans for pages, commands and digests: each market with its plan and what is due."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from analysis.ledger import Standing
from analysis.plans import SHARE, Market, markets, review_reasons, rule_of
from data.models import ContingencyPlan, Fleet
from data.queries.exposure import live_by_fleet_and_country
from data.queries.fleet import fleets_by_name
from data.queries.pages_countries import groups_of
from data.queries.plans import plans
from data.words import Topic
from webapp.rules.rulebook import Ledger, ledger, when, with_groups


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One market of a fleet."""

    fleet: Fleet
    market: Market
    plan: ContingencyPlan | None
    rule: dict[str, list[str]]
    """How the country stands today, as a plan keeps it."""
    reasons: tuple[str, ...]
    """Why something is to be done: no plan, or an old one; empty while all is well."""


def planned(
    session: Session,
    *,
    now: datetime,
    live_days: int,
    share: float = SHARE,
    fleet_id: int | None = None,
) -> list[Planned]:
    """Every market that wants a plan or has one, by fleet, most SIMs first."""
    live = live_by_fleet_and_country(session, now=now, live_days=live_days)
    written = plans(session, fleet_id)
    wanted = [
        (fleet, market, written.get((fleet.id or 0, market.country)))
        for fleet in fleets_by_name(session)
        if fleet_id in (None, fleet.id)
        for market in markets(live.get(fleet.id or 0, {}), share=share)
    ]
    shown = [one for one in wanted if one[1].top or one[2] is not None]
    asked = when("", "", today=now.date())
    bound = {place for _, one, _ in shown for place in with_groups(one.country, on=asked.on)}
    rules = ledger(session, asked, places=bound) if bound else {}
    return [_planned(*one, rules, now) for one in shown]


def _planned(
    fleet: Fleet, market: Market, plan: ContingencyPlan | None, rules: Ledger, now: datetime
) -> Planned:
    rule = country_rule(rules, market.country, now)
    return Planned(
        fleet=fleet,
        market=market,
        plan=plan,
        rule=rule,
        reasons=tuple(_reasons(market, plan, rule, now)),
    )


def _reasons(
    market: Market, plan: ContingencyPlan | None, rule: dict[str, list[str]], now: datetime
) -> list[str]:
    if plan is None:
        return ["there is no plan"]
    return review_reasons(
        review_on=plan.review_on,
        then=plan.rule,
        now=rule,
        sims_then=plan.live_sims,
        sims_now=market.sims,
        today=now.date(),
    )


def country_rule(rules: Ledger, country: str, now: datetime) -> dict[str, list[str]]:
    """How a country stands, its groups' rules included where it has none of its own."""
    standings: dict[Topic, Standing] = {}
    for code in (*groups_of(country, today=now.date()), country):
        standings |= rules.get(code, {})
    return rule_of(standings)


def to_review(session: Session, *, now: datetime, live_days: int) -> list[Planned]:
    """Markets whose plan is old: for digests, which do not ask for plans that nobody wants."""
    return [
        one for one in planned(session, now=now, live_days=live_days) if one.plan and one.reasons
    ]
