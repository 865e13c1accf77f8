"""Wishes as they are stored, and what of an alert they ask for."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, or_
from sqlalchemy.orm import defer, load_only
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, col, select

from data.models import Alert, ClockLimit, Development, Subscription
from data.words import SEVERITY_ORDER, Pace, Severity

#: A statement takes only so many numbers.
_AT_ONCE = 5000


def wishes_of(session: Session, user_ids: Collection[int]) -> dict[int, list[Subscription]]:
    """Person → the wishes; who has none is left out."""
    found: defaultdict[int, list[Subscription]] = defaultdict(list)
    statement = select(Subscription).where(col(Subscription.user_id).in_(user_ids))
    for wish in session.exec(statement.order_by(col(Subscription.id))):
        found[wish.user_id].append(wish)
    return dict(found)


def wishes_at_once(
    session: Session, user_ids: Collection[int], news: "AlertNews"
) -> dict[int, list[Subscription]]:
    """Person → the wishes to be told of such news at once; who has no wish of any kind is left out.

    The store passes over what cannot be met; whether the rest is, :mod:`webapp.subscriptions.matching` says.
    """
    having = select(Subscription.user_id).where(col(Subscription.user_id).in_(user_ids)).distinct()
    found: dict[int, list[Subscription]] = {number: [] for number in session.exec(having)}
    loud = SEVERITY_ORDER[SEVERITY_ORDER.index(Severity(news.alert.severity)) :]
    topics = cast(col(Subscription.topics), Text)
    statement = select(Subscription).where(
        col(Subscription.user_id).in_(user_ids),
        Subscription.pace == Pace.INSTANT.value,
        col(Subscription.severity).in_([one.value for one in loud]),
        or_(col(Subscription.fleet_id).is_(None), col(Subscription.fleet_id) == news.fleet_id),
        or_(topics.in_(["[]"]), topics.contains(json.dumps(news.topic), autoescape=True)),
    )
    for wish in session.exec(statement.order_by(col(Subscription.id))):
        found[wish.user_id].append(wish)
    return found


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


def news_of(session: Session, alert_ids: Sequence[int]) -> list[AlertNews]:
    """What wishes ask of these alerts."""
    return [
        news
        for first in range(0, len(alert_ids), _AT_ONCE)
        for news in _news(session, col(Alert.id).in_(alert_ids[first : first + _AT_ONCE]))
    ]


def news_since(session: Session, moment: datetime) -> list[AlertNews]:
    """Of every alert raised from that moment on that was told when it was raised, newest first."""
    since = col(Alert.created_at) >= moment
    return _news(session, since, ~col(Alert.backlog), options=_lean())


def _lean() -> Sequence[ExecutableOption]:
    """Of thousands of alerts only what wishes ask, and what a line says; the rest when it is asked for."""
    unasked: tuple[Any, ...] = (Alert.severity_parts, Alert.seen)
    asked: tuple[Any, ...] = (
        Development.jurisdiction,
        Development.countries,
        Development.topic,
        Development.kind,
        Development.status,
    )
    limits: tuple[Any, ...] = (ClockLimit.country, ClockLimit.topic)
    return (*map(defer, unasked), load_only(*asked), load_only(*limits))


def _news(
    session: Session, *conditions: Any, options: Sequence[ExecutableOption] = ()
) -> list[AlertNews]:
    rows = session.exec(
        select(Alert, Development, ClockLimit)
        .outerjoin(Development, col(Development.id) == Alert.development_id)
        .outerjoin(ClockLimit, col(ClockLimit.id) == Alert.limit_id)
        .where(*conditions)
        .order_by(col(Alert.id).desc())
        .options(*options)
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
