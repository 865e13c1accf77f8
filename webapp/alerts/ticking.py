"""What becomes of alerts with time: snoozes and silences end, what nobody took escalates, fleets grow.

Each alert in its own transaction: one that cannot be worked holds up no other, and a worker
that dies leaves the rest to the next run.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from data.db import reading, writing
from data.models import Alert, AuditEntry
from data.queries.order import hold_order
from data.queries.people import address_since
from data.queries.silences import over
from data.settings import Settings
from webapp.alerts.escalation import escalate, steps_due, waiting_alerts
from webapp.alerts.growth import grown_alerts
from webapp.alerts.raising import move_alert, queue_mails
from webapp.alerts.silencing import end_silence, untold
from webapp.alerts.states import Action, Refusal, Wish, decide
from webapp.alerts.telling import tell_followers
from webapp.alerts.trail import ACTOR, apply, standing_of
from webapp.context import Context


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What one run did."""

    woken: int = 0
    silences: int = 0
    """That ended by themselves."""
    escalated: int = 0
    grown: int = 0


def tick_alerts(context: Context) -> Ticked:
    """Wake, end and escalate whatever is due now; safe to repeat and to run twice at once."""
    return Ticked(
        woken=wake_due(context), silences=end_due(context), escalated=escalate_due(context)
    )


def follow_alerts(context: Context) -> int:
    """All that becomes of alerts with time; how much that was."""
    ticked = tick_alerts(context)
    return ticked.woken + ticked.silences + ticked.escalated + grow_alerts(context)


def wake_due(context: Context) -> int:
    """Bring back the snoozed alerts whose day has come; how many."""
    today = context.clock().date()
    statement = select(Alert.id).where(col(Alert.snoozed_until) <= today).order_by(col(Alert.id))
    with reading(context.engine) as session:
        due = session.exec(statement).all()
    return _each(context, due, _wake)


def end_due(context: Context) -> int:
    """End the silences whose last day has passed, and tell what they kept quiet; how many."""
    with reading(context.engine) as session:
        due = over(session, today=context.clock().date())
    for silence_id in due:
        end_and_tell(context, silence_id, actor=ACTOR)
    return len(due)


def end_and_tell(context: Context, silence_id: int, *, actor: str) -> int:
    """:func:`end_within` in a transaction of its own."""
    with writing(context.engine) as session:
        return end_within(
            session, silence_id, actor=actor, settings=context.settings, now=context.clock()
        )


def end_within(
    session: Session, silence_id: int, *, actor: str, settings: Settings, now: datetime
) -> int:
    """End one silence and tell what it kept quiet; how many alerts are no longer quiet."""
    hold_order(session, alone=False)
    loud = end_silence(session, silence_id, actor=actor, now=now)
    for alert_id in loud:
        alert = session.get_one(Alert, alert_id)
        entry = untold(session, alert, now=now)
        if entry is not None:
            queue_mails(session, alert, entry, settings, now)
    return len(loud)


def escalate_due(context: Context) -> int:
    """Tell of the alerts that nobody took in time; how many."""
    now, policy = context.clock(), context.settings.escalate_days
    with reading(context.engine) as session:
        due = [
            alert.id
            for alert in waiting_alerts(session)
            if steps_due(alert.severity, waiting_since=alert.waiting_since, policy=policy, now=now)
            > alert.escalated
        ]
    return _each(context, due, _escalate)


def grow_alerts(context: Context) -> int:
    """Tell, and open again, alerts whose fleet grew past the step where the rule applies; how many."""
    with reading(context.engine) as session:
        due = grown_alerts(session, settings=context.settings, now=context.clock())
    return _each(context, due, _grow)


def _each(
    context: Context,
    alert_ids: Iterable[int | None],
    work: Callable[[Session, Alert, Context], bool],
) -> int:
    done = 0
    for alert_id in alert_ids:
        if context.stop.is_set():
            break
        with writing(context.engine) as session:
            hold_order(session, alone=False)
            alert = session.get_one(Alert, alert_id, with_for_update=True)
            done += work(session, alert, context)
    return done


def _wake(session: Session, alert: Alert, context: Context) -> bool:
    now = context.clock()
    if alert.snoozed_until is None or alert.snoozed_until > now.date():
        return False  # another worker was quicker
    note = "It takes effect today." if alert.snoozed_for_effect else "Its day has come."
    try:
        steps = decide(standing_of(alert), Wish(action=Action.WAKE, note=note), today=now.date())
    except Refusal:
        return False
    snoozer = _last_snoozer(session, alert.id or 0)
    (entry,) = apply(session, alert, steps, actor=ACTOR, now=now)
    tell_followers(session, alert, entry, else_to=snoozer, now=now)
    return True


def _last_snoozer(session: Session, alert_id: int) -> str:
    """The address, of today, of who snoozed it last; empty when nobody did."""
    found = session.exec(
        select(AuditEntry.id, AuditEntry.actor)
        .where(AuditEntry.alert_id == alert_id, AuditEntry.action == "snoozed")
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    ).first()
    return address_since(session, found[1], found[0] or 0) if found else ""


def _escalate(session: Session, alert: Alert, context: Context) -> bool:
    before = alert.escalated
    escalate(session, alert, policy=context.settings.escalate_days, now=context.clock())
    return alert.escalated > before


def _grow(session: Session, alert: Alert, context: Context) -> bool:
    told = move_alert(session, alert.id or 0, settings=context.settings, now=context.clock())
    return bool(told.moved)
