"""Large fleet files: kept in the instance folder until the worker has imported them as long work."""

import hashlib
import uuid
from io import SEEK_END
from pathlib import Path

from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from data.db import writing
from data.fleet.store import ensure_fleet
from data.models import Job
from data.queries.jobs import ACTIVE
from data.settings import Settings
from webapp.context import Context
from webapp.work.asking import Asker, ask
from webapp.work.kinds import kinds

#: Files of this size and more go to the worker; smaller ones are imported while the sender waits.
LARGE = 2 * 1024 * 1024


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
    by: Asker,
    full: bool,
    confirmed: bool,
) -> int:
    """Keep a file for the worker; the number of its job."""
    place = folder(context.settings)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / uuid.uuid4().hex
    file.save(path)
    with path.open("rb") as kept:
        sha256 = hashlib.file_digest(kept, "sha256").hexdigest()
    with writing(context.engine) as session:
        job = enter(
            session,
            path,
            sha256=sha256,
            fleet=fleet,
            filename=filename,
            by=by,
            full=full,
            confirmed=confirmed,
            context=context,
        )
    return job.id or 0


def enter(
    session: Session,
    path: Path,
    *,
    sha256: str,
    fleet: str,
    filename: str,
    by: Asker,
    full: bool,
    confirmed: bool,
    context: Context,
) -> Job:
    """Tell the worker of a file that lies in the folder; its job. The caller commits.

    The same file that is on its way into the same fleet already takes the other's place.
    """
    now, size = context.clock(), path.stat().st_size
    fleet_id = ensure_fleet(session, fleet, sample=False, now=now)
    told = {"fleet": fleet, "filename": filename, "stored": path.name, "size": size}
    job, is_new = ask(
        session,
        kinds()["import"],
        told | {"full": full, "confirmed": confirmed},
        key=f"import:{fleet_id}:{full}:{confirmed}:{sha256}",
        user_id=by.id or 0,
        by=by.email,
        fleet_id=fleet_id,
        sight=frozenset({fleet_id}),
        shared=True,
        total=size,
        now=now,
    )
    if not is_new:
        _put_away(path, job)
    return job


def _put_away(path: Path, job: Job) -> None:
    """The file of a job that there was before: in the other's place while that is on its way."""
    if job.state in ACTIVE:
        path.replace(path.with_name(job.params["stored"]))
    else:
        path.unlink()
