"""From a row's cells to a SIM's values, with every fault named. No store, no clock of its own."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn, TypeVar

from data.fleet.csvfile import Row
from data.fleet.dates import is_never, is_zero, read_moment
from data.fleet.errors import RowError, printable
from data.fleet.headers import ALIASES, Columns, fold
from data.fleet.identifiers import (
    CellError,
    Iccid,
    read_eid,
    read_iccid,
    read_imei,
    read_imsi,
    read_msisdn,
)
from data.fleet.mcc import SHARED, home_of
from data.fleet.places import Place, read_place
from data.fleet.technology import read_technology
from data.fleet.values import FileHabits, SimValues
from data.words import SimState, SimTechnology

#: Clocks and time zones may differ by so much before a moment counts as a slip.
FUTURE = timedelta(days=1)
#: What stands between several IMSIs of one cell.
_SEPARATORS = re.compile(r"[,;|/]")
_Value = TypeVar("_Value")


class RefusedRow(Exception):  # noqa: N818 - a signal between reader and caller, no failure
    """The row stays out; its fault is among the reader's faults."""


class RowReader:
    """Reads the rows of one file. After each row, ``faults`` holds what was wrong with it."""

    def __init__(self, columns: Columns, habits: FileHabits, *, now: datetime) -> None:
        self._columns = columns
        self._habits = habits
        self._now = now
        self._latest = now + FUTURE
        # A field that the file lacks is read from an empty cell behind the last one.
        width = len(columns.headers)
        self._at = {name: columns.fields.get(name, width) for name in ALIASES}
        self._dial_codes = fold(columns.header("country")) == "countrycode"
        self._states: dict[str, tuple[SimState, str]] = {}
        self._line = 0
        self._cells: list[str] = []
        self.faults: list[RowError] = []
        self.unknown_words: Counter[str] = Counter()
        self.naive_moments = 0

    def read(self, row: Row) -> SimValues | None:
        """The row's values; None when it is refused."""
        if not self.turn_to(row):
            return None
        try:
            return self._values()
        except RefusedRow:
            return None

    def turn_to(self, row: Row) -> bool:
        """Make it the row that is read; False when its line could not be taken apart."""
        self._line, self._cells = row.line, [*row.cells, ""]
        self.faults = []
        if row.fault is not None:
            self._note("", row.fault, refused=True)
        return row.fault is None

    def _values(self) -> SimValues:
        iccid = self._iccid()
        place = self._place()
        state, native = self._state(self._cell("status"))
        imsi, home = self._imsi(place.country)
        last_seen, began = self._last_seen()
        eid, eid_ok = self._soft("eid", read_eid, ("", True))
        imei, imei_ok = self._soft("imei", read_imei, ("", True))
        if not eid_ok:
            self._warn("eid", "bad_check_digit", "the EID does not leave 1 when divided by 97")
        if not imei_ok:
            self._warn("imei", "bad_check_digit", "the IMEI's check digit does not fit")
        return SimValues(
            iccid=iccid.digits,
            iccid_key=iccid.key,
            other_key=iccid.other,
            eid=eid,
            imsi=imsi,
            imei=imei,
            msisdn=self._soft("msisdn", read_msisdn, ""),
            state=state,
            native_status=native,
            technology=self._technology(),
            home_country=home,
            visited_country=place.country,
            visited_mcc=place.mcc,
            activated_at=self._activated(),
            last_seen_at=last_seen,
            began_at=began,
            more_imsis=self._more_imsis(imsi),
        )

    def _cell(self, name: str) -> str:
        return self._cells[self._at[name]]

    def _iccid(self) -> Iccid:
        found = self._hard(
            self._columns.header("iccid"),
            lambda: read_iccid(self._cell("iccid"), nineteen_checked=self._habits.nineteen_checked),
        )
        if found.check_failed:
            self._warn("iccid", "bad_check_digit", "the ICCID's check digit does not fit")
        return found

    def _place(self) -> Place:
        header = self._columns.header
        found = self._hard(
            header("country") or header("mcc") or header("tadig"),
            lambda: read_place(
                self._cell("country"),
                self._cell("mcc"),
                self._cell("tadig"),
                dial_codes=self._dial_codes,
            ),
        )
        if found.differ:
            self._warn(
                "mcc",
                "country_mcc_differ",
                f"the network code {found.mcc} is not of {found.country}; the country counts",
            )
        return found

    def _state(self, text: str) -> tuple[SimState, str]:
        known = self._states.get(text)
        if known is None:
            native = printable(text, 80)
            known = self._habits.words.get(fold(text), SimState.UNKNOWN), native
            self._states[text] = known
            if known[0] is SimState.UNKNOWN:
                shown = f"{native!r}" if native else "no word at all"
                self._warn(
                    "status", "unmapped_status", f"{shown} says no state we know; taken as unknown"
                )
        if known[0] is SimState.UNKNOWN:
            self.unknown_words[known[1]] += 1
        return known

    def _imsi(self, visited: str) -> tuple[str, str]:
        imsi = self._soft("imsi", read_imsi, "")
        home = home_of(imsi, visited=visited)
        if imsi and home != SHARED and not home:
            self._warn(
                "imsi", "unknown_mcc", f"no country has the network code {imsi[:3]} of the IMSI"
            )
        return imsi, home

    def _more_imsis(self, active: str) -> str:
        """The other IMSIs of the row, each once, in the order of the file."""
        cells = " ".join(self._cells[place] for place in self._columns.more_imsis)
        if not cells or cells.isspace():
            return ""
        found: list[str] = []
        for word in _SEPARATORS.sub(" ", cells).split():
            try:
                imsi = read_imsi(word)
            except CellError as exc:
                self._note(self._columns.header("imsi_2"), exc, refused=False)
                continue
            if imsi and imsi != active and imsi not in found:
                found.append(imsi)
        return " ".join(found)

    def _technology(self) -> str:
        found, understood = read_technology(self._cell("technology"))
        if not understood:
            self._warn(
                "technology",
                "unclear_technology",
                f"{printable(self._cell('technology'))!r} does not say what the SIM can do",
            )
        if found is SimTechnology.UNKNOWN and self._cell("imsi_2").strip():
            return SimTechnology.MULTI_IMSI
        return found

    def _activated(self) -> datetime | None:
        return self._soft("activated", self._moment, None)

    def _last_seen(self) -> tuple[datetime | None, datetime | None]:
        """The latest moment of all columns that show one, ``now`` while a session is open.

        And where the session began that ended then. A session that ends before it begins is
        two: the one before has ended, the last one goes on.
        """
        columns = self._columns
        moments = {place: self._seen(place) for place in columns.seen}
        began = any(moments.values())
        for place in columns.session_end:
            still_open = began and is_zero(self._cells[place])
            moments[place] = self._now if still_open else self._seen(place)
        latest = max((moment for moment in moments.values() if moment), default=None)
        start = None if columns.start is None else moments.get(columns.start)
        end = None if columns.end is None else moments.get(columns.end)
        return latest, start if start and end and start <= end == latest else None

    def _seen(self, place: int) -> datetime | None:
        text = self._cells[place]
        if not text or is_never(text):
            return None
        return self._hard(self._columns.headers[place], lambda: self._past(text))

    def _past(self, text: str) -> datetime | None:
        moment, naive = read_moment(text, day_first=self._habits.day_first)
        self.naive_moments += naive
        if moment and moment > self._latest:
            raise CellError("bad_date", f"{printable(text)!r} lies in the future")
        return moment

    def _moment(self, text: str) -> datetime | None:
        return read_moment(text, day_first=self._habits.day_first)[0]

    def _hard(self, header: str, read: Callable[[], _Value]) -> _Value:
        """A value without which the row is no use: a fault refuses the row."""
        try:
            return read()
        except CellError as exc:
            self._refuse(header, exc)

    def _refuse(self, header: str, fault: CellError) -> NoReturn:
        self._note(header, fault, refused=True)
        raise RefusedRow from fault

    def _soft(self, name: str, read: Callable[[str], _Value], otherwise: _Value) -> _Value:
        """A value that the row can do without: a fault is a warning."""
        text = self._cells[self._at[name]]
        if not text:
            return otherwise
        try:
            return read(text)
        except CellError as exc:
            self._note(self._columns.header(name), exc, refused=False)
            return otherwise

    def _warn(self, name: str, code: str, message: str) -> None:
        self._note(self._columns.header(name), CellError(code, message), refused=False)

    def _note(self, header: str, fault: CellError, *, refused: bool) -> None:
        self.faults.append(
            RowError(
                line=self._line,
                column=header,
                code=fault.code,
                message=str(fault),
                refused=refused,
            )
        )
