"""Mutes: what one person does not want to be told of for a while. The alerts stay, for them too.

It is about news of alerts. Who watches an alert, has it or is mentioned hears of it in any case.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from data.audit import record
from data.models import Alert, Mute, Source, User
from data.queries.mutes import mutes_at
from data.queries.silences import cause_of
from webapp.alerts.quiet import SilenceError, check, covered, fits
from webapp.alerts.wording import plain_text

#: As many may hold at once.
MOST = 50


def create_mute(
    session: Session, user: User, *, most_days: int, now: datetime, **values: Any
) -> Mute:
    """Make a mute; the caller commits. Raises :class:`webapp.alerts.quiet.SilenceError`."""
    mute = Mute(user_id=user.id or 0, created_at=now, **values)
    mute.why = plain_text(mute.why).strip()
    check(
        mute, sources=session.exec(select(Source.id)).all(), today=now.date(), most_days=most_days
    )
    if len(mutes_at(session, [mute.user_id], now).get(mute.user_id, ())) >= MOST:
        raise SilenceError("country", f"there are {MOST} already; end one first")
    session.add(mute)
    session.flush()
    _record(session, mute, user, "created", now)
    return mute


def end_mute(session: Session, mute_id: int, user: User, *, now: datetime) -> bool:
    """End one's own mute before its day; False when this person has none of that number."""
    mute = session.get(Mute, mute_id, with_for_update=True)
    if mute is None or mute.user_id != user.id:
        return False
    if mute.ended_at is None and mute.until >= now.date():
        mute.ended_at = now
        session.add(mute)
        _record(session, mute, user, "ended", now)
    return True


def who_muted(
    session: Session, alert: Alert, user_ids: Collection[int], *, now: datetime
) -> set[int]:
    """Those of these people who do not want to be told of news of this alert."""
    mutes = mutes_at(session, user_ids, now)
    if not mutes:
        return set()
    cause = cause_of(session, alert)
    return {
        number
        for number, own in mutes.items()
        if any(fits(one, cause, today=now.date()) for one in own)
    }


def not_muted(
    session: Session, user_id: int, alert_ids: Collection[int], *, moment: datetime
) -> set[int]:
    """Those of these alerts that this person had not muted at that moment."""
    mutes = mutes_at(session, [user_id], moment).get(user_id, [])
    if not mutes:
        return set(alert_ids)
    causes = {number: cause_of(session, session.get_one(Alert, number)) for number in alert_ids}
    return {
        number
        for number, cause in causes.items()
        if not any(fits(one, cause, today=moment.date()) for one in mutes)
    }


def _record(session: Session, mute: Mute, user: User, action: str, now: datetime) -> None:
    record(
        session,
        actor=user.email,
        action=action,
        subject=f"mute:{mute.id}",
        note=mute.why,
        detail=covered(mute),
        now=now,
    )
