"""The outbox: what is due, and how each attempt ended. Sending itself stands in the web app."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, update
from sqlmodel import Session, col, select

from data.models import Channel, Delivery
from data.words import DeliveryState


class Lane(NamedTuple):
    """Deliveries that wait for one another: those of one channel. All mails share one, their server's."""

    kind: str
    channel_id: int | None = None


def due_lanes(session: Session, *, now: datetime) -> list[Lane]:
    """Lanes with something due whose channel may be used now, those that wait longest first."""
    number = _lane_number()
    rows = session.exec(
        select(Delivery.channel, number)
        .outerjoin(Channel, col(Channel.id) == Delivery.channel_id)
        .where(_due(now), or_(col(Channel.id).is_(None), col(Channel.ready_at) <= now))
        .group_by(Delivery.channel, number)
        .order_by(func.min(Delivery.next_attempt_at))
    )
    return [Lane(kind, channel_id) for kind, channel_id in rows]


def due_delivery_ids(
    session: Session, *, now: datetime, limit: int, lane: Lane | None = None
) -> list[int]:
    """Deliveries whose time has come, those that wait longest first."""
    statement = (
        select(Delivery.id)
        .where(_due(now))
        .order_by(col(Delivery.next_attempt_at), col(Delivery.id))
        .limit(limit)
    )
    if lane is not None:
        statement = statement.where(Delivery.channel == lane.kind)
    if lane is not None and lane.channel_id is not None:
        statement = statement.where(Delivery.channel_id == lane.channel_id)
    return [number for number in session.exec(statement) if number is not None]


def mark_sent(session: Session, delivery_id: int, *, now: datetime, answer: str = "") -> bool:
    """The receiver took it. False when it was settled already: a second copy has gone out."""
    return _settle(
        session,
        delivery_id,
        state=DeliveryState.SENT.value,
        sent_at=now,
        attempted_at=now,
        error="",
        answer=answer[:300],
    )


def mark_retry(
    session: Session, delivery_id: int, *, error: str, at: datetime, now: datetime
) -> bool:
    """The attempt failed; the next one is due at ``at``."""
    return _settle(
        session, delivery_id, next_attempt_at=at, attempted_at=now, error=error[:500], answer=""
    )


def mark_dead(session: Session, delivery_id: int, *, error: str, now: datetime) -> bool:
    """It will not be tried again; it stays listed with its reason."""
    return _settle(
        session,
        delivery_id,
        state=DeliveryState.DEAD.value,
        attempted_at=now,
        error=error[:500],
        answer="",
    )


def send_again(session: Session, delivery_id: int, *, now: datetime) -> bool:
    """Put a settled delivery back in line, as new and under its old key; False when it waits anyway."""
    result = session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) != DeliveryState.PENDING.value)
        .values(state=DeliveryState.PENDING.value, attempts=0, next_attempt_at=now)
    )
    return bool(result.rowcount == 1)


def count_by_state(session: Session) -> dict[str, int]:
    """How many deliveries are in each state; states without any are left out."""
    return dict(
        session.exec(select(Delivery.state, func.count()).group_by(col(Delivery.state))).all()
    )


def overdue_deliveries(session: Session, *, before: datetime) -> int:
    """How many have been due since before that moment and still wait: nobody sends them."""
    return session.exec(
        select(func.count()).where(
            Delivery.state == DeliveryState.PENDING.value, col(Delivery.next_attempt_at) < before
        )
    ).one()


def _due(now: datetime) -> ColumnElement[bool]:
    return (col(Delivery.state) == DeliveryState.PENDING.value) & (
        col(Delivery.next_attempt_at) <= now
    )


def _lane_number() -> ColumnElement[int | None]:
    # One mail server serves everybody: whose mail it is plays no part.
    return case((col(Delivery.channel) == "mail", None), else_=col(Delivery.channel_id))


def _settle(session: Session, delivery_id: int, **values: object) -> bool:
    # Only a pending row moves: a slow worker must not wake what another has settled.
    result = session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.PENDING.value)
        .values(attempts=col(Delivery.attempts) + 1, **values)
    )
    return bool(result.rowcount == 1)
