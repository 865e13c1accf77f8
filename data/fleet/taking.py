"""Which rows of a file of SIMs are taken: known ones are passed over, plain ones read many at once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from data.fleet.errors import RowError
from data.fleet.headers import Columns
from data.fleet.named import Named
from data.fleet.plain import PlainReader
from data.fleet.report import Tally
from data.fleet.rows import RowReader
from data.fleet.unchanged import Sifted, lasts
from data.fleet.values import FileHabits, SimValues

#: Rows that are read at once.
AT_ONCE = 10_000


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
        met: set[int],
        note: Callable[[Iterable[RowError]], None],
    ) -> None:
        self._reader = reader
        self._plain = PlainReader(columns, habits, now=now)
        self._named = Named(columns)
        self._now = now
        self._tally = tally
        self._met = met
        self._note = note

    def values(self, rows: Iterable[Sifted]) -> Iterator[SimValues]:
        """What the rows say that are to be stored, in their order."""
        rows = iter(rows)
        while block := list(islice(rows, AT_ONCE)):
            new = [one for one in block if one.known is None]
            before = self._plain.naive_moments
            plain = iter(self._plain.read([one.row for one in new], [one.mark for one in new]))
            self._reader.naive_moments += self._plain.naive_moments - before
            for one in block:
                values = next(plain) if one.known is None else None
                taken = self._take(one, values)
                if taken is not None:
                    yield taken

    def _take(self, one: Sifted, values: SimValues | None) -> SimValues | None:
        """The row's values, read already where it is plain; None where nothing of it is stored."""
        row, mark, known = one
        self._tally.rows += 1
        if known is not None and self._named.passes(row.line, mark, known):
            self._tally.unchanged += 1
            self._met.add(known.sim)
            return None
        if values is None:
            values = self._carefully(one)
        elif why := self._named.refusal(row.line, mark, values):
            self._note([why])
            return None
        return values

    def _carefully(self, one: Sifted) -> SimValues | None:
        naive = self._reader.naive_moments
        values = self._reader.read(one.row)
        faults = self._reader.faults
        if values is not None:
            silent = not faults and naive == self._reader.naive_moments
            if why := self._named.refusal(one.row.line, one.mark, values):
                faults.append(why)
                values = None
            elif silent and lasts(values, self._now):
                values = values._replace(row_mark=one.mark)
        self._note(faults)
        return values
