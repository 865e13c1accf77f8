"""The outbox: what is due, and how each attempt ended. Sending itself stands in the web app."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from data.models import Channel, Delivery
from data.queries.attempts import Attempt, note_attempts
from data.words import AttemptOutcome, DeliveryState


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


def first_keys(session: Session, deliveries: Collection[Delivery]) -> dict[int, str]:
    """Number of a delivery → key of the first one of the same alert to the same person, the same way."""
    first = (
        select(
            Delivery.alert_id,
            Delivery.channel,
            Delivery.recipient,
            func.min(Delivery.id).label("id"),
        )
        .where(
            col(Delivery.alert_id).in_({one.alert_id for one in deliveries}),
            col(Delivery.recipient).in_({one.recipient for one in deliveries}),
        )
        .group_by(col(Delivery.alert_id), Delivery.channel, Delivery.recipient)
        .subquery()
    )
    rows = session.exec(
        select(first.c.alert_id, first.c.channel, first.c.recipient, Delivery.key).join(
            Delivery, col(Delivery.id) == first.c.id
        )
    )
    keys = {(alert, channel, recipient): key for alert, channel, recipient, key in rows}
    return {
        one.id or 0: keys[one.alert_id, one.channel, one.recipient]
        for one in deliveries
        if (one.alert_id, one.channel, one.recipient) in keys
    }


def pending(session: Session, numbers: Sequence[int]) -> list[Delivery]:
    """Those of these deliveries that still wait to be sent, in the order given."""
    found = session.exec(
        select(Delivery).where(
            col(Delivery.id).in_(numbers), Delivery.state == DeliveryState.PENDING.value
        )
    )
    waiting = {delivery.id: delivery for delivery in found}
    return [waiting[number] for number in numbers if number in waiting]


class Taken(NamedTuple):
    """A receiver took a delivery at that moment; ``answer`` is what it said."""

    delivery_id: int
    channel_id: int | None
    at: datetime
    answer: str = ""


def mark_taken(session: Session, batch: Sequence[Taken]) -> None:
    """Receivers took them. What was settled already stays as it was: a second copy has gone out.

    In one order for all workers, so that none waits for another in a circle.
    """
    batch = sorted(batch, key=lambda one: one.delivery_id)
    session.connection().execute(
        update(Delivery)
        .where(
            col(Delivery.id) == bindparam("number"),
            col(Delivery.state) == DeliveryState.PENDING.value,
        )
        .values(
            state=DeliveryState.SENT.value,
            attempts=col(Delivery.attempts) + 1,
            sent_at=bindparam("at"),
            attempted_at=bindparam("at"),
            error="",
            answer=bindparam("said"),
        ),
        [{"number": one.delivery_id, "at": one.at, "said": one.answer[:300]} for one in batch],
    )
    taken = AttemptOutcome.TAKEN
    note_attempts(session, [Attempt(one.delivery_id, one.at, taken, one.answer) for one in batch])


def mark_retry(
    session: Session, delivery_id: int, *, error: str, at: datetime, now: datetime
) -> bool:
    """The attempt failed; the next one is due at ``at``."""
    note_attempts(session, [Attempt(delivery_id, now, AttemptOutcome.POSTPONED, error)])
    return _settle(
        session, delivery_id, next_attempt_at=at, attempted_at=now, error=error[:500], answer=""
    )


def mark_dead(session: Session, delivery_id: int, *, error: str, now: datetime) -> bool:
    """It will not be tried again; it stays listed with its reason."""
    note_attempts(session, [Attempt(delivery_id, now, AttemptOutcome.GIVEN_UP, error)])
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
    """How many have been due since before that moment and still wait: nobody sends them.

    Those in a lane that moves are left out: its channel keeps a pace, or its receiver asked for
    patience, and they wait for their turn.
    """
    other = aliased(Delivery)
    same_lane = or_(
        (col(Delivery.channel) == "mail") & (col(other.channel) == "mail"),
        col(other.channel_id) == col(Delivery.channel_id),
    )
    moves = select(other.id).where(same_lane, col(other.attempted_at) >= before).exists()
    return session.exec(
        select(func.count())
        .select_from(Delivery)
        .outerjoin(Channel, col(Channel.id) == Delivery.channel_id)
        .where(
            Delivery.state == DeliveryState.PENDING.value,
            col(Delivery.next_attempt_at) < before,
            or_(col(Channel.id).is_(None), col(Channel.ready_at) < before),
            ~moves,
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
