"""Plain rows are read column by column, in a fraction of the careful reader's time.

A row is plain where no cell needs thought: digits alone, a check digit that fits, a word that is
known, a moment that is past. For such a row the result is what :class:`data.fleet.rows.RowReader`
gives, without a fault; every other row is left to that reader. The two are held together by a
property test, and words, places and home networks are looked up by the same functions.
"""

from collections.abc import Sequence
from datetime import datetime

from data.fleet.checks import SOME, luhn_each, not_digits
from data.fleet.csvfile import Row
from data.fleet.dates import exact_moments, is_never, is_zero, read_moment
from data.fleet.errors import printable
from data.fleet.headers import ALIASES, Columns, fold
from data.fleet.identifiers import CellError
from data.fleet.mcc import home_of
from data.fleet.memo import Memo
from data.fleet.places import read_place
from data.fleet.rows import FUTURE
from data.fleet.technology import read_technology
from data.fleet.values import FileHabits, SimColumns
from data.words import SimState, SimTechnology

Texts = Sequence[str]
Moments = list[datetime | None]
#: With such a beginning, and a hyphen after the year, a moment is no word for “never”.
_YEARS = frozenset("12")


class PlainReader:
    """Reads the plain rows of one file. ``naive_moments`` counts moments of theirs without a zone."""

    def __init__(self, columns: Columns, habits: FileHabits, *, now: datetime) -> None:
        self._columns = columns
        self._habits = habits
        self._now = now
        self._latest = now + FUTURE
        width = len(columns.headers)
        self._nothing = [""] * width
        self._at = {name: columns.fields.get(name, width) for name in ALIASES}
        dial_codes = fold(columns.header("country")) == "countrycode"
        self._places = Memo(lambda key: _place(*key, dial_codes=dial_codes))
        self._states = Memo(self._state)
        self._technologies = Memo(lambda key: _technology(*key))
        self._homes = Memo(lambda key: _home(*key))
        self._activations = Memo(self._activated)
        self.naive_moments = 0

    def read(self, rows: Sequence[Row], marks: Sequence[int]) -> tuple[SimColumns, set[int]]:
        """What the rows say, with their marks (0 where none can last), and the places of those not plain.

        What stands at those places has no meaning.
        """
        if not rows:
            return SimColumns.of(()), set()
        cells = [row.cells if row.fault is None else self._nothing for row in rows]
        columns = [*zip(*cells, strict=True), ("",) * len(rows)]
        odd: set[int] = set()
        iccid, key, other = self._iccids(self._named(columns, "iccid"), odd)
        country, mcc = self._where(columns, odd)
        state, native = self._worded(columns, odd)
        imsi = self._digits(columns, "imsi", (14, 15), odd)
        home = self._home(imsi, country, odd)
        naive: dict[int, int] = {}
        last, began = self._seen(columns, odd, naive)
        every = (
            iccid, key, other, self._eids(columns, odd), imsi, self._imeis(columns, odd),
            self._digits(columns, "msisdn", range(3, 16), odd), state, native,
            self._technology(columns, odd), home, country, mcc,
            self._activation(columns, odd), last, began, self._further(columns, imsi, odd),
            self._marks(marks, last, naive),
        )  # fmt: skip
        self.naive_moments += sum(count for place, count in naive.items() if place not in odd)
        return SimColumns(every), odd

    def _named(self, columns: Sequence[Texts], name: str) -> Texts:
        return columns[self._at[name]]

    def _digits(
        self, columns: Sequence[Texts], name: str, lengths: Sequence[int], odd: set[int]
    ) -> Texts:
        texts = self._named(columns, name)
        if name in self._columns.fields:
            odd |= not_digits(texts, lengths)
        return texts

    def _iccids(self, texts: Texts, odd: set[int]) -> tuple[Texts, Texts, Texts]:
        """The ICCIDs and their keys, see :class:`data.fleet.identifiers.Iccid`."""
        odd |= not_digits(texts, (18, 19, 20), needed=True)
        bare = [text[:19] for text in texts]
        passes, bare_passes = luhn_each(texts), luhn_each(bare)
        if {20}.issuperset(map(len, texts)):
            if not all(passes):
                odd.update(place for place, right in enumerate(passes) if not right)
            each = zip(bare, bare_passes, strict=True)
            return texts, bare, [text[:18] if right else "" for text, right in each]
        keys, others = list(texts), [""] * len(texts)
        checked = self._habits.nineteen_checked
        for place, (text, right) in enumerate(zip(texts, passes, strict=True)):
            if len(text) == 20:
                keys[place] = text[:19]
                others[place] = text[:18] if bare_passes[place] else ""
            elif len(text) == 19 and checked:
                keys[place], others[place] = text[:18], text
            elif len(text) == 19:
                others[place] = text[:18] if right else ""
                right = right or text[15:] != "0000"  # four zeros: rounded by a spreadsheet
            else:
                continue
            if not right:
                odd.add(place)
        return texts, keys, others

    def _where(self, columns: Sequence[Texts], odd: set[int]) -> tuple[Texts, Texts]:
        keys = zip(
            *(self._named(columns, name) for name in ("country", "mcc", "tadig")), strict=True
        )
        return _both(self._places.each(keys), odd)

    def _worded(self, columns: Sequence[Texts], odd: set[int]) -> tuple[Texts, Texts]:
        return _both(self._states.each(self._named(columns, "status")), odd)

    def _state(self, text: str) -> tuple[str, str] | None:
        state = self._habits.words.get(fold(text), SimState.UNKNOWN)
        return None if state is SimState.UNKNOWN else (state.value, printable(text, 80))

    def _home(self, imsi: Texts, country: Texts, odd: set[int]) -> Texts:
        keys = zip([text[:3] for text in imsi], country, strict=True)
        return _one(self._homes.each(keys), odd, "")

    def _technology(self, columns: Sequence[Texts], odd: set[int]) -> Texts:
        further = map(bool, map(str.strip, self._named(columns, "imsi_2")))
        keys = zip(self._named(columns, "technology"), further, strict=True)
        return _one(self._technologies.each(keys), odd, "")

    def _eids(self, columns: Sequence[Texts], odd: set[int]) -> Texts:
        texts = self._digits(columns, "eid", (32,), odd)
        if "eid" in self._columns.fields:
            odd.update(
                place
                for place, text in enumerate(texts)
                if text and place not in odd and int(text) % 97 != 1
            )
        return texts

    def _imeis(self, columns: Sequence[Texts], odd: set[int]) -> Texts:
        texts = self._digits(columns, "imei", (14, 15, 16), odd)
        if "imei" in self._columns.fields:
            checks = enumerate(zip(texts, luhn_each(texts), strict=True))
            odd.update(
                place
                for place, (text, passes) in checks
                if text and ((not passes and len(text) == 15) or not text.strip("0"))
            )
        return texts

    def _further(self, columns: Sequence[Texts], active: Texts, odd: set[int]) -> Texts:
        """The other IMSIs of each row, each once."""
        places = self._columns.more_imsis
        for at in places:
            odd |= not_digits(columns[at], (14, 15))
        if not places:
            return [""] * len(active)
        if len(places) == 1:
            pairs = zip(columns[places[0]], active, strict=True)
            return ["" if imsi == first else imsi for imsi, first in pairs]
        several = zip(*(columns[at] for at in places), strict=True)
        return [
            " ".join(imsi for imsi in dict.fromkeys(found) if imsi and imsi != first)
            if any(found)
            else ""
            for found, first in zip(several, active, strict=True)
        ]

    def _activation(self, columns: Sequence[Texts], odd: set[int]) -> Moments:
        found = self._activations.each(self._named(columns, "activated"))
        odd.update(place for place, one in enumerate(found) if one is None)
        return [one and one[0] for one in found]

    def _activated(self, text: str) -> tuple[datetime | None] | None:
        try:
            return ((read_moment(text, day_first=self._habits.day_first)[0] if text else None),)
        except CellError:
            return None

    def _seen(
        self, columns: Sequence[Texts], odd: set[int], naive: dict[int, int]
    ) -> tuple[Moments, Moments]:
        """When each was seen last, and where the session began that ended then."""
        found: dict[int, Moments] = {}
        for at in (*self._columns.seen, *self._columns.session_end):
            ends = at in self._columns.session_end
            found[at] = self._moments(columns[at], odd, naive, ends=ends)
        last, *others = found.values()
        if others:
            several = zip(last, *others, strict=True)
            last = [max((one for one in row if one), default=None) for row in several]
        start, end = found.get(self._columns.start or 0), found.get(self._columns.end or 0)
        if self._columns.start is None or self._columns.end is None or not start or not end:
            return last, [None] * len(last)
        sessions = zip(start, end, last, strict=True)
        return last, [one if one and to and one <= to == at else None for one, to, at in sessions]

    def _moments(
        self, texts: Texts, odd: set[int], naive: dict[int, int], *, ends: bool
    ) -> Moments:
        found: Moments = []
        for start in range(0, len(texts), SOME):
            some = texts[start : start + SOME]
            exact = exact_moments(some, latest=self._latest)
            if exact is None:
                exact = self._moments_one_by_one(some, start, odd, naive, ends=ends)
            found += exact
        return found

    def _moments_one_by_one(
        self, texts: Texts, start: int, odd: set[int], naive: dict[int, int], *, ends: bool
    ) -> Moments:
        found: Moments = []
        for place, text in enumerate(texts, start):
            try:
                moment, unzoned = self._past(text, ends=ends) if text else (None, False)
            except CellError:
                odd.add(place)
                moment, unzoned = None, False
            if unzoned:
                naive[place] = naive.get(place, 0) + 1
            found.append(moment)
        return found

    def _past(self, text: str, *, ends: bool) -> tuple[datetime | None, bool]:
        if not (text[4:5] == "-" and text[0] in _YEARS) and is_never(text):
            if ends and is_zero(text):  # a session that is still open: not plain
                raise CellError("open_session", "the session goes on")
            return None, False
        moment, naive = read_moment(text, day_first=self._habits.day_first)
        if moment and moment > self._latest:
            raise CellError("bad_date", "lies in the future")
        return moment, naive

    def _marks(self, marks: Sequence[int], last: Moments, naive: dict[int, int]) -> Sequence[int]:
        """A row that depends on the import's time, or of which a zone was guessed, leaves no mark."""
        now, found = self._now, list(marks)
        if now in last:
            found = [0 if at == now else mark for mark, at in zip(marks, last, strict=True)]
        for place in naive:
            found[place] = 0
        return found


def _both(found: Sequence[tuple[str, str] | None], odd: set[int]) -> tuple[Texts, Texts]:
    """Two columns of pairs; a row without a pair is not plain."""
    if None in found:
        odd.update(place for place, pair in enumerate(found) if pair is None)
    first, second = zip(*(pair or ("", "") for pair in found), strict=True)
    return first, second


def _one(found: Sequence[str | None], odd: set[int], otherwise: str) -> Texts:
    if None in found:
        odd.update(place for place, text in enumerate(found) if text is None)
    return [otherwise if text is None else text for text in found]


def _place(country: str, mcc: str, tadig: str, *, dial_codes: bool) -> tuple[str, str] | None:
    try:
        place = read_place(country, mcc, tadig, dial_codes=dial_codes)
    except CellError:
        return None
    return None if place.differ else (place.country, place.mcc)


def _technology(text: str, further: bool) -> str | None:
    found, understood = read_technology(text)
    if not understood:
        return None
    return (SimTechnology.MULTI_IMSI if found is SimTechnology.UNKNOWN and further else found).value


def _home(code: str, visited: str) -> str | None:
    home = home_of(code, visited=visited)
    return None if code and not home else home
