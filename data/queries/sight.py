"""What a person may see of fleets: asked here once, and laid upon a session for all that it reads.

Pages, feeds and mails ask their questions as if every fleet were theirs. A session that is
narrowed adds to each of them that the rows be of a fleet in sight, in subqueries and joins
too, so that no page can forget it.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, col, select

from data.models import (
    Alert,
    ChangeEntry,
    Clock,
    ClockDay,
    ClockKind,
    ContingencyPlan,
    ExposureDay,
    ExposureTotal,
    Fleet,
    FleetImport,
    FleetMember,
    Impact,
    Job,
    PlatformAccount,
    Presence,
    QuietClock,
    Silence,
    Sim,
    SimCount,
    User,
)
from data.queries.digests import mail_readers
from data.queries.walking import unled
from data.words import Role

#: The fleets in sight; ``None``: every one.
Sight = frozenset[int] | None

_KEY = "sight"
#: Of a question that is asked in order to find out what is in sight.
_WHOLE = {"whole": True}
#: Tables of which each row belongs to one fleet, with the column that says which.
OWNED: dict[type[Any], Any] = {
    Fleet: Fleet.id,
    Sim: Sim.fleet_id,
    FleetImport: FleetImport.fleet_id,
    Impact: Impact.fleet_id,
    Alert: Alert.fleet_id,
    ChangeEntry: ChangeEntry.fleet_id,
    SimCount: SimCount.fleet_id,
    ExposureDay: ExposureDay.fleet_id,
    ExposureTotal: ExposureTotal.fleet_id,
    Clock: Clock.fleet_id,
    QuietClock: QuietClock.fleet_id,
    ClockDay: ClockDay.fleet_id,
    ClockKind: ClockKind.fleet_id,
    ContingencyPlan: ContingencyPlan.fleet_id,
    PlatformAccount: PlatformAccount.fleet_id,
    Job: Job.fleet_id,
    Silence: Silence.fleet_id,
}


def visible_fleets(session: Session, *, user_id: int | None, role: str) -> Sight:
    """The fleets that this person may see; administrators see all.

    Others see fleets without members, and those of which they are one.
    """
    return _sights(session, [(user_id, role)])[user_id]


def sight_of(session: Session, user: User) -> Sight:
    """:func:`visible_fleets` of a stored person."""
    return visible_fleets(session, user_id=user.id, role=user.role)


def sights_of(session: Session, users: Iterable[User]) -> dict[int | None, Sight]:
    """:func:`visible_fleets` of each of these people, by their number."""
    return _sights(session, [(user.id, user.role) for user in users])


def _sights(session: Session, people: Sequence[tuple[int | None, str]]) -> dict[int | None, Sight]:
    found: dict[int | None, Sight] = {number: None for number, _ in people}
    others = [number for number, role in people if role != Role.ADMIN]
    members: dict[int, set[int]] = {}
    if others:
        for fleet_id, member in session.exec(select(FleetMember.fleet_id, FleetMember.user_id)):
            members.setdefault(fleet_id, set()).add(member)
    shut_out = [n for n in others if any(n not in inside for inside in members.values())]
    if shut_out:
        fleets = session.exec(select(Fleet.id), execution_options=_WHOLE).all()
        for user in shut_out:
            found[user] = frozenset(
                number
                for number in fleets
                if number is not None and (number not in members or user in members[number])
            )
    return found


def fleet_people(session: Session, fleet_id: int) -> list[User]:
    """Active people who may see that fleet, by address."""
    active = select(User).where(col(User.active)).order_by(col(User.email))
    return _who_see(session, fleet_id, session.exec(active).all())


def fleet_readers(session: Session, fleet_id: int) -> list[User]:
    """Active people who want mail and may see that fleet."""
    return _who_see(session, fleet_id, mail_readers(session))


def _who_see(session: Session, fleet_id: int, people: Sequence[User]) -> list[User]:
    """The rule of :func:`visible_fleets` from the fleet's side, in one question for everybody."""
    members = set(session.exec(select(FleetMember.user_id).where(FleetMember.fleet_id == fleet_id)))
    return [user for user in people if not members or user.role == Role.ADMIN or user.id in members]


def narrow(session: Session, sight: Sight) -> None:
    """Let this session read of fleets only what is in sight, from now on. What it writes is not touched."""
    if _KEY not in session.info:
        event.listen(session, "do_orm_execute", _add_criteria)
    session.info[_KEY] = sight
    # A row that was read before must not be had from memory.
    session.flush()
    session.expunge_all()


def _add_criteria(state: ORMExecuteState) -> None:
    sight: Sight = state.session.info[_KEY]
    if sight is None or not state.is_select or state.execution_options.get("whole"):
        return
    state.statement = state.statement.options(*_criteria(sight))


@lru_cache(maxsize=256)
def _criteria(sight: frozenset[int]) -> tuple[ExecutableOption, ...]:
    """What is added to each question; making it anew would take longer than asking most of them."""
    own = select(Sim.id).where(col(Sim.fleet_id).in_(sight))
    return (
        *(
            with_loader_criteria(table, _seen(column, sight), include_aliases=True)
            for table, column in OWNED.items()
        ),
        with_loader_criteria(Presence, col(Presence.sim_id).in_(own), include_aliases=True),
    )


def _seen(column: Any, sight: frozenset[int]) -> ColumnElement[bool]:
    """Rows of a fleet in sight; and where a row need not belong to one, those of none."""
    value = unled(column) if column is Sim.fleet_id else column
    seen: ColumnElement[bool] = value.in_(sight)
    return seen | column.is_(None) if column.nullable else seen
