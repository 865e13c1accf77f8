"""Doing long work: claimed with a lease, marked on its way, ended in one row.

A worker that dies leaves its claim to run out; the next one starts the job anew. A job in which
workers died three times has failed: it would take down the next one too.
"""

import logging
from dataclasses import dataclass
from time import monotonic
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from data.db import reading, writing
from data.errors import RoamwatchError
from data.models import Job, User
from data.queries.jobs import active_jobs, begin, come_so_far, end, give_back
from data.queries.leases import claim, release
from data.queries.sight import sight_of
from webapp.context import Context
from webapp.work.kind import FailedError, Hands, Kind, Step, StoppedError, WaitFor
from webapp.work.waiting import in_own_loop

log = logging.getLogger(__name__)
#: Seconds between two marks of progress.
EVERY = 1.0
#: Workers that may die in one job.
MOST_TRIES = 3
_OURS = "Something went wrong on our side, and the worker's log says what. Ask for it again"
_DEADLY = (
    f"Its worker ended {MOST_TRIES} times in the middle of it, so it is not tried again. "
    "Tell whoever runs the service; its log and its memory will show why"
)


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What was done of one kind."""

    jobs: int = 0
    failed: int = 0


def work_off(context: Context, kind: Kind, wait_for: WaitFor = in_own_loop) -> Worked:
    """Do what waits of one kind, or broke off, and that no other worker has in hand."""
    with reading(context.engine) as session:
        waiting = active_jobs(session, kind.name)
    states = [
        _one(context, kind, number, wait_for) for number in waiting if not context.stop.is_set()
    ]
    ended = [state for state in states if state]
    return Worked(jobs=len(ended), failed=ended.count("failed"))


def _one(context: Context, kind: Kind, number: int, wait_for: WaitFor) -> str:
    """How one job ended; empty when another has it, or it goes on later."""
    with writing(context.engine) as session:
        if not _claimed(context, session, number):
            return ""
        started = begin(session, number, now=context.clock())
        job = session.get_one(Job, number)
        user = session.get(User, job.user_id) if job.user_id else None
        sight = sight_of(session, user) if user else frozenset()
    try:
        if not started:
            raise StoppedError(cancelled=True)
        result = _run(kind, Hands(
            context=context, job=job, sight=sight, step=_stepper(context, number), wait_for=wait_for
        ))  # fmt: skip
    except StoppedError as exc:
        return (
            _end(context, kind, number, "cancelled") if exc.cancelled else _leave(context, number)
        )
    except DBAPIError:
        raise  # the store is in trouble, not the job: it goes on later
    except Exception as exc:  # noqa: BLE001 - a fault of ours must not hold up the jobs behind it
        return _end(context, kind, number, "failed", _told(exc, job))
    return _end(context, kind, number, "done", "", result)


def _run(kind: Kind, hands: Hands) -> dict[str, Any]:
    if hands.job.tries > MOST_TRIES:
        raise FailedError(_DEADLY)
    return kind.run(hands)


def _told(exc: Exception, job: Job) -> str:
    """What the asker reads; what nobody foresaw stands whole in the log."""
    if isinstance(exc, RoamwatchError):
        return str(exc)
    log.error("work failed", extra={"facts": {"job": job.id, "kind": job.kind}}, exc_info=exc)
    return _OURS


def _end(
    context: Context,
    kind: Kind,
    number: int,
    state: str,
    message: str | None = None,
    result: dict[str, Any] | None = None,
) -> str:
    with writing(context.engine) as session:
        if not _claimed(context, session, number):
            return ""  # another worker took it over from us, who were slow, and ends it
        end(session, number, state, message=message, result=result or {}, now=context.clock())
        if job := session.get(Job, number):  # else it went with its fleet
            kind.forget(context.settings, job)
        release(session, [_lease(number)], owner=context.owner)
    return state


def _leave(context: Context, number: int) -> str:
    """Leave it to the next worker, unless one has it already."""
    with writing(context.engine) as session:
        if _claimed(context, session, number):
            give_back(session, number)
            release(session, [_lease(number)], owner=context.owner)
    return ""


def _stepper(context: Context, number: int) -> Step:
    """Writes down how far it is, once a second, and says when to stop."""
    marked, said = 0.0, ""

    def step(done: int, total: int, message: str = "") -> None:
        nonlocal marked, said
        if context.stop.is_set():
            raise StoppedError(cancelled=False)
        if monotonic() - marked < EVERY and message == said:
            return
        marked, said = monotonic(), message
        with writing(context.engine) as session:
            if not _claimed(context, session, number):
                raise StoppedError(cancelled=False)
            now = context.clock()
            if not come_so_far(session, number, done=done, total=total, message=message, now=now):
                raise StoppedError(cancelled=True)

    return step


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
    return f"job:{number}"
