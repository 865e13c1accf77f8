"""Files that list where SIMs were and when: several rows per SIM, each with a beginning and an end."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam, update
from sqlmodel import Session

from data.counting import CountKey, add_counts, count_key
from data.fleet.csvfile import Row
from data.fleet.dates import is_never, is_zero
from data.fleet.errors import RowError
from data.fleet.headers import fold
from data.fleet.identifiers import CellError, read_imei, read_imsi
from data.fleet.lookups import stored_sims
from data.fleet.presence import join_presence
from data.fleet.rows import RefusedRow, RowReader
from data.fleet.store import Counts, hold_fleet
from data.fleet.stretches import Stretch, device_of
from data.models import Sim

_TABLE: Table = Sim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
#: How files say whence a stay is known → our word for it.
_METHODS = {
    "registration": "registration", "attach": "registration", "locationupdate": "registration",
    "session": "session", "datasession": "session", "cdr": "cdr", "usage": "cdr",
    "snapshot": "snapshot", "asserted": "asserted",
}  # fmt: skip


class Stay(NamedTuple):
    """One row of such a file."""

    line: int
    iccid_key: str
    other_key: str
    stretch: Stretch


class StayReader(RowReader):
    """Reads rows of a file of stays. After each row, ``faults`` holds what was wrong with it."""

    def read_stay(self, row: Row) -> Stay | None:
        """The row's stay; None when it is refused."""
        if not self.turn_to(row):
            return None
        try:
            return self._stay(row.line)
        except RefusedRow:
            return None

    def _stay(self, line: int) -> Stay:
        iccid = self._iccid()
        place = self._place()
        columns = self._columns
        if not (place.country or place.mcc):
            fault = CellError("no_place", "the row does not say in which country the SIM was")
            self._refuse(columns.header("country") or columns.header("mcc"), fault)
        first, last = self._ends()
        imei, _ = self._soft("imei", read_imei, ("", True))
        stretch = Stretch(
            country=place.country,
            mcc=place.mcc,
            imsi=self._soft("imsi", read_imsi, ""),
            imei=device_of(imei),
            first_at=first,
            last_at=last,
            method=self._method(),
        )
        return Stay(line, iccid.key, iccid.other, stretch)

    def _ends(self) -> tuple[datetime, datetime]:
        start, end = self._columns.start, self._columns.end
        assert start is not None and end is not None  # noqa: PT018 - such a file has both
        headers, text = self._columns.headers, self._cells[end]
        first = self._seen(start)
        if first is None:
            fault = CellError("no_beginning", "the row does not say when the stay began")
            self._refuse(headers[start], fault)
        if is_zero(text):
            return first, max(first, self._now)
        last = first if is_never(text) else self._seen(end) or first
        if last < first:
            fault = CellError("backwards", "the stay ends before it begins")
            self._refuse(headers[end], fault)
        return first, last

    def _method(self) -> str:
        start = self._columns.start or 0
        known = _METHODS.get(fold(self._cell("method")))
        return known or (
            "session" if "session" in fold(self._columns.headers[start]) else "asserted"
        )


def store_stays(
    session: Session,
    batch: Sequence[Stay],
    *,
    fleet_id: int | None,
    header: str,
    now: datetime,
    dry_run: bool,
) -> tuple[Counts, list[RowError]]:
    """Join a batch of stays with what is kept; rows of SIMs that the fleet does not have are refused.

    A SIM that was seen later than its row says is moved to where that was.
    """
    if not dry_run and fleet_id is not None:
        hold_fleet(session, fleet_id)
    stored = stored_sims(session, batch, fleet_id, ()) if fleet_id is not None else {}
    found: dict[int, list[Stretch]] = {}
    before: dict[int, tuple[Any, ...]] = {}
    latest: dict[int, Stretch] = {}
    refused = []
    for stay in batch:
        sim = stored.get(stay.iccid_key) or stored.get(stay.other_key)
        if sim is None:
            refused.append(_unknown(stay.line, header))
            continue
        found.setdefault(sim[0], []).append(stay.stretch)
        before[sim[0]] = sim[2:]
        seen = latest[sim[0]].last_at if sim[0] in latest else sim[-1]
        if seen is None or stay.stretch.last_at > seen:
            latest[sim[0]] = stay.stretch
    joined = join_presence(session, found, dry_run=dry_run)
    if not dry_run and fleet_id is not None:
        _place(session, latest, now)
        _recount(session, fleet_id, latest, before)
    rows = len(batch) - len(refused)
    counts = Counts(rows - joined.known, 0, joined.known, joined.written)
    return counts, refused


def _place(session: Session, latest: dict[int, Stretch], now: datetime) -> None:
    rows: list[dict[str, Any]] = [
        {"sim": sim, "country": at.country, "mcc": at.mcc, "seen": at.last_at}
        for sim, at in latest.items()
    ]
    if rows:
        values: dict[str, Any] = {
            "visited_country": bindparam("country"),
            "visited_mcc": bindparam("mcc"),
            "last_seen_at": bindparam("seen"),
        }
        statement = update(_TABLE).where(_TABLE.c.id == bindparam("sim"))
        session.connection().execute(
            statement.values(values | {"updated_at": now, "row_mark": 0}), rows
        )


def _recount(
    session: Session,
    fleet_id: int,
    latest: dict[int, Stretch],
    before: dict[int, tuple[Any, ...]],
) -> None:
    """SIMs that moved are counted elsewhere; ``before`` has what :data:`data.counting.COUNTED` names."""
    differences: Counter[CountKey] = Counter()
    for sim, at in latest.items():
        _, home, technology, state, _ = before[sim]
        moved = count_key(fleet_id, at.country, home, technology, state, at.last_at)
        differences[count_key(fleet_id, *before[sim])] -= 1
        differences[moved] += 1
    add_counts(session.connection(), differences)


def _unknown(line: int, header: str) -> RowError:
    return RowError(
        line=line,
        column=header,
        code="unknown_sim",
        message="the fleet has no such SIM; import the list of SIMs first",
        refused=True,
    )
