"""Mutes: which hold at a moment, and one person's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from data.models import Mute

#: A statement takes only so many numbers.
_AT_ONCE = 5000


def mutes_at(
    session: Session, user_ids: Collection[int], moment: datetime
) -> dict[int, list[Mute]]:
    """Person → the mutes that held at that moment, also those that were ended since."""
    found: defaultdict[int, list[Mute]] = defaultdict(list)
    numbers, ended = sorted(user_ids), col(Mute.ended_at)
    for first in range(0, len(numbers), _AT_ONCE):
        statement = select(Mute).where(
            col(Mute.user_id).in_(numbers[first : first + _AT_ONCE]),
            col(Mute.until) >= moment.date(),
            col(Mute.created_at) <= moment,
            ended.is_(None) | (ended > moment),
        )
        for mute in session.exec(statement.order_by(col(Mute.until), col(Mute.id))):
            found[mute.user_id].append(mute)
    return dict(found)


def own_mutes(session: Session, user_id: int) -> Sequence[Mute]:
    """Every mute of one person, the newest first."""
    return session.exec(
        select(Mute).where(Mute.user_id == user_id).order_by(col(Mute.id).desc())
    ).all()
