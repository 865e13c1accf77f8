"""Tidying up, by the worker each hour: claims, links, half-written files, raw bytes past their time."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import col

from data.db import reading, writing
from data.models import LoginToken
from data.queries.attempts import forget_attempts
from data.queries.exposure_history import record_day, unrecorded
from data.queries.idempotency import forget_done
from data.queries.jobs import forget_jobs
from data.queries.leases import drop_expired
from webapp.accounts.sessions import forget_sessions
from webapp.context import Context
from webapp.service import retention
from webapp.work.files import unclaimed

#: Half-written files and used links older than this are nobody's any more.
LEFTOVER_AFTER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Tidied:
    """How much was forgotten or removed."""

    leases: int
    links: int
    files: int
    snapshots: int = 0
    """Whose raw bytes were removed, as the settings of retention say."""
    fleets: int = 0
    """Whose live SIMs were counted for the history of exposure."""


def housekeeping(context: Context) -> Tidied:
    """Forget claims that ran out and links that were used; remove half-written files of dead processes."""
    now = context.clock()
    with writing(context.engine) as session:
        leases = drop_expired(session, now=now)
        links = session.exec(
            delete(LoginToken).where(col(LoginToken.expires_at) < now - LEFTOVER_AFTER)
        ).rowcount
        forget_done(session, now=now)
        forget_sessions(session, now=now)
        forget_attempts(session, now=now)
        forget_jobs(session, now=now)
    files = 0
    for path in [*_leftovers(context), *_unclaimed(context)]:
        with contextlib.suppress(OSError):  # its owner may finish it at this very moment
            if path.stat().st_mtime < (now - LEFTOVER_AFTER).timestamp():
                path.unlink()
                files += 1
    removed = retention.forget(context)
    counted = count_exposure(context)
    return Tidied(leases=leases, links=links, files=files, snapshots=removed, fleets=counted)


def count_exposure(context: Context) -> int:
    """Write down how many SIMs of each fleet are live today, where nobody has yet; how many fleets."""
    now, days = context.clock(), context.settings.live_days
    with reading(context.engine) as session:
        fleets = unrecorded(session, on=now.date())
    for fleet in fleets:
        with writing(context.engine) as session:
            record_day(session, fleet, now=now, live_days=days)
    return len(fleets)


def _unclaimed(context: Context) -> list[Path]:
    with reading(context.engine) as session:
        return unclaimed(session, context.settings)


def _leftovers(context: Context) -> Iterator[Path]:
    yield from context.settings.outbox.glob(".*.part")
    yield from context.settings.snapshots.glob("??/??/.put-*.tmp")
    yield from context.settings.snapshots.glob("??/??/.gone-*.tmp")
