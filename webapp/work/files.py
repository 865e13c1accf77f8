"""Files that come of long work: in the instance folder, named by their job, gone with it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session, select

from data.models import Job
from data.settings import Settings


def folder(settings: Settings) -> Path:
    """Where they lie."""
    return settings.instance / "work"


def place(settings: Settings, job: Job) -> Path | None:
    """The file that came of a job; None when none did, or it is gone."""
    name = str(job.result.get("file", ""))
    path = folder(settings) / name
    return path if name and path.is_file() else None


@contextmanager
def written(settings: Settings, job: Job, suffix: str) -> Iterator[tuple[BinaryIO, Path]]:
    """A file to write, and where it stands once it is whole: half a file is never taken for one."""
    folder(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder(settings) / f"{job.id}-{uuid.uuid4().hex}{suffix}"
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("xb") as file:
            yield file, path
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def unclaimed(session: Session, settings: Settings) -> list[Path]:
    """Files that no job names: of jobs that were forgotten, and of workers that died."""
    named = {str(result.get("file", "")) for result in session.exec(select(Job.result))}
    return [path for path in folder(settings).glob("*") if path.name not in named]
