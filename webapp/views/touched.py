"""The SIMs that an alert is about, as a file for who may see identifiers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, g, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from data.countries import expand
from data.db import reading
from data.models import Alert, ClockLimit, Development
from data.queries.change_clocks import change_clocks
from data.queries.sight import Sight, narrow
from data.queries.touched import TouchedSim, touched_sims
from data.words import Role
from webapp.auth import requires
from webapp.context import Context, current
from webapp.language import ENGLISH, speaking
from webapp.pages import db, now, today
from webapp.spreadsheet import csv_file, csv_lines
from webapp.wording.clockwords import limit_sentence

blueprint = Blueprint("touched", __name__, url_prefix="/alerts")

#: Days are those counted against the limit: seen at least, possible at most.
_COLUMNS = (
    "iccid", "country", "technology", "home_country", "state", "last_seen_at", "limit",
    "standing", "days_observed", "days_possible", "crosses_on",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """Which SIMs, against which limits (number → its words)."""

    fleet_id: int
    places: frozenset[str]
    limits: Mapping[int, str]


@blueprint.get("/<id:alert_id>/sims.csv")
@requires(Role.OFFICER)
def download(alert_id: int) -> Response | AnyResponse:
    """The live SIMs that the alert touches today, all of them; of a clock's alert those of its limit."""
    session = db()
    alert = session.get(Alert, alert_id) or abort(404)
    if alert.development_id is None:
        place = url_for("clocks.download", limit_id=alert.limit_id, fleet=alert.fleet_id)
        return redirect(place)
    development = session.get_one(Development, alert.development_id)
    clocks = change_clocks(session, development, fleet_id=alert.fleet_id)
    wanted = _Wanted(
        fleet_id=alert.fleet_id,
        places=frozenset(expand(development.countries, today())),
        limits=_in_words(one.limit for one in clocks),
    )
    rows = _rows(wanted, current(), g.sight, now())
    return csv_file(f"alert-{alert_id}-sims.csv", csv_lines(_COLUMNS, rows))


def _in_words(limits: Iterable[ClockLimit]) -> dict[int, str]:
    with speaking(ENGLISH):
        return {one.id or 0: limit_sentence(one) for one in limits}


def _rows(wanted: _Wanted, context: Context, sight: Sight, moment: datetime) -> Iterator[list[str]]:
    """Read while they are sent: the request is over by then, so it has a session of its own."""
    with reading(context.engine) as session:
        narrow(session, sight)
        for one in touched_sims(
            session,
            wanted.fleet_id,
            wanted.places,
            list(wanted.limits),
            now=moment,
            live_days=context.settings.live_days,
        ):
            yield _cells(one, wanted.limits)


def _cells(one: TouchedSim, limits: Mapping[int, str]) -> list[str]:
    sim, clock = one.sim, one.clock
    cells = [
        sim.iccid, sim.visited_country, sim.technology, sim.home_country, sim.state,
        sim.last_seen_at.isoformat(),
    ]  # fmt: skip
    if clock is None:
        stands = [limits[one.within], "within"] if one.within else ["", ""]
        return [*cells, *stands, "", "", ""]
    crosses = clock.crosses_on.isoformat() if clock.crosses_on else ""
    days = [str(clock.observed), str(clock.possible)]
    return [*cells, limits[clock.limit_id], clock.state, *days, crosses]
