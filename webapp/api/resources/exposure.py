"""Where live SIMs are: counts, never an identifier."""

from pydantic import Field

from data.models import Fleet
from data.queries.fleet import live_groups
from data.queries.pages_fleet import all_fleets
from data.words import SimTechnology
from webapp.api.operation import Call, operation
from webapp.api.problems import existing
from webapp.api.shapes import Reply, Words
from webapp.context import current


class ExposureWords(Words):
    """Of which fleet."""

    fleet: int | None = Field(default=None, ge=1, le=2**31 - 1, description="A fleet's number.")


class Group(Reply):
    """Live SIMs that share these."""

    country: str = Field(description="Where they are; empty: not known.")
    home: str = Field(description="Country of their home network; 901: shared; empty: not known.")
    technology: SimTechnology
    sims: int
    foreign: bool


class Exposure(Reply):
    """Live SIMs by place, home and technology."""

    live_days: int = Field(description="Seen today or within so many days before counts as live.")
    total: int
    groups: tuple[Group, ...]


@operation("GET", "/exposure", problems={404: "There is no such fleet."})
def exposure(call: Call[ExposureWords, None]) -> Exposure:
    """How many SIMs are live where, from where, and with which technology. Most first."""
    session, days = call.session, current().settings.live_days
    wanted = call.words.fleet
    if wanted is not None:
        existing(session.get(Fleet, wanted), "fleet", wanted)
    counts: dict[tuple[str, str, str], int] = {}
    for number in [wanted] if wanted else all_fleets(session):
        for one in live_groups(session, number, now=call.now, live_days=days):
            key = (one.visited, one.home, one.technology)
            counts[key] = counts.get(key, 0) + one.sims
    groups = [
        Group(
            country=visited,
            home=home,
            technology=SimTechnology(technology),
            sims=sims,
            foreign=home not in ("", visited),
        )
        for (visited, home, technology), sims in sorted(
            counts.items(), key=lambda item: (-item[1], item[0])
        )
    ]
    return Exposure(live_days=days, total=sum(counts.values()), groups=tuple(groups))
