"""Writing what a SIM platform listed: a page at a time, read and refused like the rows of a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, col, select

from data.fleet.csvfile import Row
from data.fleet.errors import RowError
from data.fleet.headers import map_columns
from data.fleet.identifiers import CellError, nineteen_are_checked, read_iccid
from data.fleet.listed import note_listed
from data.fleet.rows import RowReader
from data.fleet.states import vocabulary
from data.fleet.stays import Stay, store_stays
from data.fleet.store import store_batch, written_columns
from data.fleet.stretches import Stretch
from data.fleet.values import FileHabits, SimColumns, SimValues
from data.models import FleetImport, FleetImportError, PlatformSim

_PLACE = ("visited_country", "visited_mcc")
_SEEN = ("last_seen_at",)
#: Columns of a page → columns of an import, where the two have other words.
_FIELDS = {"activation_date": "activated"}


@dataclass(frozen=True, kw_only=True)
class PulledPage:
    """A platform's page, as text."""

    headers: Sequence[str]
    """Every column that a platform can tell, the ICCID first."""
    told: frozenset[str]
    """Those that this platform does tell; the others stay as they are stored."""
    rows: Sequence[Sequence[str]]
    unreadable: Sequence[tuple[str, str]] = ()
    """Entries that are not as the platform describes them: what they are called, and why."""
    stays: Sequence[tuple[str, str, datetime, datetime]] = ()
    """The platform's own id of a SIM, country, from, to."""
    names: dict[str, str] = field(default_factory=dict)
    """The platform's own id of a SIM → ICCID."""


def store_page(
    session: Session,
    page: PulledPage,
    record: FleetImport,
    *,
    account_id: int,
    platform: str,
    now: datetime,
) -> None:
    """Write a page's SIMs, stays and faults, and count them in ``record``; the caller commits.

    Writing a page again changes nothing but the counts. Lines are entries, counted through the pull.
    """
    habits = FileHabits(
        platform=platform,
        words=vocabulary(platform),
        nineteen_checked=nineteen_are_checked([row[0] for row in page.rows]),
    )
    reader = RowReader(map_columns(page.headers), habits, now=now)
    first = record.rows + 1
    record.rows += len(page.rows) + len(page.unreadable)
    faults: list[RowError] = []
    good: dict[str, SimValues] = {}
    for line, cells in enumerate(page.rows, start=first):
        values = reader.read(Row(line=line, cells=list(cells), fault=None))
        faults += reader.faults
        if values is not None:
            good[values.iccid_key] = values
    _store_sims(session, list(good.values()), page, record, now)
    note_listed(session, account_id, record, (row[0] for row in page.rows))
    unreadable = enumerate(page.unreadable, start=first + len(page.rows))
    faults += [_unreadable(line, name, why) for line, (name, why) in unreadable]
    _remember(session, account_id, page.names)
    faults += _store_stays(session, page, record, account_id, now)
    _store_faults(session, faults, record, now)


def _store_sims(
    session: Session,
    values: Sequence[SimValues],
    page: PulledPage,
    record: FleetImport,
    now: datetime,
) -> None:
    """A SIM of which the platform knows no place, or no day, now keeps what it had last."""
    written = written_columns({_FIELDS.get(name, name): 0 for name in page.told})
    batches: dict[tuple[str, ...], list[SimValues]] = {}
    for one in values:
        batches.setdefault(_untold(one), []).append(one)
    for untold, batch in batches.items():
        counts = store_batch(
            session,
            SimColumns.of(batch),
            fleet_id=record.fleet_id,
            written=tuple(name for name in written if name not in untold),
            now=now,
            dry_run=False,
        )
        record.added += counts.added
        record.changed += counts.changed
        record.unchanged += counts.unchanged


def _untold(one: SimValues) -> tuple[str, ...]:
    """The columns of which this record says nothing: a status that did not come is no news."""
    place = () if one.visited_country or one.visited_mcc else _PLACE
    return (*place, *(() if one.last_seen_at else _SEEN))


def _remember(session: Session, account_id: int, names: dict[str, str]) -> None:
    known = set(
        session.exec(
            select(PlatformSim.native_id).where(
                PlatformSim.account_id == account_id, col(PlatformSim.native_id).in_(names)
            )
        )
    )
    for native, iccid in names.items():
        if native not in known:
            session.add(PlatformSim(account_id=account_id, native_id=native, iccid=iccid))
    session.flush()


def _store_stays(
    session: Session, page: PulledPage, record: FleetImport, account_id: int, now: datetime
) -> list[RowError]:
    natives = {native for native, *_ in page.stays}
    iccids = dict(
        session.exec(
            select(PlatformSim.native_id, PlatformSim.iccid).where(
                PlatformSim.account_id == account_id, col(PlatformSim.native_id).in_(natives)
            )
        ).all()
    )
    stays, faults = [], []
    for native, country, begin, end in page.stays:
        stay = _stay(iccids.get(native, ""), country, begin, min(end, now))
        if stay is None:
            faults.append(_unreadable(0, native, "usage of a SIM that the list did not name"))
        else:
            stays.append(stay)
    if stays:
        _, unknown = store_stays(
            session, stays, fleet_id=record.fleet_id, header="iccid", now=now, dry_run=False
        )
        faults += unknown
    return faults


def _stay(iccid: str, country: str, begin: datetime, end: datetime) -> Stay | None:
    try:
        found = read_iccid(iccid)
    except CellError:
        return None
    stretch = Stretch(
        country=country, mcc="", imsi="", imei="", first_at=begin, last_at=end, method="cdr"
    )
    return Stay(0, found.key, found.other, stretch)


def _unreadable(line: int, name: str, why: str) -> RowError:
    return RowError(
        line=line, column="", code="unreadable_entry", message=f"{name}: {why}", refused=True
    )


def _store_faults(
    session: Session, faults: Iterable[RowError], record: FleetImport, now: datetime
) -> None:
    rows = [fault.as_json() | {"import_id": record.id} for fault in faults]
    record.refused += sum(bool(row["refused"]) for row in rows)
    record.warnings += sum(not row["refused"] for row in rows)
    record.alive_at = now
    session.add(record)
    if rows:
        session.connection().execute(insert(FleetImportError), rows)
