"""Contingency plans: the last writing of each, and all of one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import ContingencyPlan


def plans(session: Session, fleet_id: int | None = None) -> dict[tuple[int, str], ContingencyPlan]:
    """(fleet, country) → the plan in force; of one fleet only, when given."""
    statement = select(ContingencyPlan).order_by(col(ContingencyPlan.seq))
    if fleet_id is not None:
        statement = statement.where(ContingencyPlan.fleet_id == fleet_id)
    return {(plan.fleet_id, plan.country): plan for plan in session.exec(statement)}


def plan_history(session: Session, fleet_id: int, country: str) -> Sequence[ContingencyPlan]:
    """Every writing of a plan, the latest first."""
    return session.exec(
        select(ContingencyPlan)
        .where(ContingencyPlan.fleet_id == fleet_id, ContingencyPlan.country == country)
        .order_by(col(ContingencyPlan.seq).desc())
    ).all()


def write_plan(
    session: Session,
    *,
    fleet_id: int,
    country: str,
    steps: str,
    missing: str,
    owner_id: int,
    review_on: date,
    by: str,
    now: datetime,
    rule: dict[str, Any],
    live_sims: int,
) -> ContingencyPlan:
    """Write a plan anew; the caller commits. The unique key refuses a second writing at once."""
    last = session.exec(
        select(func.max(ContingencyPlan.seq)).where(
            ContingencyPlan.fleet_id == fleet_id, ContingencyPlan.country == country
        )
    ).one()
    plan = ContingencyPlan(
        fleet_id=fleet_id,
        country=country,
        seq=(last or 0) + 1,
        steps=steps,
        missing=missing,
        owner_id=owner_id,
        review_on=review_on,
        written_at=now,
        written_by=by,
        rule=rule,
        live_sims=live_sims,
    )
    session.add(plan)
    session.flush()
    return plan
