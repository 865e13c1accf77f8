"""What came since a page was opened: alerts of fleets in sight that are not kept quiet, and acts on one."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Alert, AuditEntry
from data.words import Severity


class News(NamedTuple):
    """How many alerts came, how many of them of high severity, and the number of the newest."""

    came: int
    high: int
    newest: int


def newest_alert(session: Session) -> int:
    """The number of the newest alert; 0 without any."""
    return session.exec(select(func.max(Alert.id))).one() or 0


def news_since(session: Session, *, after: int) -> News:
    """What came after the alert of that number."""
    rows = session.exec(
        select(Alert.id, Alert.severity)
        .where(col(Alert.id) > after, col(Alert.silence_id).is_(None))
        .order_by(col(Alert.id))
        .limit(1000)
    ).all()
    return News(
        came=len(rows),
        high=sum(severity == Severity.HIGH for _, severity in rows),
        newest=max((number or 0 for number, _ in rows), default=after),
    )


def acts_since(session: Session, alert_id: int, *, after: int) -> Sequence[AuditEntry]:
    """What was written into an alert's trail after the line of that number; nothing of one out of sight."""
    return session.exec(
        select(AuditEntry)
        .join(Alert, col(Alert.id) == AuditEntry.alert_id)
        .where(AuditEntry.alert_id == alert_id, col(AuditEntry.id) > after)
        .order_by(col(AuditEntry.id))
        .limit(100)
    ).all()
