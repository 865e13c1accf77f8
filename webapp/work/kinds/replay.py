"""The past two years played on a fleet, where so many changes are known that nobody should wait for it."""

from collections.abc import Mapping
from typing import Any

from data.db import reading
from data.models import Job
from data.queries.sight import narrow
from data.words import Role
from webapp.rules.replaying import play
from webapp.work.kind import Hands, Kind, Start


def _run(hands: Hands) -> dict[str, Any]:
    context = hands.context
    hands.step(0, 0, "Reading the changes of the past two years")
    with reading(context.engine) as session:
        narrow(session, hands.sight)
        fleet_id = int(hands.job.params["fleet_id"])
        found = play(session, fleet_id, settings=context.settings, now=context.clock())
    return found.as_json()


def _values(params: Mapping[str, Any]) -> dict[str, Any]:
    return {"fleet_id": params["fleet_id"]}


def _page(job: Job) -> tuple[str, dict[str, Any]]:
    return "replay.show", _values(job.params)


KIND = Kind(
    name="replay",
    run=_run,
    title=lambda params: f"What would have alerted {params['fleet']}",
    unit="change",
    asks=Role.VIEWER,
    page=_page,
    start=lambda params: Start("replay.show", _values(params), "Replay"),
)
