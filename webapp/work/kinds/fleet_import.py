"""A large fleet file, imported by the worker, one after the other.

A worker that dies leaves the file and whole batches of rows. The next one starts the file anew:
rows that are in are found as they are, so that nothing is doubled.
"""

from collections.abc import Mapping
from typing import Any

from data.db import writing
from data.fleet.errors import FleetFileError
from data.fleet.importing import import_csv
from data.models import Job
from data.queries.imports import forget_broken
from data.settings import Settings
from data.words import Role
from webapp.uploads import folder
from webapp.work.kind import FailedError, Hands, Kind, Start


def _run(hands: Hands) -> dict[str, Any]:
    job, context = hands.job, hands.context
    words = job.params
    with writing(context.engine) as session:
        forget_broken(session, job.fleet_id or 0, words["filename"], since=job.asked_at)
    try:
        done = import_csv(
            context.engine,
            folder(context.settings) / words["stored"],
            fleet=words["fleet"],
            filename=words["filename"],
            now=context.clock(),
            live_days=context.settings.live_days,
            full=words["full"],
            confirmed=words["confirmed"],
            progress=lambda read, size: hands.step(read, size, "Reading the file, row by row"),
        )
    except FleetFileError as exc:
        raise FailedError(f"The file could not be imported: {exc}") from exc
    except FileNotFoundError as exc:
        raise FailedError("Its file is gone; send it again") from exc
    return {"import_id": done.import_id}


def _forget(settings: Settings, job: Job) -> None:
    (folder(settings) / job.params["stored"]).unlink(missing_ok=True)


def _title(params: Mapping[str, Any]) -> str:
    return f"Import of {params['filename']} into {params['fleet']}"


def _page(job: Job) -> tuple[str, dict[str, Any]]:
    return "fleet.show_import", {"import_id": job.result["import_id"]}


KIND = Kind(
    name="import",
    run=_run,
    title=_title,
    unit="byte",
    asks=Role.OFFICER,
    page=_page,
    start=lambda _params: Start("fleet.index", {}, "The fleet"),
    forget=_forget,
    halfway="What was in stays in the fleet; the same file again completes it.",
)
