"""Alerts that came since a page was opened; of fleets in sight, and not those that are kept quiet."""

from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.models import Alert
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
