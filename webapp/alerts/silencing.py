"""Silences come and go, and alerts with them: quiet while one holds, told when it ends."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from data.audit import record
from data.models import Alert, AuditEntry, Silence, Source
from data.queries.silences import (
    Cause,
    cause_of,
    holding,
    loud_alert_ids,
    quiet_alert_ids,
)
from data.words import OPEN
from webapp.alerts.quiet import check, covered, covers
from webapp.alerts.states import Step
from webapp.alerts.trail import ACTOR, apply
from webapp.alerts.wording import plain_text
from webapp.wording.filters import day


def settle(session: Session, alert: Alert, *, actor: str = ACTOR, now: datetime) -> bool:
    """Put a locked alert under the silence that covers it, or out of one; whether it is quiet now."""
    silence = _covering(session, alert, cause_of(session, alert), now.date())
    number = silence.id if silence else None
    if alert.silence_id == number:
        return number is not None
    word, note = ("silenced", _said(silence)) if silence else ("unsilenced", "")
    apply(
        session,
        alert,
        [Step(word=word, note=note, changes={"silence_id": number})],
        actor=actor,
        now=now,
    )
    return number is not None


def create_silence(
    session: Session, *, actor: str, most_days: int, now: datetime, **values: Any
) -> tuple[Silence, int]:
    """Make a silence and put the alerts that it covers under it; with how many they are.

    The caller commits, and has asked whether the actor may. Raises
    :class:`webapp.alerts.quiet.SilenceError`.
    """
    silence = Silence(created_by=actor, created_at=now, **values)
    silence.why = plain_text(silence.why).strip()
    known = session.exec(select(Source.id)).all()
    check(silence, sources=known, today=now.date(), most_days=most_days)
    session.add(silence)
    session.flush()
    _record(session, silence, "created", actor, now)
    quiet = 0
    for alert_id in loud_alert_ids(session, silence.fleet_id):
        alert = session.get_one(Alert, alert_id, with_for_update=True, populate_existing=True)
        quiet += settle(session, alert, actor=actor, now=now)
    return silence, quiet


def end_silence(session: Session, silence_id: int, *, actor: str, now: datetime) -> list[int]:
    """End a silence; the alerts that are no longer quiet. The caller commits.

    None of them when it had ended before.

    What of them was not told is to be told by :func:`untold` of each.
    """
    silence = session.get_one(Silence, silence_id, with_for_update=True, populate_existing=True)
    if silence.ended_at is not None:
        return []
    silence.ended_at, silence.ended_by = now, actor
    session.add(silence)
    session.flush()
    _record(session, silence, "ended", actor, now)
    loud = []
    for alert_id in quiet_alert_ids(session, silence_id):
        alert = session.get_one(Alert, alert_id, with_for_update=True, populate_existing=True)
        if not settle(session, alert, actor=actor, now=now):
            loud.append(alert_id)
    return loud


def untold(session: Session, alert: Alert, *, now: datetime) -> AuditEntry | None:
    """The line of the trail with which a locked alert is told now, if something was kept from its readers.

    None when nothing was, or when nobody has to hear of it any more.
    """
    if not alert.untold or alert.silence_id is not None:
        return None
    alert.untold = False
    if alert.state not in OPEN:
        return None
    note = "What was kept quiet by a silence is told now."
    return apply(session, alert, [Step(word="told", note=note)], actor=ACTOR, now=now)[0]


def _covering(session: Session, alert: Alert, cause: Cause, today: date) -> Silence | None:
    found = holding(session, alert.fleet_id, today=today)
    return next((one for one in found if covers(one, cause, today=today)), None)


def _said(silence: Silence) -> str:
    return f"Under a silence until {day(silence.until)}: {silence.why}"


def _record(session: Session, silence: Silence, action: str, actor: str, now: datetime) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"silence:{silence.id}",
        note=silence.why,
        detail={"fleet": silence.fleet_id, **covered(silence)},
        now=now,
    )
