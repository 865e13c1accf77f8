"""Rows that stand in a file as they stood when their SIM was last written: they need not be read again.

A SIM keeps the mark of the row that wrote it: a hash of the row's cells, of the headers, of how
the file was read and of the release that read it. Whatever else changes the SIM sets the mark to
zero, and a row of which anything was to be said (a fault, a moment without a zone, a word that
says no state) or that depends on the time of the import leaves none.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b, sha256
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, Table, select

from data.db import reading
from data.fleet.csvfile import Row
from data.fleet.headers import Columns
from data.fleet.identifiers import CellError, read_iccid
from data.fleet.numbers import Numbers, chip_numbers, sim_numbers
from data.fleet.values import FileHabits, SimValues
from data.models import Sim
from data.words import SimState

_TABLE: Table = Sim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
_NONE = bytes(8)
#: Rows that come from the store at once.
_AT_ONCE = 10_000
Marks = NDArray[np.int64]


class Sifted(NamedTuple):
    """Of each row of a block its mark (0: none), and whether a SIM is as the row says; of those the SIM."""

    marks: Marks
    known: NDArray[np.bool_]
    sims: Marks
    """Numbers in the store; only where known, as those below."""
    names: Numbers
    chips: Numbers
    """Of the EIDs; 0 for none."""


class _Stored(NamedTuple):
    """The SIMs of a fleet that have a mark, in the order of their ICCIDs. 32 bytes for each."""

    names: Numbers
    marks: Marks
    sims: Marks
    chips: Numbers


def _stored(engine: Engine, fleet_id: int | None) -> _Stored:
    """As they are now; none without a fleet."""
    nothing = np.zeros(0, dtype=np.int64)
    parts = [_Stored(sim_numbers([]), nothing, nothing, chip_numbers([]))]
    if fleet_id is None:
        return parts[0]
    wanted = select(*(_TABLE.c[name] for name in ("iccid_key", "row_mark", "id", "eid")))
    wanted = wanted.where(_TABLE.c.fleet_id == fleet_id, _TABLE.c.row_mark != 0)
    with reading(engine) as session:
        found = session.connection().execution_options(stream_results=True).execute(wanted)
        for rows in found.partitions(_AT_ONCE):
            keys, marks, sims, eids = zip(*rows, strict=True)
            numbers = np.array(marks, dtype=np.int64), np.array(sims, dtype=np.int64)
            parts.append(_Stored(sim_numbers(keys), *numbers, chip_numbers(eids)))
    joined = [np.concatenate(each) for each in zip(*parts, strict=True)]
    order = joined[0].argsort()
    return _Stored(*(column[order] for column in joined))


class Sieve:
    """Tells the rows of one file that are known from those that are to be read.

    By what the store holds at the beginning: what somebody else changes meanwhile counts as
    changed after this file.
    """

    def __init__(
        self, engine: Engine, columns: Columns, habits: FileHabits, fleet_id: int | None
    ) -> None:
        self._at = columns.fields["iccid"]
        self._nineteen_checked = habits.nineteen_checked
        self._key = fingerprint(columns, habits)
        self._stored = _stored(engine, fleet_id)

    def sift(self, rows: Sequence[Row]) -> Sifted:
        """Look at the rows of a block."""
        marks = marks_of([row.cells if row.fault is None else [] for row in rows], self._key)
        stored = self._stored
        if not len(stored.names) or not rows:
            nothing = np.zeros(len(rows), dtype=np.int64)
            return Sifted(marks, nothing != 0, nothing, sim_numbers([]), sim_numbers([]))
        names = sim_numbers(self._iccid_keys(rows))
        places = np.minimum(stored.names.searchsorted(names), len(stored.names) - 1)
        known = (stored.names[places] == names) & (stored.marks[places] == marks) & (marks != 0)
        return Sifted(marks, known, stored.sims[places], names, stored.chips[places])

    def _iccid_keys(self, rows: Sequence[Row]) -> list[str]:
        """Under which key each would be found; “0” where it cannot be read, and is not in the store."""
        ends = {18: 18, 19: 18 if self._nineteen_checked else 19, 20: 19}
        texts = [row.cells[self._at] if row.fault is None else "" for row in rows]
        return [
            text[: ends[len(text)]]
            if len(text) in ends and text.isdecimal() and text.isascii()
            else self._iccid_key(text)
            for text in texts
        ]

    def _iccid_key(self, text: str) -> str:
        try:
            return read_iccid(text, nineteen_checked=self._nineteen_checked).key
        except CellError:
            return "0"


def fingerprint(columns: Columns, habits: FileHabits) -> bytes:
    """What decides, beside a row's cells, what is read from them: 32 bytes."""
    ways = (habits.day_first, habits.nineteen_checked, sorted(habits.words.items()))
    return sha256(repr((version("roamwatch"), columns, ways)).encode()).digest()


def marks_of(rows: Iterable[Sequence[str]], key: bytes) -> Marks:
    """Rows' marks, 64 bits with a sign as stores keep them; 0 where none can be given."""
    base = blake2b(digest_size=8, key=key)
    digests = []
    for cells in rows:
        text = "\0".join(cells)
        # A NUL in a cell: two rows could give one text.
        if not cells or text.count("\0") != len(cells) - 1:
            digests.append(_NONE)
            continue
        digest = base.copy()
        digest.update(text.encode("utf-8", "surrogatepass"))
        digests.append(digest.digest())
    return np.frombuffer(b"".join(digests), dtype=">i8").astype(np.int64)


def lasts(values: SimValues, now: datetime) -> bool:
    """Whether a row says the same in an import at another time, and its word for the state is known."""
    return values.state != SimState.UNKNOWN and values.last_seen_at != now
