"""The log of deliveries as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from data.models import Channel, Delivery
from data.words import DeliveryState


@dataclass(frozen=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries; empty words do not narrow. ``recipient`` empty: everybody's."""

    recipient: str = ""
    state: str = ""
    channel: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the question asks for."""
        words = {
            Delivery.recipient: self.recipient,
            Delivery.state: self.state,
            Delivery.channel: self.channel,
        }
        return [col(column) == word for column, word in words.items() if word]


def list_deliveries(
    session: Session, chosen: DeliveryFilter, *, limit: int, offset: int
) -> list[tuple[Delivery, Channel | None]]:
    """Deliveries with their channels, the newest first."""
    rows = session.exec(
        select(Delivery, Channel)
        .outerjoin(Channel, col(Channel.id) == Delivery.channel_id)
        .where(*chosen.conditions())
        .order_by(col(Delivery.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [(delivery, channel) for delivery, channel in rows]


def count_deliveries_by(session: Session, name: str, chosen: DeliveryFilter) -> dict[str, int]:
    """How many deliveries of each ``state`` or ``channel`` there are, with the other filters."""
    others = DeliveryFilter(
        recipient=chosen.recipient,
        state="" if name == "state" else chosen.state,
        channel="" if name == "channel" else chosen.channel,
    )
    column = col(Delivery.state if name == "state" else Delivery.channel)
    return dict(
        session.exec(
            select(column, func.count()).where(*others.conditions()).group_by(column)
        ).all()
    )


def dead_ids(session: Session, *, recipient: str, limit: int) -> Sequence[int]:
    """Deliveries that were given up, the oldest first."""
    found = session.exec(
        select(Delivery.id)
        .where(*DeliveryFilter(recipient=recipient, state=DeliveryState.DEAD.value).conditions())
        .order_by(col(Delivery.id))
        .limit(limit)
    )
    return [number for number in found if number is not None]
