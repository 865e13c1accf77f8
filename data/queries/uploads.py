"""Uploads: which wait, how far one is, and what an import that broke off left behind."""

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from data.models import Fleet, FleetImport, FleetImportError, Upload

#: States in which there is still something to do.
ACTIVE = ("waiting", "running", "stopping")


def active_uploads(session: Session) -> list[int]:
    """Uploads that are not at their end, the oldest first."""
    rows = session.exec(
        select(Upload.id).where(col(Upload.state).in_(ACTIVE)).order_by(col(Upload.id))
    )
    return [number for number in rows if number is not None]


def uploads_under_way(session: Session) -> list[tuple[Upload, Fleet]]:
    """Uploads that are not at their end with their fleets, the oldest first."""
    rows = session.exec(
        select(Upload, Fleet)
        .join(Fleet, col(Fleet.id) == Upload.fleet_id)
        .where(col(Upload.state).in_(ACTIVE))
        .order_by(col(Upload.id))
    )
    return [(upload, fleet) for upload, fleet in rows]


def come_so_far(session: Session, upload_id: int, read: int) -> bool:
    """Write down how much of it is read; False when somebody wants it stopped."""
    done = session.exec(
        update(Upload)
        .where(col(Upload.id) == upload_id, col(Upload.state) == "running")
        .values(read=read)
    )
    return bool(done.rowcount)


def cancel(session: Session, upload_id: int) -> bool:
    """Ask for an end; False when it has one already."""
    done = session.exec(
        update(Upload)
        .where(col(Upload.id) == upload_id, col(Upload.state).in_(("waiting", "running")))
        .values(state="stopping")
    )
    return bool(done.rowcount)


def forget_broken(session: Session, upload: Upload) -> None:
    """Take away the records of its imports that never ended; what went into the fleet stays."""
    broken = session.exec(
        select(FleetImport.id).where(
            FleetImport.fleet_id == upload.fleet_id,
            FleetImport.filename == upload.filename,
            FleetImport.started_at >= upload.sent_at,
            col(FleetImport.finished_at).is_(None),
        )
    ).all()
    session.exec(delete(FleetImportError).where(col(FleetImportError.import_id).in_(broken)))
    session.exec(delete(FleetImport).where(col(FleetImport.id).in_(broken)))
