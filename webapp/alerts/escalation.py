"""Alerts that nobody takes: after how many days who is told. The policy is a setting."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.models import Alert
from data.queries.sight import fleet_readers
from data.words import WAITING, Role, Severity
from webapp.alerts.states import Step
from webapp.alerts.telling import queue
from webapp.alerts.trail import ACTOR, apply
from webapp.alerts.wording import count_of

#: Severity → days without anybody taking the alert after which it is told again, in order.
Policy = Mapping[Severity, Sequence[int]]


def steps_due(severity: str, *, waiting_since: datetime, policy: Policy, now: datetime) -> int:
    """How many steps of the policy have come for an alert that waits. Pure."""
    waited = now - waiting_since
    return sum(waited >= timedelta(days=days) for days in policy.get(Severity(severity), ()))


def waiting_alerts(session: Session) -> list[Alert]:
    """Alerts that the policy looks at: nobody has them, no silence covers them, they are no backlog."""
    return list(
        session.exec(
            select(Alert)
            .where(
                col(Alert.state).in_(WAITING),
                col(Alert.silence_id).is_(None),
                ~col(Alert.backlog),
            )
            .order_by(col(Alert.id))
        )
    )


def escalate(session: Session, alert: Alert, *, policy: Policy, now: datetime) -> int:
    """Tell the administrators who see the fleet of a locked alert that nobody took; how many mails.

    Once for each step, and once for all steps that came while nothing ran. The caller commits.
    """
    if alert.state not in WAITING or alert.silence_id is not None or alert.backlog:
        return 0
    due = steps_due(alert.severity, waiting_since=alert.waiting_since, policy=policy, now=now)
    if due <= alert.escalated:
        return 0
    readers = fleet_readers(session, alert.fleet_id)
    admins = [user for user in readers if user.role == Role.ADMIN]
    waited = count_of((now - alert.waiting_since).days, "day")
    told = ", ".join(user.email for user in admins) or "nobody: no administrator takes mail"
    step = Step(
        word="escalated",
        note=f"Nobody has taken it for {waited}. Told to {told}.",
        changes={"escalated": due},
    )
    (entry,) = apply(session, alert, [step], actor=ACTOR, now=now)
    return queue(session, alert, entry, admins, now=now)
