"""The log of deliveries as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from data.models import Channel, Delivery
from data.words import DeliveryState


@dataclass(frozen=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries; empty words do not narrow. ``recipient`` empty: everybody's.

    ``person``: none about the account of somebody else, whose new address it was to be.
    """

    recipient: str = ""
    person: int | None = None
    state: str = ""
    channel: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What the question asks for."""
        words = {
            Delivery.recipient: self.recipient,
            Delivery.state: self.state,
            Delivery.channel: self.channel,
        }
        found = [col(column) == word for column, word in words.items() if word]
        if self.person is not None:
            about = col(Delivery.about_user_id)
            found.append(about.is_(None) | (about == self.person))
        return found


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


def deliveries_below(
    session: Session, channel_id: int, *, state: str, below: int | None, limit: int
) -> Sequence[Delivery]:
    """What went over one channel, the newest first; ``below`` goes on under a number."""
    statement = select(Delivery).where(
        Delivery.channel_id == channel_id, *DeliveryFilter(state=state).conditions()
    )
    if below is not None:
        statement = statement.where(col(Delivery.id) < below)
    return session.exec(statement.order_by(col(Delivery.id).desc()).limit(limit)).all()


def count_deliveries_by(session: Session, name: str, chosen: DeliveryFilter) -> dict[str, int]:
    """How many deliveries of each ``state`` or ``channel`` there are, with the other filters."""
    others = DeliveryFilter(
        recipient=chosen.recipient,
        person=chosen.person,
        state="" if name == "state" else chosen.state,
        channel="" if name == "channel" else chosen.channel,
    )
    column = col(Delivery.state if name == "state" else Delivery.channel)
    return dict(
        session.exec(
            select(column, func.count()).where(*others.conditions()).group_by(column)
        ).all()
    )


def is_among(session: Session, chosen: DeliveryFilter, delivery_id: int) -> bool:
    """Whether there is such a delivery among those."""
    found = select(Delivery.id).where(Delivery.id == delivery_id, *chosen.conditions())
    return session.exec(found).first() is not None


def dead_ids(session: Session, chosen: DeliveryFilter, *, limit: int) -> Sequence[int]:
    """Deliveries that were given up, the oldest first."""
    dead = replace(chosen, state=DeliveryState.DEAD.value)
    found = session.exec(
        select(Delivery.id).where(*dead.conditions()).order_by(col(Delivery.id)).limit(limit)
    )
    return [number for number in found if number is not None]
