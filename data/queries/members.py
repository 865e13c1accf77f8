"""Fleets as business units: their names, and who belongs to each. The caller commits."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from data.errors import RoamwatchError
from data.fleet.errors import printable
from data.models import Fleet, FleetMember, User

MAX_NAME = 100


class FleetNameError(RoamwatchError):
    """A name that no fleet can have. ``fleet_id`` is the fleet that was to be renamed, 0 for a new one."""

    def __init__(self, message: str, *, fleet_id: int = 0, name: str = "") -> None:
        super().__init__(message)
        self.code, self.fleet_id, self.name = "fleet_name", fleet_id, name


def fleet_word(text: str) -> str:
    """A name as a fleet may have it, without signs that hide or turn it.

    Raises :class:`FleetNameError` when none can have it.
    """
    words = " ".join(printable(text, MAX_NAME + 1).split())
    if not words or len(words) > MAX_NAME:
        raise FleetNameError(f"Name the fleet, in at most {MAX_NAME} characters.", name=text)
    return words


def members_by_fleet(session: Session) -> dict[int, list[User]]:
    """Fleet → its members, by address; fleets without any are left out."""
    rows = session.exec(
        select(FleetMember.fleet_id, User)
        .join(User, col(User.id) == FleetMember.user_id)
        .order_by(col(User.email))
    )
    found: dict[int, list[User]] = {}
    for fleet_id, user in rows:
        found.setdefault(fleet_id, []).append(user)
    return found


def name_fleet(session: Session, name: str, *, fleet: Fleet | None, now: datetime) -> Fleet:
    """Make a fleet of this name, or give ``fleet`` the name. :class:`FleetNameError` when it cannot be."""
    number = fleet.id or 0 if fleet else 0
    try:
        words = fleet_word(name)
    except FleetNameError as exc:
        raise FleetNameError(str(exc), fleet_id=number, name=name) from exc
    other = session.exec(select(Fleet).where(Fleet.name == words)).first()
    if other is not None and other.id != number:
        raise FleetNameError(f"There is a fleet “{words}” already.", fleet_id=number, name=words)
    named = fleet or Fleet(name=words, created_at=now)
    named.name = words
    session.add(named)
    session.flush()
    return named


def set_members(session: Session, fleet_id: int, people: Collection[int]) -> None:
    """Let exactly these people be the fleet's members; numbers of nobody are passed over."""
    known = session.exec(select(User.id).where(col(User.id).in_(people)).order_by(col(User.id)))
    rows = [FleetMember(fleet_id=fleet_id, user_id=number) for number in known if number]
    session.exec(delete(FleetMember).where(col(FleetMember.fleet_id) == fleet_id))
    session.add_all(rows)
    session.flush()
