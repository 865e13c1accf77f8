"""What an account's pulls listed; and SIMs that a platform no longer lists, retired after a whole pull.

Only SIMs that this very account listed before, and that no other account lists: those that came
from files or elsewhere are none of its business. Never on a doubt.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from data.counting import COUNTED
from data.fleet.errors import RowError
from data.fleet.identifiers import CellError, read_iccid
from data.fleet.lookups import rows_by
from data.fleet.retiring import Retired, end_sims
from data.fleet.store import hold_fleet
from data.models import FleetImport, FleetImportError, PulledSim, Sim
from data.words import SimState

# SQLModel adds it to table classes
_TABLE: Table = PulledSim.__table__  # type: ignore[attr-defined]
_SIMS: Table = Sim.__table__  # type: ignore[attr-defined]
NOT_RETIRED = "not_retired"


def note_listed(
    session: Session, account_id: int, record: FleetImport, iccids: Iterable[str]
) -> None:
    """Write down that this pull lists the SIMs of these ICCIDs, also where their rows were refused."""
    keys = {key for text in iccids for key in _keys(text)}
    sims = {
        row[0] for row in rows_by(session, "iccid_key", keys, record.fleet_id, ("id",)).values()
    }
    if not sims:
        return
    make = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    rows = [
        {"account_id": account_id, "sim_id": sim, "import_id": record.id} for sim in sorted(sims)
    ]
    insert = make(_TABLE)
    session.connection().execute(
        insert.on_conflict_do_update(
            index_elements=["account_id", "sim_id"],
            set_={"import_id": insert.excluded.import_id},
        ),
        rows,
    )


def _keys(text: str) -> tuple[str, ...]:
    try:
        found = read_iccid(text)
    except CellError:
        return ()
    return tuple(key for key in (found.key, found.other) if key)


def retire_unlisted(
    session: Session, account_id: int, record: FleetImport, *, now: datetime
) -> Retired:
    """Retire what a whole pull did not list; call it once the pull has come to its end without a fault.

    Why none was retired, where there is a doubt, stands among the faults of the import.
    """
    hold_fleet(session, record.fleet_id)
    missing = _missing(session, account_id, record)
    kept = session.connection().scalar(
        select(func.count()).where(
            _TABLE.c.account_id == account_id, _TABLE.c.import_id == record.id
        )
    )
    why = _doubt(kept or 0, len(missing), _unread(session, record))
    if why:
        fault = RowError(line=0, column="", code=NOT_RETIRED, message=why, refused=False)
        session.add(FleetImportError(import_id=record.id or 0, **fault.as_json()))
        record.warnings += 1
        return Retired(refusal=why)
    end_sims(session, record.fleet_id, missing, now)
    record.mapping = {**record.mapping, "retired": str(len(missing))} if missing else record.mapping
    return Retired(sims=len(missing))


def _missing(session: Session, account_id: int, record: FleetImport) -> list[tuple[object, ...]]:
    """SIMs that the account listed in an earlier pull and not in this, and no other account lists."""
    other = _TABLE.alias()
    elsewhere = select(other.c.sim_id).where(
        other.c.sim_id == _TABLE.c.sim_id, other.c.account_id != account_id
    )
    rows = session.connection().execute(
        select(*(_SIMS.c[name] for name in ("id", *COUNTED)))
        .join(_TABLE, _TABLE.c.sim_id == _SIMS.c.id)
        .where(
            _TABLE.c.account_id == account_id,
            _TABLE.c.import_id != record.id,
            _SIMS.c.state != SimState.TERMINATED.value,
            ~elsewhere.exists(),
        )
    )
    return [tuple(row) for row in rows]


def _unread(session: Session, record: FleetImport) -> int:
    """Entries of which not even the ICCID could be read: any of them may be a missing one."""
    refused = (
        col(FleetImportError.import_id) == record.id,
        col(FleetImportError.refused),
        col(FleetImportError.line) > 0,
        (col(FleetImportError.code) == "unreadable_entry")
        | (col(FleetImportError.column) == "iccid"),
    )
    return session.connection().scalar(select(func.count()).where(*refused)) or 0


def _doubt(kept: int, missing: int, unread: int) -> str:
    """Why the missing are not retired; empty: no doubt."""
    if missing and kept < missing:
        return (
            f"the platform lists {kept:,} of {kept + missing:,} SIMs, less than half of those that it "
            "listed before; none was retired. If the others are gone, retire them with a full file"
        )
    if missing and unread:
        return (
            f"{unread:,} entries could not be read, and may be among the {missing:,} SIMs that are "
            "missing; none was retired"
        )
    return ""
