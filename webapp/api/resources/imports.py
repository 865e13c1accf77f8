"""Fleet files: sent here, imported by the worker, and asked after."""

from datetime import datetime
from typing import Literal

from pydantic import Field
from sqlmodel import col, select

from data.fleet.errors import printable
from data.models import FleetImport, Job
from data.queries.pages_fleet import import_reasons
from data.words import Scope
from webapp.access import is_hidden
from webapp.api.files import SentFile
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, existing
from webapp.api.shapes import Empty, Page, Reply, Words
from webapp.context import current
from webapp.uploads import enter
from webapp.work.asking import stop

NAME = "imports"
MEDIA = (
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/x-ndjson",
    "application/octet-stream",
)
_LOOK = (Scope.IMPORT, Scope.READ)
_NAME_PATTERN = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"


class ImportWords(Words):
    """Where the file goes, and how it is read."""

    fleet: str = Field(
        min_length=1, max_length=100, pattern=_NAME_PATTERN, description="The fleet's name."
    )
    filename: str = Field(default="fleet", min_length=1, max_length=100, pattern=_NAME_PATTERN)
    full: bool = Field(
        default=False, description="The file is the whole fleet: SIMs that it lacks are retired."
    )
    confirm: bool = Field(
        default=False, description="Do so even where most of the fleet would be retired."
    )


class Reason(Reply):
    """Why rows were refused or doubtful."""

    code: str
    refused: bool
    rows: int


class Counts(Reply):
    """What became of the rows."""

    import_id: int
    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    warnings: int
    reasons: tuple[Reason, ...]


class FleetFile(Reply):
    """One file on its way into a fleet."""

    id: int
    fleet_id: int
    filename: str
    state: Literal["waiting", "running", "stopping", "cancelled", "failed", "done"]
    error: str = Field(description="Why it failed, in a sentence.")
    size: int = Field(description="Bytes.")
    read: int = Field(description="Bytes read so far.")
    sent_at: datetime
    sent_by: str
    result: Counts | None = Field(description="Once it is done.")


@operation(
    "POST",
    "/imports",
    scopes=(Scope.IMPORT,),
    status=202,
    files=MEDIA,
    problems={422: "The file is empty, the fleet cannot be used, or the key was used before."},
)
def send_import(call: Call[ImportWords, SentFile]) -> FleetFile:
    """Send a fleet file: CSV, XLSX or JSON lines, as the body itself, at most 150 MB.

    A file is what its bytes are, whatever its media type. The worker imports it; ask `Location`
    until `state` is `done`, `failed` or `cancelled`. A fleet of a new name is made.
    """
    words, file = call.words, call.body
    if not file.size:
        raise Refusal(422, "empty_file", "the body is empty; send the file as the body")
    if is_hidden(words.fleet.strip()):
        raise Refusal(
            422, "fleet_hidden", "there is a fleet of this name of which you are no member"
        )
    job = enter(
        call.session,
        file.path,
        sha256=file.sha256,
        fleet=words.fleet.strip(),
        filename=printable(words.filename, 100),
        by=call.user,
        full=words.full,
        confirmed=words.confirm,
        context=current(),
    )
    call.made(f"/imports/{job.id}")
    return _file(job, call)


@operation("GET", "/imports", scopes=_LOOK)
def list_imports(call: Call[Page, None]) -> Items[FleetFile]:
    """Files that were sent in the last two weeks, the latest first; each is a job too.

    Small ones that are sent on the page are imported at once.
    """
    words = call.words
    statement = select(Job).where(Job.kind == "import").order_by(col(Job.id).desc())
    below = start(NAME, words)
    if below is not None:
        statement = statement.where(col(Job.id) < below)
    rows = call.session.exec(statement.limit(words.limit + 1)).all()
    return piece(NAME, words, rows, lambda row: row.id or 0, lambda row: _file(row, call))


@operation("GET", "/imports/<id:job_id>", scopes=_LOOK)
def read_import(call: Call[Empty, None], job_id: int) -> FleetFile:
    """How far one file is, and what became of it."""
    row = _existing(call, job_id)
    return _file(row, call)


@operation(
    "POST",
    "/imports/<id:job_id>/cancel",
    scopes=(Scope.IMPORT,),
    problems={409: "It has come to its end already."},
)
def cancel_import(call: Call[Empty, None], job_id: int) -> FleetFile:
    """Stop it; what is in stays."""
    row = _existing(call, job_id)
    if not stop(call.session, row, by=call.user, context=current()):
        raise Refusal(409, "import_ended", f"import {job_id} has come to its end already")
    call.session.refresh(row)
    return _file(row, call)


def _existing(call: Call[Empty, None], job_id: int) -> Job:
    row = call.session.get(Job, job_id)
    return existing(row if row and row.kind == "import" else None, "import", job_id)


def _file(
    row: Job, call: Call[Page, None] | Call[Empty, None] | Call[ImportWords, SentFile]
) -> FleetFile:
    number = row.result.get("import_id")
    found = call.session.get(FleetImport, number) if number else None
    counts = None
    if found is not None:
        reasons = import_reasons(call.session, found.id or 0)
        counts = found.model_dump() | {
            "import_id": found.id,
            "reasons": [
                {"code": code, "refused": refused, "rows": rows} for code, refused, rows in reasons
            ],
        }
    return FleetFile.model_validate(
        row.model_dump(include={"id", "fleet_id", "state"})
        | {
            "filename": row.params["filename"],
            "error": row.message if row.state == "failed" else "",
            "size": row.params["size"],
            "read": row.params["size"] if row.state == "done" else row.done,
            "sent_at": row.asked_at,
            "sent_by": row.asked_by,
            "result": counts,
        }
    )
