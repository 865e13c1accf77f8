"""Long work: asked for once, taken by one worker, seen on its way, stopped, and forgotten in the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from data.models import Fleet, Job

#: States in which there is still something to do.
ACTIVE = ("waiting", "running", "stopping")
#: How long what is done stays to be looked at.
KEEP = timedelta(days=14)
#: A question that comes again so soon after its answer is the same click.
SAME_CLICK = timedelta(seconds=10)


def same_job(session: Session, key: str, *, now: datetime) -> Job | None:
    """The job of this key that is under way, or was done a moment ago."""
    jobs = session.exec(
        select(Job)
        .where(Job.key == key, col(Job.state).in_((*ACTIVE, "done")))
        .order_by(col(Job.id).desc())
        .limit(1)
    ).all()
    for job in jobs:
        if job.state in ACTIVE or now - job.asked_at < SAME_CLICK:
            return job
    return None


def running_job(session: Session, key: str) -> int | None:
    """The number of the job of this key that is under way."""
    return session.exec(select(Job.id).where(Job.key == key, col(Job.state).in_(ACTIVE))).first()


def newest_done(session: Session, key: str) -> Job | None:
    """The job of this key that was done last."""
    return session.exec(
        select(Job).where(Job.key == key, Job.state == "done").order_by(col(Job.id).desc()).limit(1)
    ).first()


def active_jobs(session: Session, kind: str) -> list[int]:
    """Jobs of a kind that are not at their end, the oldest first."""
    rows = session.exec(
        select(Job.id).where(Job.kind == kind, col(Job.state).in_(ACTIVE)).order_by(col(Job.id))
    )
    return [number for number in rows if number is not None]


def begin(session: Session, job_id: int, *, now: datetime) -> bool:
    """A worker that holds its claim starts it, or starts it anew; False when it has an end."""
    return _change(
        session, job_id, ("waiting", "running"),
        state="running", started_at=now, alive_at=now, ended_at=None,
        done=0, total=0, message="", tries=Job.tries + 1,
    )  # fmt: skip


def come_so_far(
    session: Session, job_id: int, *, done: int, total: int, message: str, now: datetime
) -> bool:
    """Write down how far it is; False when somebody wants it stopped."""
    return _change(
        session, job_id, ("running",), done=done, total=total, message=message, alive_at=now
    )


def give_back(session: Session, job_id: int) -> None:
    """Its worker ends and not the job: another goes on, and this was no failed try."""
    _change(session, job_id, ("running",), state="waiting", tries=Job.tries - 1)


def end(
    session: Session,
    job_id: int,
    state: str,
    *,
    message: str | None,
    result: dict[str, Any],
    now: datetime,
) -> None:
    """Write down how it ended; without a message the one that stands there stays."""
    said = {} if message is None else {"message": message}
    _change(session, job_id, ACTIVE, state=state, result=result, ended_at=now, **said)


def cancel(session: Session, job_id: int, *, message: str, now: datetime) -> str:
    """Ask for an end: ``cancelled`` if nobody had begun, ``stopping`` if so; empty when it has one."""
    done = {"state": "cancelled", "message": message, "ended_at": now}
    if _change(session, job_id, ("waiting",), **done):
        return "cancelled"
    stopping = _change(session, job_id, ("running",), state="stopping", message=message)
    return "stopping" if stopping else ""


def imports_under_way(session: Session) -> list[tuple[Job, Fleet]]:
    """Fleet files that are not at their end with their fleets, the oldest first."""
    rows = session.exec(
        select(Job, Fleet)
        .join(Fleet, col(Fleet.id) == Job.fleet_id)
        .where(Job.kind == "import", col(Job.state).in_(ACTIVE))
        .order_by(col(Job.id))
    )
    return [(job, fleet) for job, fleet in rows]


def list_jobs(session: Session, *, user_id: int | None = None, limit: int) -> Sequence[Job]:
    """What is under way, then what ended, the latest first; of one person or of all."""
    statement = select(Job).order_by(col(Job.ended_at).is_not(None), col(Job.id).desc())
    if user_id is not None:
        statement = statement.where(Job.user_id == user_id)
    return session.exec(statement.limit(limit)).all()


def forget_jobs(session: Session, *, now: datetime) -> None:
    """Forget what ended so long ago that nobody looks at it any more."""
    session.exec(delete(Job).where(col(Job.ended_at) < now - KEEP))


def _change(session: Session, job_id: int, states: Sequence[str], **values: Any) -> bool:
    """Change the job if it is in one of these states; whether it was."""
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(Job).where(col(Job.id) == job_id, col(Job.state).in_(states)).values(**values)
    )
    return bool(done.rowcount)
