"""Which rows of a file of SIMs are taken: known ones are passed over, plain ones read many at once."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import compress

import numpy as np

from data.fleet.csvfile import Row
from data.fleet.errors import RowError
from data.fleet.headers import Columns
from data.fleet.named import Named
from data.fleet.numbers import chip_numbers, sim_numbers
from data.fleet.plain import PlainReader
from data.fleet.report import Tally
from data.fleet.rows import RowReader
from data.fleet.unchanged import Sifted, lasts
from data.fleet.values import FileHabits, SimColumns, SimValues


class Taking:
    """Reads the rows of one file, counts them, and names what is wrong with them by ``note``."""

    def __init__(
        self,
        columns: Columns,
        habits: FileHabits,
        reader: RowReader,
        *,
        now: datetime,
        tally: Tally,
        met: "array[int]",  # not before Python 3.12 without quotes
        note: Callable[[Iterable[RowError]], None],
    ) -> None:
        self._reader = reader
        self._plain = PlainReader(columns, habits, now=now)
        self._named = Named(columns)
        self._now = now
        self._tally = tally
        self._met = met
        self._note = note

    def take(self, rows: Sequence[Row], sifted: Sifted) -> SimColumns:
        """What these rows say that is to be stored, in their order."""
        self._tally.rows += len(rows)
        block = _Block(rows, sifted)
        places: list[int] = np.flatnonzero(~sifted.known).tolist()
        places, values = self._read(block, places)
        if again := self._name(block, places, values):
            read = dict(zip(places, values.rows(), strict=True))
            self._settle(block, again, read)
            values = SimColumns.of(read[place] for place in sorted(read))
        self._tally.unchanged += int(np.count_nonzero(block.passed))
        self._met.frombytes(sifted.sims[block.passed].tobytes())
        for place in sorted(block.faults):
            self._note(block.faults[place])
        return values

    def _read(self, block: "_Block", places: list[int]) -> tuple[list[int], SimColumns]:
        """The rows at these places, read: which of them could be, and what they say."""
        before = self._plain.naive_moments
        marks = block.sifted.marks[places].tolist()
        values, odd = self._plain.read([block.rows[at] for at in places], marks)
        self._reader.naive_moments += self._plain.naive_moments - before
        if not odd:
            return places, values
        read = [True] * len(places)
        for number in sorted(odd):
            one = self._carefully(block, places[number])
            if one is None:
                read[number] = False
            else:
                values.put(number, one)
        return list(compress(places, read)), values.only(read)

    def _carefully(self, block: "_Block", place: int) -> SimValues | None:
        naive = self._reader.naive_moments
        values = self._reader.read(block.rows[place])
        if self._reader.faults:
            block.faults[place] = self._reader.faults
        elif values is not None and naive == self._reader.naive_moments:
            mark = int(block.sifted.marks[place])
            return values._replace(row_mark=mark) if lasts(values, self._now) else values
        return values

    def _name(self, block: "_Block", places: Sequence[int], values: SimColumns) -> list[int]:
        """Note which SIMs the rows name; the places of those that may have been named before."""
        known, marks = block.sifted.known, block.sifted.marks
        names, chips = (np.zeros(len(known), dtype=np.uint64) for _ in range(2))
        hashes, named = marks.copy(), known.copy()
        if known.any():
            names[known], chips[known] = block.sifted.names[known], block.sifted.chips[known]
        names[places] = sim_numbers(values.column("iccid_key"))
        chips[places] = chip_numbers(values.column("eid"))
        hashes[places], named[places] = values.hashes(), True
        at = np.flatnonzero(named)
        lines = [block.rows[place].line for place in at.tolist()]
        found: list[int] = at[self._named.note(lines, names[at], chips[at], hashes[at])].tolist()
        block.passed[found] = False
        return found

    def _settle(self, block: "_Block", again: Sequence[int], read: dict[int, SimValues]) -> None:
        """Take those out of the rows that were read, one by one, that have a row of their SIM before."""
        for place in again:
            values = read.pop(place, None) or self._carefully(block, place)
            if values is None:
                continue
            mark = int(block.sifted.marks[place])
            if why := self._named.refusal(block.rows[place].line, mark, values):
                block.faults.setdefault(place, []).append(why)
            else:
                read[place] = values


class _Block:
    """Some rows, which of them are passed over, and what is wrong with the others."""

    def __init__(self, rows: Sequence[Row], sifted: Sifted) -> None:
        self.rows = rows
        self.sifted = sifted
        self.passed = sifted.known.copy()
        self.faults: dict[int, list[RowError]] = {}
