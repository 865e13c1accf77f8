"""Wishes as they are stored, and what of an alert they ask for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from data.models import Alert, ClockLimit, Development, Subscription


def wishes_of(session: Session, user_ids: Collection[int]) -> dict[int, list[Subscription]]:
    """Person → the wishes; who has none is left out."""
    found: defaultdict[int, list[Subscription]] = defaultdict(list)
    statement = select(Subscription).where(col(Subscription.user_id).in_(user_ids))
    for wish in session.exec(statement.order_by(col(Subscription.id))):
        found[wish.user_id].append(wish)
    return dict(found)


def own_wishes(session: Session, user_id: int) -> Sequence[Subscription]:
    """One person's, in the order in which they were made."""
    return wishes_of(session, [user_id]).get(user_id, [])


@dataclass(frozen=True, kw_only=True)
class AlertNews:
    """An alert with what wishes ask of it."""

    alert: Alert
    fleet_id: int
    places: frozenset[str]
    """The country or group whose rule it is, and every country that is touched."""
    topic: str
    kind: str
    """A kind of change; empty for an alert of a clock."""
    status: str


def alert_news(session: Session, alert_id: int) -> AlertNews:
    """What wishes ask of one alert."""
    return _news(session, Alert.id == alert_id)[0]


def news_since(session: Session, moment: datetime) -> list[AlertNews]:
    """Of every alert raised from that moment on that was told when it was raised, newest first."""
    return _news(session, col(Alert.created_at) >= moment, ~col(Alert.backlog))


def _news(session: Session, *conditions: Any) -> list[AlertNews]:
    rows = session.exec(
        select(Alert, Development, ClockLimit)
        .outerjoin(Development, col(Development.id) == Alert.development_id)
        .outerjoin(ClockLimit, col(ClockLimit.id) == Alert.limit_id)
        .where(*conditions)
        .order_by(col(Alert.id).desc())
    )
    return [_of(alert, development, limit) for alert, development, limit in rows]


def _of(alert: Alert, development: Development | None, limit: ClockLimit | None) -> AlertNews:
    if development is not None:
        places = frozenset((development.jurisdiction, *development.countries))
        topic, kind, status = development.topic, development.kind, development.status
    else:
        assert limit is not None, "an alert has one of two causes"
        places, topic, kind, status = frozenset((limit.country,)), limit.topic, "", ""
    return AlertNews(
        alert=alert,
        fleet_id=alert.fleet_id,
        places=places,
        topic=topic,
        kind=kind,
        status=status,
    )
