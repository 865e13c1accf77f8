"""Attempts at deliveries: written with how each ended, shown on the log's page, forgotten in time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from data.models import Delivery, DeliveryAttempt
from data.words import AttemptOutcome, DeliveryState

#: What is kept of an answer.
MOST_SAID = 300
#: So long attempts at a settled delivery are kept; how it ended stays for good.
KEPT = timedelta(days=90)


class Attempt(NamedTuple):
    """How one attempt ended."""

    delivery_id: int
    at: datetime
    outcome: AttemptOutcome
    said: str = ""


def note_attempts(session: Session, attempts: Sequence[Attempt]) -> None:
    """Write them down."""
    rows = [one._asdict() | {"said": one.said[:MOST_SAID]} for one in attempts]
    session.connection().execute(insert(DeliveryAttempt), rows)


def attempts_of(
    session: Session, delivery_ids: Collection[int]
) -> dict[int, list[DeliveryAttempt]]:
    """Number of a delivery → its attempts, the newest first."""
    found: defaultdict[int, list[DeliveryAttempt]] = defaultdict(list)
    for attempt in session.exec(
        select(DeliveryAttempt)
        .where(col(DeliveryAttempt.delivery_id).in_(delivery_ids))
        .order_by(col(DeliveryAttempt.id).desc())
    ):
        found[attempt.delivery_id].append(attempt)
    return dict(found)


def forget_attempts(session: Session, *, now: datetime) -> int:
    """Forget old ones of settled deliveries; how many."""
    settled = select(Delivery.id).where(Delivery.state != DeliveryState.PENDING.value)
    result = session.exec(
        delete(DeliveryAttempt).where(
            col(DeliveryAttempt.at) < now - KEPT, col(DeliveryAttempt.delivery_id).in_(settled)
        )
    )
    return int(result.rowcount)
