"""Large fleet files: kept in the instance folder, imported by the worker, one after the other.

A worker that dies leaves the file and whole batches of rows. The next one starts the file anew:
rows that are in are found as they are, so that nothing is doubled.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from io import SEEK_END
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from data.db import reading, writing
from data.errors import RoamwatchError
from data.fleet.errors import FleetFileError
from data.fleet.importing import import_csv
from data.fleet.store import ensure_fleet
from data.models import Fleet, Upload
from data.queries.leases import claim, release
from data.queries.uploads import active_uploads, come_so_far, forget_broken
from data.settings import Settings
from webapp.context import Context

log = logging.getLogger(__name__)
#: Files of this size and more go to the worker; smaller ones are imported while the sender waits.
LARGE = 2 * 1024 * 1024
#: Seconds between two marks of progress.
EVERY = 1.0


class StoppedError(RoamwatchError):
    """The import ends before its file does. ``cancelled``: somebody asked for it; else we stop."""

    code = "stopped"

    def __init__(self, *, cancelled: bool) -> None:
        super().__init__("the import was stopped")
        self.cancelled = cancelled


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What the job did."""

    uploads: int = 0
    failed: int = 0


def folder(settings: Settings) -> Path:
    """Where files wait."""
    return settings.instance / "uploads"


def is_large(file: FileStorage) -> bool:
    """Whether the worker should import it."""
    size = file.stream.seek(0, SEEK_END)
    file.stream.seek(0)
    return size >= LARGE


def keep(
    context: Context,
    file: FileStorage,
    *,
    fleet: str,
    filename: str,
    by: str,
    full: bool,
    confirmed: bool,
) -> int:
    """Keep a file for the worker; the upload's number."""
    place = folder(context.settings)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = uuid.uuid4().hex
    file.save(place / stored)
    with writing(context.engine) as session:
        return enter(
            session,
            stored,
            size=(place / stored).stat().st_size,
            fleet=fleet,
            filename=filename,
            by=by,
            full=full,
            confirmed=confirmed,
            now=context.clock(),
        )


def enter(
    session: Session,
    stored: str,
    *,
    size: int,
    fleet: str,
    filename: str,
    by: str,
    full: bool,
    confirmed: bool,
    now: datetime,
) -> int:
    """Tell the worker of a file that lies in the folder; the upload's number. The caller commits."""
    upload = Upload(
        fleet_id=ensure_fleet(session, fleet, sample=False, now=now),
        stored=stored,
        sent_at=now,
        size=size,
        filename=filename,
        sent_by=by,
        full=full,
        confirmed=confirmed,
    )
    session.add(upload)
    session.flush()
    return upload.id or 0


def import_uploads(context: Context) -> Imported:
    """Import what waits, or broke off, and that no other worker has in hand."""
    with reading(context.engine) as session:
        waiting = active_uploads(session)
    done = [_one(context, number) for number in waiting if not context.stop.is_set()]
    ended = [state for state in done if state]
    return Imported(uploads=len(ended), failed=ended.count("failed"))


def _one(context: Context, number: int) -> str:
    """How one upload ended; empty when another has it, or it goes on later."""
    with writing(context.engine) as session:
        if not _claimed(context, session, number):
            return ""
        upload = session.get_one(Upload, number)
        forget_broken(session, upload)
        if upload.state == "waiting":
            upload.state = "running"
        fleet = session.get_one(Fleet, upload.fleet_id).name
    state, error, import_id = "done", "", None
    try:
        if upload.state == "stopping":
            raise StoppedError(cancelled=True)
        import_id = _import(context, upload, fleet)
    except StoppedError as exc:
        if not exc.cancelled:
            return _give_back(context, number)
        state = "cancelled"
    except DBAPIError:
        raise  # the store is in trouble, not the file: it goes on later
    except Exception as exc:  # noqa: BLE001 - a fault of ours must not hold up the files behind it
        state, error = "failed", _told(exc, number)
    (folder(context.settings) / upload.stored).unlink(missing_ok=True)
    with writing(context.engine) as session:
        row = session.get_one(Upload, number)
        row.state, row.error, row.import_id = state, error, import_id
        release(session, [_lease(number)], owner=context.owner)
    return state


def _told(exc: Exception, number: int) -> str:
    """What the sender reads; what nobody foresaw stands whole in the log."""
    if isinstance(exc, FleetFileError):
        return str(exc)
    if isinstance(exc, FileNotFoundError):
        return "its file is gone; send it again"
    log.error("import failed", extra={"facts": {"upload": number}}, exc_info=exc)
    return "something went wrong on our side; what came in stays, and the worker's log says why"


def _import(context: Context, upload: Upload, fleet: str) -> int | None:
    marked = monotonic()

    def progress(read: int, _size: int) -> None:
        nonlocal marked
        if context.stop.is_set():
            raise StoppedError(cancelled=False)
        if monotonic() - marked < EVERY:
            return
        marked = monotonic()
        with writing(context.engine) as session:
            _claimed(context, session, upload.id or 0)
            if not come_so_far(session, upload.id or 0, read):
                raise StoppedError(cancelled=True)

    return import_csv(
        context.engine,
        folder(context.settings) / upload.stored,
        fleet=fleet,
        filename=upload.filename,
        now=context.clock(),
        live_days=context.settings.live_days,
        full=upload.full,
        confirmed=upload.confirmed,
        progress=progress,
    ).import_id


def _give_back(context: Context, number: int) -> str:
    with writing(context.engine) as session:
        release(session, [_lease(number)], owner=context.owner)
    return ""


def _claimed(context: Context, session: Session, number: int) -> bool:
    return bool(
        claim(
            session,
            [_lease(number)],
            owner=context.owner,
            now=context.clock(),
            seconds=context.settings.lease_seconds,
        )
    )


def _lease(number: int) -> str:
    return f"upload:{number}"
