"""“What if” over a whole fleet: counted by the worker where there are too many SIMs to wait for."""

from collections.abc import Mapping
from typing import Any

from data import countries
from data.db import reading
from data.models import Job
from data.queries.sight import narrow
from data.words import Role
from webapp.rules.supposing import supposition_of, what_if
from webapp.work.kind import Hands, Kind, Start


def _run(hands: Hands) -> dict[str, Any]:
    context, asked = hands.context, supposition_of(hands.job.params)
    hands.step(0, 0, "Finding the SIMs that were ever there")
    with reading(context.engine) as session:
        narrow(session, hands.sight)
        found = what_if(
            session,
            asked,
            now=context.clock(),
            live_days=context.settings.live_days,
            step=lambda done, total: hands.step(done, total, "Counting the days of their stays"),
        )
    return found.as_json()


def _title(params: Mapping[str, Any]) -> str:
    asked = supposition_of(params)
    return f"What if: {asked.words} in {countries.name(asked.limit.country)}"


def _page(job: Job) -> tuple[str, dict[str, Any]]:
    return "whatif.index", {**job.params, "job": job.id}


KIND = Kind(
    name="what_if",
    run=_run,
    title=_title,
    unit="SIM",
    asks=Role.VIEWER,
    page=_page,
    start=lambda _params: Start("whatif.index", {}, "What if"),
)
