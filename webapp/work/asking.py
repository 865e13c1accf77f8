"""Asking for long work: the same question twice is one job."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from data.models import Job
from data.queries.jobs import cancel, same_job
from data.queries.sight import Sight
from webapp.context import Context
from webapp.work.kind import Kind
from webapp.work.kinds import kinds


class Asker(Protocol):
    """Somebody who asks: a stored person, or who is signed in."""

    @property
    def id(self) -> int | None: ...
    @property
    def email(self) -> str: ...


def stop(session: Session, job: Job, *, by: Asker, context: Context) -> bool:
    """Stop a job after the step in hand; False when it has come to its end. The caller commits."""
    message = f"Stopped by {by.email}"
    state = cancel(session, job.id or 0, message=message, now=context.clock())
    if state == "cancelled":
        kinds()[job.kind].forget(context.settings, job)
    return bool(state)


def ask(
    session: Session,
    kind: Kind,
    params: Mapping[str, Any],
    *,
    key: str,
    user_id: int,
    by: str,
    sight: Sight = frozenset(),
    now: datetime,
    **more: Any,
) -> tuple[Job, bool]:
    """The job that answers this question, and whether it is new or was asked for before.

    The caller commits. ``key`` names the question; ``sight``: the fleets that the answer will tell of.
    """
    job = Job(
        kind=kind.name,
        params=dict(params),
        key=key,
        user_id=user_id,
        asked_by=by,
        asked_at=now,
        sight=None if sight is None else sorted(sight),
        **more,
    )
    found = same_job(session, key, now=now)
    if found is not None:
        return found, False
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        # Somebody asked the same at the same moment: the unique key chose.
        found = same_job(session, key, now=now)
        if found is None:
            raise
        return found, False
    return job, True
