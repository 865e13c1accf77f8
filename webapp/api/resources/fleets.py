"""Fleets: business units, and what they have."""

from datetime import datetime

from data.queries.pages_fleet import FleetRow, fleets
from webapp.api.operation import Call, operation
from webapp.api.problems import missing
from webapp.api.shapes import Empty, Reply
from webapp.context import current


class Fleet(Reply):
    """One fleet with its counts."""

    id: int
    name: str
    sample: bool
    created_at: datetime
    sims: int
    live_sims: int


class Fleets(Reply):
    """Every fleet that the token's owner may see, by name."""

    items: tuple[Fleet, ...]


@operation("GET", "/fleets")
def list_fleets(call: Call[Empty, None]) -> Fleets:
    """The fleets, with how many SIMs each has and how many of them are live."""
    return Fleets(items=tuple(map(_fleet, _rows(call))))


@operation("GET", "/fleets/<id:fleet_id>")
def read_fleet(call: Call[Empty, None], fleet_id: int) -> Fleet:
    """One fleet; `/exposure?fleet=` says where its SIMs are."""
    for row in _rows(call):
        if row.fleet.id == fleet_id:
            return _fleet(row)
    raise missing("fleet", fleet_id)


def _rows(call: Call[Empty, None]) -> list[FleetRow]:
    return fleets(call.session, now=call.now, live_days=current().settings.live_days)


def _fleet(row: FleetRow) -> Fleet:
    return Fleet.model_validate(row.fleet.model_dump() | {"sims": row.sims, "live_sims": row.live})
