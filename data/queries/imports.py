"""Imports under way: their signs of life, and which were broken off."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from data.models import FleetImport, FleetImportError


class ImportState(StrEnum):
    """How far an import has come."""

    DONE = "done"
    RUNNING = "running"
    BROKEN = "broken_off"
    """It wrote nothing for so long that whoever was at it must be gone."""


def import_state(record: FleetImport, *, now: datetime, patience: float) -> ImportState:
    """How far it is; ``patience``: seconds without a sign of life after which it is given up. Pure."""
    if record.finished_at is not None:
        return ImportState.DONE
    silent = now - (record.alive_at or record.started_at)
    return ImportState.BROKEN if silent > timedelta(seconds=patience) else ImportState.RUNNING


def forget_broken(session: Session, fleet_id: int, filename: str, *, since: datetime) -> None:
    """Take away the records of a file's imports that never ended; what went into the fleet stays."""
    broken = session.exec(
        select(FleetImport.id).where(
            FleetImport.fleet_id == fleet_id,
            FleetImport.filename == filename,
            FleetImport.started_at >= since,
            col(FleetImport.finished_at).is_(None),
        )
    ).all()
    session.exec(delete(FleetImportError).where(col(FleetImportError.import_id).in_(broken)))
    session.exec(delete(FleetImport).where(col(FleetImport.id).in_(broken)))


def sign_of_life(session: Session, import_id: int | None, *, at: datetime) -> None:
    """Write down that an import is at work; the caller commits it with what it has written."""
    if import_id is not None:
        session.exec(
            update(FleetImport).where(col(FleetImport.id) == import_id).values(alive_at=at)
        )
