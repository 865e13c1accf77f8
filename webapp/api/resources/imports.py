"""Fleet files: sent here, imported by the worker, and asked after."""

from datetime import datetime
from typing import Literal

from pydantic import Field
from sqlmodel import col, select

from data.fleet.errors import printable
from data.models import FleetImport, Upload
from data.queries.pages_fleet import import_reasons
from data.queries.uploads import cancel
from data.words import Scope
from webapp.access import is_hidden
from webapp.api.files import SentFile
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, missing
from webapp.api.shapes import Empty, Page, Reply, Words
from webapp.uploads import enter

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


class Job(Reply):
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
def send_import(call: Call[ImportWords, SentFile]) -> Job:
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
    number = enter(
        call.session,
        file.stored,
        size=file.size,
        fleet=words.fleet.strip(),
        filename=printable(words.filename, 100),
        by=call.user.email,
        full=words.full,
        confirmed=words.confirm,
        now=call.now,
    )
    call.made(f"/imports/{number}")
    return _job(call.session.get_one(Upload, number), call)


@operation("GET", "/imports", scopes=_LOOK)
def list_imports(call: Call[Page, None]) -> Items[Job]:
    """Files that were sent, the latest first. Small ones sent on the page are imported at once."""
    words = call.words
    statement = select(Upload).order_by(col(Upload.id).desc()).limit(words.limit + 1)
    below = start(NAME, words)
    if below is not None:
        statement = statement.where(col(Upload.id) < below)
    rows = call.session.exec(statement).all()
    return piece(NAME, words, rows, lambda row: row.id or 0, lambda row: _job(row, call))


@operation("GET", "/imports/<id:upload_id>", scopes=_LOOK)
def read_import(call: Call[Empty, None], upload_id: int) -> Job:
    """How far one file is, and what became of it."""
    row = call.session.get(Upload, upload_id)
    if row is None:
        raise missing("import", upload_id)
    return _job(row, call)


@operation(
    "POST",
    "/imports/<id:upload_id>/cancel",
    scopes=(Scope.IMPORT,),
    problems={409: "It has come to its end already."},
)
def cancel_import(call: Call[Empty, None], upload_id: int) -> Job:
    """Stop it; what is in stays."""
    row = call.session.get(Upload, upload_id)
    if row is None:
        raise missing("import", upload_id)
    if not cancel(call.session, upload_id):
        raise Refusal(409, "import_ended", f"import {upload_id} has come to its end already")
    call.session.refresh(row)
    return _job(row, call)


def _job(
    row: Upload, call: Call[Page, None] | Call[Empty, None] | Call[ImportWords, SentFile]
) -> Job:
    found = call.session.get(FleetImport, row.import_id) if row.import_id else None
    counts = None
    if found is not None:
        reasons = import_reasons(call.session, found.id or 0)
        counts = found.model_dump() | {
            "import_id": found.id,
            "reasons": [
                {"code": code, "refused": refused, "rows": rows} for code, refused, rows in reasons
            ],
        }
    return Job.model_validate(row.model_dump() | {"result": counts})
