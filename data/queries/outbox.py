"""The outbox: what is due, and how each attempt ended. Sending itself stands in the web app."""

from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from data.models import Delivery
from data.words import DeliveryState


def due_delivery_ids(session: Session, *, now: datetime, limit: int) -> list[int]:
    """Deliveries whose time has come, those that wait longest first."""
    statement = (
        select(Delivery.id)
        .where(Delivery.state == DeliveryState.PENDING.value, col(Delivery.next_attempt_at) <= now)
        .order_by(col(Delivery.next_attempt_at), col(Delivery.id))
        .limit(limit)
    )
    return [number for number in session.exec(statement) if number is not None]


def mark_sent(session: Session, delivery_id: int, *, now: datetime) -> bool:
    """The receiver took it. False when it was settled already: a second copy has gone out."""
    return _settle(
        session,
        delivery_id,
        state=DeliveryState.SENT.value,
        sent_at=now,
        error="",
    )


def mark_retry(session: Session, delivery_id: int, *, error: str, at: datetime) -> bool:
    """The attempt failed; the next one is due at ``at``."""
    return _settle(session, delivery_id, next_attempt_at=at, error=error[:500])


def mark_dead(session: Session, delivery_id: int, *, error: str) -> bool:
    """It will not be tried again; it stays listed with its reason."""
    return _settle(session, delivery_id, state=DeliveryState.DEAD.value, error=error[:500])


def revive(session: Session, delivery_id: int, *, now: datetime) -> bool:
    """Put a dead delivery back in line, as new; False when it is not dead."""
    result = session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.DEAD.value)
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


def _settle(session: Session, delivery_id: int, **values: object) -> bool:
    # Only a pending row moves: a slow worker must not wake what another has settled.
    result = session.exec(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.PENDING.value)
        .values(attempts=col(Delivery.attempts) + 1, **values)
    )
    return bool(result.rowcount == 1)
