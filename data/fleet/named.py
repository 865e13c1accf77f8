"""Which SIMs a file has named so far, so that each is taken once: under its ICCID and its eUICC's EID."""

from data.fleet.errors import RowError, repeated_chip, repeated_sim
from data.fleet.headers import Columns
from data.fleet.unchanged import KnownSim
from data.fleet.values import SimValues

#: The part of a row's hash that is kept beside its line.
_LOW = 0xFFFFFFFF


class Named:
    """The SIMs and eUICCs of the rows that were taken. Some hundred bytes for each."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        # A leading 1 keeps zeros at the front; numbers take less memory than text. The
        # row's hash beside its line tells a repetition from a contradiction.
        self._lines: dict[int, int] = {}
        self._chips: dict[str, int] = {}

    def refusal(self, line: int, row_mark: int, values: SimValues) -> RowError | None:
        """Why a row that was read stays out; None for the first of its SIM, which is noted."""
        # The mark at its end tells of cells, not of what they say.
        mark = line << 32 | hash(values[:-1]) & _LOW
        first_mark = self._lines.setdefault(int("1" + values.iccid_key), mark)
        first = first_mark >> 32
        chip = self._chips.setdefault(values.eid, line) if values.eid else line
        if first != line:
            # The first may have been passed over; then it is its row's mark that was kept.
            same = first_mark & _LOW in (mark & _LOW, row_mark & _LOW)
            return repeated_sim(line, self._columns.header("iccid"), first, same=same)
        if chip != line:
            return repeated_chip(line, self._columns.header("eid"), chip)
        return None

    def passes(self, line: int, row_mark: int, known: KnownSim) -> bool:
        """Note a row that need not be read; False if the file has named its SIM or eUICC before."""
        number = int("1" + known.key)
        if number in self._lines or (known.eid and known.eid in self._chips):
            return False
        self._lines[number] = line << 32 | row_mark & _LOW
        if known.eid:
            self._chips[known.eid] = line
        return True
