"""What pages and programs ask of the worker alike, and what is refused."""

from datetime import datetime, timedelta

from sqlmodel import Session

from data.audit import record
from data.errors import RoamwatchError
from data.models import Alert, Job, Source
from data.queries.jobs import same_job
from webapp.work.asking import Asker, ask
from webapp.work.kinds import kinds
from webapp.work.kinds.crawl import question

#: A source that was read within this time is not read again by hand: its publisher would not thank us.
PAUSE = timedelta(minutes=1)


class RefusedError(RoamwatchError):
    """The work is not taken on; ``code`` names the reason, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def ask_evidence(session: Session, alert: Alert, *, by: Asker, now: datetime) -> Job:
    """Have an alert's pack made; its making stands in the audit trail. The caller commits."""
    job, _ = ask(
        session,
        kinds()["evidence"],
        {"alert_id": alert.id, "title": alert.title},
        key=f"evidence:{alert.id}:{by.id}",
        user_id=by.id or 0,
        by=by.email,
        fleet_id=alert.fleet_id,
        sight=frozenset({alert.fleet_id}),
        now=now,
    )
    return job


def ask_crawl(session: Session, source: Source, *, by: Asker, now: datetime) -> Job:
    """Have a source read now. The caller commits. Raises :class:`RefusedError`."""
    if not source.enabled:
        raise RefusedError("source_off", "it is switched off; it can be read once it is on again")
    key = f"crawl:{source.id}"
    if _read_lately(source, now) and same_job(session, key, now=now) is None:
        raise RefusedError(
            "source_just_read", "it was read less than a minute ago; give its server a moment"
        )
    job, is_new = ask(
        session,
        kinds()["crawl"],
        question(source),
        key=key,
        user_id=by.id or 0,
        by=by.email,
        shared=True,
        now=now,
    )
    if is_new:
        record(
            session, actor=by.email, action="crawl_asked", subject=f"source:{source.id}",
            note=source.title, now=now,
        )  # fmt: skip
    return job


def _read_lately(source: Source, now: datetime) -> bool:
    """Whether its server was just asked; another address is another question."""
    if source.last_attempt_at is None or now - source.last_attempt_at >= PAUSE:
        return False
    return source.edited_at is None or source.edited_at < source.last_attempt_at
