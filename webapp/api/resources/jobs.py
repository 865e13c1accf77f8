"""Long work of the worker: asked for here or on a page, looked at, stopped, and its file taken away."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from data.models import Alert
from data.models import Job as JobRow
from data.models import Source as SourceRow
from data.queries.jobs import list_jobs
from data.words import Role, Scope
from webapp.access import may_stop, sees_job
from webapp.api.operation import Call, Download, operation
from webapp.api.problems import Refusal, existing
from webapp.api.shapes import Empty, Reply
from webapp.context import current
from webapp.work.asking import stop
from webapp.work.files import place
from webapp.work.kinds import kinds
from webapp.work.requests import RefusedError, ask_crawl, ask_evidence

WORK = (Scope.WORK,)
_LOOK = (Scope.READ, Scope.IMPORT)


class Job(Reply):
    """One piece of long work."""

    id: int
    kind: str
    title: str
    params: dict[str, Any] = Field(description="What was asked; its members depend on the kind.")
    state: Literal["waiting", "running", "stopping", "cancelled", "failed", "done"]
    done: int = Field(description="Steps done, in the kind's own unit.")
    total: int = Field(description="Steps in all; 0: not known.")
    unit: str
    message: str = Field(description="What it is doing, or why it ended so and what to do.")
    result: dict[str, Any] = Field(description="What came of it; its members depend on the kind.")
    has_file: bool = Field(description="Whether `/jobs/{job_id}/file` has something to take away.")
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None = Field(description="It is forgotten 14 days later.")


class Jobs(Reply):
    """What one asked for, at most 100: what is under way, then what ended, the latest first."""

    items: tuple[Job, ...]


@operation("GET", "/jobs", scopes=_LOOK)
def list_own_jobs(call: Call[Empty, None]) -> Jobs:
    """Long work that the token's owner asked for."""
    rows = list_jobs(call.session, user_id=call.user.id, limit=100)
    return Jobs(items=tuple(_job(row) for row in rows if sees_job(call.user, row)))


@operation("GET", "/jobs/<id:job_id>", scopes=_LOOK)
def read_job(call: Call[Empty, None], job_id: int) -> Job:
    """How far one is, and what came of it.

    One's own, shared ones (the reading of a source, a file on its way into a fleet), and for
    administrators everybody's.
    """
    return _job(_seen(call, job_id))


@operation(
    "POST",
    "/jobs/<id:job_id>/cancel",
    scopes=(Scope.WORK, Scope.IMPORT),
    problems={409: "It has come to its end already."},
)
def cancel_job(call: Call[Empty, None], job_id: int) -> Job:
    """Stop it after the step in hand; what is done stays."""
    row = _seen(call, job_id)
    if not may_stop(call.user, row):
        raise Refusal(403, "role", "it is somebody else's, and the token's owner is no officer")
    if not stop(call.session, row, by=call.user, context=current()):
        raise Refusal(409, "job_ended", f"job {job_id} has come to its end already")
    call.session.refresh(row)
    return _job(row)


@operation("GET", "/jobs/<id:job_id>/file", gives="application/zip")
def read_job_file(call: Call[Empty, None], job_id: int) -> Download:
    """The file that came of it, such as an evidence pack."""
    job = _seen(call, job_id)
    path = existing(place(current().settings, job), "job_file", job_id)
    return Download(content=path.open("rb"), name=str(job.result["name"]))


@operation(
    "POST",
    "/sources/<source_id>/crawl",
    scopes=WORK,
    role=Role.OFFICER,
    status=202,
    problems={409: "It is switched off, or was read less than a minute ago."},
)
def crawl_source(call: Call[Empty, None], source_id: str) -> Job:
    """Have a source read now, whenever it would be due.

    `Location` names the job to ask after; a source that is being read on request already
    answers with that job.
    """
    source = existing(call.session.get(SourceRow, source_id), "source", source_id[:80])
    try:
        job = ask_crawl(call.session, source, by=call.user, now=call.now)
    except RefusedError as exc:
        raise Refusal(409, exc.code, str(exc)) from exc
    return _asked(call, job)


@operation("POST", "/alerts/<id:alert_id>/evidence", scopes=WORK, role=Role.OFFICER, status=202)
def pack_evidence(call: Call[Empty, None], alert_id: int) -> Job:
    """Have the evidence pack of an alert made; once it is done its file waits at the job."""
    alert = existing(call.session.get(Alert, alert_id), "alert", alert_id)
    return _asked(call, ask_evidence(call.session, alert, by=call.user, now=call.now))


def _asked(call: Call[Empty, None], job: JobRow) -> Job:
    call.session.flush()
    call.made(f"/jobs/{job.id}")
    return _job(job)


def _seen(call: Call[Empty, None], job_id: int) -> JobRow:
    row = call.session.get(JobRow, job_id)
    return existing(row if row and sees_job(call.user, row) else None, "job", job_id)


def _job(row: JobRow) -> Job:
    kind = kinds()[row.kind]
    return Job.model_validate(
        row.model_dump()
        | {
            "title": kind.title(row.params),
            "unit": kind.unit,
            "has_file": place(current().settings, row) is not None,
            "result": {name: value for name, value in row.result.items() if name != "file"},
        }
    )
