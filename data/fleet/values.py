"""What a row of a fleet file says of a SIM, and how one file writes what can be written in two ways."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, compress
from typing import Any, NamedTuple, Self

from data.fleet.stretches import Stretch, device_of
from data.words import SimState


class SimValues(NamedTuple):
    """What a row says of a SIM; names as in the table. ``other_key``: see :class:`Iccid`."""

    iccid: str
    iccid_key: str
    other_key: str
    eid: str
    imsi: str
    imei: str
    msisdn: str
    state: str
    native_status: str
    technology: str
    home_country: str
    visited_country: str
    visited_mcc: str
    activated_at: datetime | None
    last_seen_at: datetime | None
    began_at: datetime | None = None
    """Where the session that ended at ``last_seen_at`` began; None: seen, no more is known."""
    more_imsis: str = ""
    row_mark: int = 0
    """See :mod:`data.fleet.unchanged`."""

    @property
    def stretch(self) -> Stretch | None:
        """Where the row saw the SIM; None where it tells no place or no moment."""
        if self.last_seen_at is None or not (self.visited_country or self.visited_mcc):
            return None
        return Stretch(  # by place: once for every new SIM
            self.visited_country,
            self.visited_mcc,
            self.imsi,
            device_of(self.imei),
            self.began_at or self.last_seen_at,
            self.last_seen_at,
            "session" if self.began_at else "snapshot",
        )


_PLACES = {name: place for place, name in enumerate(SimValues._fields)}


class SimColumns:
    """What many rows say: for each field of :class:`SimValues` the values of all rows, in their order."""

    def __init__(self, columns: Iterable[Iterable[Any]]) -> None:
        self._columns = list(map(list, columns))

    @classmethod
    def of(cls, rows: Iterable[SimValues]) -> Self:
        """The columns of these rows."""
        given = list(rows)
        return cls(zip(*given, strict=True) if given else [()] * len(SimValues._fields))

    @classmethod
    def joined(cls, several: Sequence["SimColumns"]) -> "SimColumns":
        """These rows, and those, and those."""
        return cls(map(chain, *(one._columns for one in several)))

    def __len__(self) -> int:
        return len(self._columns[0])

    def column(self, name: str) -> list[Any]:
        """The values of one field."""
        return self._columns[_PLACES[name]]

    def columns(self, names: Iterable[str]) -> list[list[Any]]:
        """Those of several."""
        return [self._columns[_PLACES[name]] for name in names]

    def rows(self) -> Iterator[SimValues]:
        """Row by row."""
        return map(SimValues._make, zip(*self._columns, strict=True))

    def hashes(self) -> list[int]:
        """Of what each row says; its mark tells of cells, not of what they say."""
        return list(map(hash, zip(*self._columns[:-1], strict=True)))

    def put(self, place: int, values: SimValues) -> None:
        """Let the row at that place say something else."""
        for column, value in zip(self._columns, values, strict=True):
            column[place] = value

    def between(self, start: int, end: int | None) -> "SimColumns":
        """Some rows, by their places."""
        return SimColumns(column[start:end] for column in self._columns)

    def only(self, chosen: Sequence[object]) -> "SimColumns":
        """The rows of which that is true."""
        if all(chosen):
            return self
        return SimColumns(compress(column, chosen) for column in self._columns)


def in_batches(blocks: Iterable[SimColumns], size: int) -> Iterator[SimColumns]:
    """The rows of these blocks in their order, so many at a time; the last may be fewer."""
    waiting = SimColumns.of(())
    for block in blocks:
        waiting = SimColumns.joined([waiting, block]) if len(waiting) else block
        while len(waiting) >= size:
            yield waiting.between(0, size)
            waiting = waiting.between(size, None)
    if len(waiting):
        yield waiting


@dataclass(frozen=True, kw_only=True)
class FileHabits:
    """How one file writes what can be written in two ways."""

    day_first: bool = True
    order_shown: bool = True
    """False when the file never shows whether ``03/04/2026`` begins with the day."""
    nineteen_checked: bool = True
    platform: str = ""
    words: Mapping[str, SimState] = field(default_factory=dict)
