"""SIMs that a supposed rule would touch."""

from collections.abc import Collection

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Presence, Sim, SimCount
from data.queries.clocks_work import among


def sims_ever_in(session: Session, countries: Collection[str]) -> dict[int, str]:
    """Number → technology of every SIM that was ever seen in these countries."""
    seen = select(Presence.sim_id).where(col(Presence.country).in_(countries))
    rows = session.exec(select(Sim.id, Sim.technology).where(col(Sim.id).in_(seen)))
    return {number: technology for number, technology in rows if number is not None}


def technologies(session: Session, sims: Collection[int]) -> dict[int, str]:
    """Number → technology of these SIMs."""
    rows = session.exec(select(Sim.id, Sim.technology).where(among(session, col(Sim.id), sims)))
    return {number: technology for number, technology in rows if number is not None}


def sims_in_sight(session: Session) -> int:
    """How many SIMs there are, live or not, by the counts that are kept of them."""
    return session.exec(select(func.coalesce(func.sum(SimCount.sims), 0))).one()
