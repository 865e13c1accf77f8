"""SIMs that a supposed rule would touch."""

from collections.abc import Collection

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Presence, Sim


def sims_ever_in(
    session: Session, countries: Collection[str], *, most: int
) -> list[tuple[int, str]]:
    """(number, technology) of SIMs that were ever seen in these countries, by number; ``most`` of them."""
    seen = select(Presence.sim_id).where(col(Presence.country).in_(countries))
    rows = session.exec(
        select(Sim.id, Sim.technology)
        .where(col(Sim.id).in_(seen))
        .order_by(col(Sim.id))
        .limit(most)
    )
    return [(number, technology) for number, technology in rows if number is not None]


def count_ever_in(session: Session, countries: Collection[str]) -> int:
    """How many SIMs were ever seen in these countries."""
    return session.exec(
        select(func.count(func.distinct(Presence.sim_id))).where(
            col(Presence.country).in_(countries)
        )
    ).one()
