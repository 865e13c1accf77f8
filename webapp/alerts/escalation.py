"""Alerts that nobody takes: after how many days who is told. The policy is a setting."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.models import Alert, AuditEntry, Delivery
from data.queries.sight import fleet_readers
from data.words import WAITING, MailList, Role, Severity
from webapp.alerts.states import Step
from webapp.alerts.telling import queue
from webapp.alerts.trail import ACTOR, apply
from webapp.alerts.wording import count_of
from webapp.delivery.unsubscribing import takes_mail

#: Severity → days without anybody taking the alert after which it is told again, in order.
Policy = Mapping[Severity, Sequence[int]]
#: A mail a day, at whatever minute of it.
_A_DAY = timedelta(hours=20)
_NOBODY = "nobody: no administrator takes mail"


def steps_due(severity: str, *, waiting_since: datetime, policy: Policy, now: datetime) -> int:
    """How many steps of the policy have come for an alert that waits. Pure."""
    waited = now - waiting_since
    return sum(waited >= timedelta(days=days) for days in policy.get(Severity(severity), ()))


def waiting_alerts(session: Session, *, fleet_id: int | None = None) -> list[Alert]:
    """Alerts that the policy looks at: nobody has them, no silence covers them, they are no backlog.

    The loudest first: it is the one that a mail names.
    """
    statement = select(Alert).where(
        col(Alert.state).in_(WAITING), col(Alert.silence_id).is_(None), ~col(Alert.backlog)
    )
    if fleet_id is not None:
        statement = statement.where(Alert.fleet_id == fleet_id)
    return list(session.exec(statement.order_by(col(Alert.severity_score).desc(), col(Alert.id))))


def escalate(session: Session, alert: Alert, *, policy: Policy, now: datetime) -> int:
    """Tell the administrators who see the fleet of a locked alert that nobody took; how many mails.

    Once for each step, and once for all steps that came while nothing ran. A fleet has one such
    mail a day: it names the loudest alert and says how many wait. The caller commits.
    """
    if alert.state not in WAITING or alert.silence_id is not None or alert.backlog:
        return 0
    due = steps_due(alert.severity, waiting_since=alert.waiting_since, policy=policy, now=now)
    if due <= alert.escalated:
        return 0
    admins = [
        user
        for user in fleet_readers(session, alert.fleet_id)
        if user.role == Role.ADMIN and takes_mail(user, MailList.WORK)
    ]
    waited = count_of((now - alert.waiting_since).days, "day")
    if _told_today(session, alert.fleet_id, now=now):
        told, admins = "It is counted in the day's mail.", []
    else:
        told = f"Told to {', '.join(user.email for user in admins) or _NOBODY}."
        if others := len(waiting_alerts(session, fleet_id=alert.fleet_id)) - 1:
            told += f" {count_of(others, 'more alert')} of this fleet {'waits' if others == 1 else 'wait'}."
    step = Step(
        word="escalated",
        note=f"Nobody has taken it for {waited}. {told}",
        changes={"escalated": due},
    )
    (entry,) = apply(session, alert, [step], actor=ACTOR, now=now)
    return queue(session, alert, entry, admins, now=now)


def _told_today(session: Session, fleet_id: int, *, now: datetime) -> bool:
    """Whether a mail of this kind was queued for the fleet within the last hours."""
    statement = (
        select(Delivery.id)
        .join(AuditEntry, col(AuditEntry.id) == Delivery.event_id)
        .join(Alert, col(Alert.id) == Delivery.alert_id)
        .where(
            AuditEntry.action == "escalated",
            Alert.fleet_id == fleet_id,
            Delivery.created_at > now - _A_DAY,
        )
        .limit(1)
    )
    return session.exec(statement).first() is not None
