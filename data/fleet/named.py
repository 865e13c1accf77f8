"""Which SIMs a file has named so far, so that each is taken once: under its ICCID and its eUICC's EID."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.fleet.errors import RowError, repeated_chip, repeated_sim
from data.fleet.firsts import Firsts, repeats
from data.fleet.headers import Columns
from data.fleet.numbers import Numbers, chip_numbers, sim_numbers
from data.fleet.values import SimValues

#: The part of a row's hash that is kept beside its line.
_LOW = 0xFFFFFFFF


class Named:
    """The SIMs and eUICCs of the rows that were taken. 16 bytes for each."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        # The row's hash beside its line tells a repetition from a contradiction.
        self._lines = Firsts()
        self._chips = Firsts()

    def note(
        self, lines: Sequence[int], names: Numbers, chips: Numbers, hashes: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Note many rows by the numbers of their SIMs and EIDs (0: none).

        True for those whose SIM or eUICC has a row before: of them nothing is noted.
        """
        notes = np.array(lines, dtype=np.uint64) << np.uint64(32)
        notes |= (hashes & _LOW).astype(np.uint64)
        again: NDArray[np.bool_] = repeats(names) | (self._lines.notes(names) != 0)
        with_chip = np.flatnonzero(chips)
        some = chips[with_chip]
        again[with_chip] |= repeats(some) | (self._chips.notes(some) != 0)
        self._lines.note(names[~again], notes[~again])
        first = with_chip[~again[with_chip]]
        self._chips.note(chips[first], notes[first])
        return again

    def refusal(self, line: int, row_mark: int, values: SimValues) -> RowError | None:
        """Why a row that was read stays out; None for the first of its SIM, which is noted."""
        # The mark at its end tells of cells, not of what they say.
        mark = line << 32 | hash(values[:-1]) & _LOW
        first_mark = _first(self._lines, sim_numbers([values.iccid_key]), mark)
        chip = _first(self._chips, chip_numbers([values.eid]), mark) >> 32 if values.eid else line
        if (first := first_mark >> 32) != line:
            # The first may have been passed over; then it is its row's mark that was kept.
            same = first_mark & _LOW in (mark & _LOW, row_mark & _LOW)
            return repeated_sim(line, self._columns.header("iccid"), first, same=same)
        if chip != line:
            return repeated_chip(line, self._columns.header("eid"), chip)
        return None


def _first(firsts: Firsts, number: Numbers, mark: int) -> int:
    """What was noted of it first: this, where nothing was."""
    found = int(firsts.notes(number)[0])
    if not found:
        firsts.note(number, np.array([mark], dtype=np.uint64))
    return found or mark
