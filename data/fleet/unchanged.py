"""Rows that stand in a file as they stood when their SIM was last written: they need not be read again.

A SIM keeps the mark of the row that wrote it: a hash of the row's cells, of the headers, of how
the file was read and of the release that read it. Whatever else changes the SIM sets the mark to
zero, and a row of which anything was to be said (a fault, a moment without a zone, a word that
says no state) or that depends on the time of the import leaves none.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import blake2b, sha256
from importlib.metadata import version
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Engine, Table, select

from data.db import reading
from data.fleet.csvfile import Row
from data.fleet.headers import Columns
from data.fleet.identifiers import CellError, read_iccid
from data.fleet.lookups import rows_by
from data.fleet.values import FileHabits, SimValues
from data.models import Sim
from data.words import SimState

_TABLE: Table = Sim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
#: Rows that are looked up at once.
_AT_ONCE = 10_000


class KnownSim(NamedTuple):
    """A SIM that is as the row says."""

    sim: int
    key: str
    eid: str


class Sifted(NamedTuple):
    """A row, its mark (0: none), and the SIM that is as the row says."""

    row: Row
    mark: int
    known: KnownSim | None = None


class Sieve:
    """Tells the rows of one file that are known from those that are to be read."""

    def __init__(self, engine: Engine, columns: Columns, habits: FileHabits) -> None:
        self._engine = engine
        self._at = columns.fields["iccid"]
        self._nineteen_checked = habits.nineteen_checked
        self._key = fingerprint(columns, habits)

    def sift(self, rows: Iterable[Row], fleet_id: int | None) -> Iterator[Sifted]:
        """The rows in their order. A fleet without SIMs knows none, and is not asked again."""
        marked = (Sifted(row, self._mark(row)) for row in rows)
        if fleet_id is None or not self._has_sims(fleet_id):
            yield from marked
            return
        while batch := list(islice(marked, _AT_ONCE)):
            yield from self._look_up(batch, fleet_id)

    def _mark(self, row: Row) -> int:
        return 0 if row.fault is not None else mark_of(row.cells, self._key)

    def _has_sims(self, fleet_id: int) -> bool:
        some = select(_TABLE.c.id).where(_TABLE.c.fleet_id == fleet_id).limit(1)
        with reading(self._engine) as session:
            return session.connection().scalar(some) is not None

    def _look_up(self, batch: list[Sifted], fleet_id: int) -> Iterator[Sifted]:
        keys = [self._iccid_key(one.row) if one.mark else "" for one in batch]
        wanted = set(keys) - {""}
        with reading(self._engine) as session:
            found = rows_by(session, "iccid_key", wanted, fleet_id, ("id", "eid", "row_mark"))
        for one, key in zip(batch, keys, strict=True):
            sim = found.get(key)
            if sim is not None and sim[2] == one.mark:
                yield Sifted(one.row, one.mark, KnownSim(sim[0], key, sim[1]))
            else:
                yield one

    def _iccid_key(self, row: Row) -> str:
        try:
            return read_iccid(row.cells[self._at], nineteen_checked=self._nineteen_checked).key
        except CellError:
            return ""


def fingerprint(columns: Columns, habits: FileHabits) -> bytes:
    """What decides, beside a row's cells, what is read from them: 32 bytes."""
    ways = (habits.day_first, habits.nineteen_checked, sorted(habits.words.items()))
    return sha256(repr((version("roamwatch"), columns, ways)).encode()).digest()


def mark_of(cells: list[str], key: bytes) -> int:
    """A row's mark, 64 bits with a sign as stores keep them; 0 where none can be given."""
    text = "\0".join(cells)
    if text.count("\0") != len(cells) - 1:  # a NUL in a cell: two rows could give one text
        return 0
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, key=key).digest()
    return int.from_bytes(digest, "big", signed=True)


def lasts(values: SimValues, now: datetime) -> bool:
    """Whether a row says the same in an import at another time, and its word for the state is known."""
    return values.state != SimState.UNKNOWN and values.last_seen_at != now
