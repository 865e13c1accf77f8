"""A sample fleet is taken out again, with all that hangs on its SIMs. Real fleets are never removed."""

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, select

from data.errors import RoamwatchError
from data.models import Alert, Fleet, FleetImport, PlatformAccount, Sim

#: Alerts have a trail that nobody can remove, so they stay, with what they stand on.
_KEPT_FOR_ALERTS = frozenset({"alert", "silence", "fleet"})
#: How the files of samples are called; others hold somebody's SIMs.
MADE_UP = "sample-"
#: What other programs have read stays as they read it.
_NEVER = frozenset({"changeentry"})


class NoSampleError(RoamwatchError):
    """The fleet cannot be removed; the message says why."""

    code = "no_sample"


def remove_sample(session: Session, fleet: Fleet) -> bool:
    """Remove it; False when alerts were raised for it: then it stays, without a SIM. The caller commits.

    Raises :class:`NoSampleError` for a real fleet, and for one into which something real came.
    """
    number = fleet.id or 0
    if not fleet.sample:
        raise NoSampleError(f"“{fleet.name}” is no sample; only samples can be removed")
    account = select(PlatformAccount.id).where(PlatformAccount.fleet_id == number)
    if session.exec(account.limit(1)).first() is not None:
        raise NoSampleError(f"a SIM platform fills “{fleet.name}”; remove the platform first")
    own = select(FleetImport.id).where(
        FleetImport.fleet_id == number, col(FleetImport.filename).not_like(f"{MADE_UP}%")
    )
    if session.exec(own.limit(1)).first() is not None:
        raise NoSampleError(f"files of your own were imported into “{fleet.name}”, so it stays")
    alerts = session.exec(select(Alert.id).where(Alert.fleet_id == number).limit(1)).first()
    stays = _NEVER | (_KEPT_FOR_ALERTS if alerts is not None else frozenset())
    _delete(session, number, stays)
    session.expire_all()
    return alerts is None


def _delete(session: Session, number: int, stays: frozenset[str]) -> None:
    owners = {
        "sim_id": select(col(Sim.id)).where(Sim.fleet_id == number),
        "import_id": select(col(FleetImport.id)).where(FleetImport.fleet_id == number),
        "fleet_id": [number],
    }
    for table in reversed(SQLModel.metadata.sorted_tables):
        for column, ids in owners.items():
            if column in table.c and table.name not in stays:
                session.execute(delete(table).where(table.c[column].in_(ids)))
    if "fleet" not in stays:
        session.execute(delete(Fleet).where(col(Fleet.id) == number))
