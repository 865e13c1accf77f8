"""Moments as fleet files write them. Without a zone they are taken as UTC."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from operator import itemgetter

from data.fleet.errors import printable
from data.fleet.identifiers import CellError, clean

#: How files say that there is no moment.
_NEVER = frozenset({"", "-", "n/a", "na", "null", "none", "never", "\\n", "0"})
_ZEROS = re.compile(r"0{4}[-/.]?00[-/.]?00(?:[ T]00:00(?::00)?(?:\.0+)?)?|00[-/.]00[-/.]0{4}")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})|(\d{16})")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\b[ T,]*(.*)")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_NAMED = re.compile(r"^(\d{1,2})-([A-Za-z]+)-(\d{2,4})\b")
_ZONE_WORD = re.compile(r"\s*(?:UTC|GMT|Z)$", re.IGNORECASE)
#: Outside of these years a moment is a slip: no cellular IoT SIM, or a clock that was never set.
_FIRST, _LAST = 1991, 2099
_MARKS = itemgetter(4, 19)


def read_moment(text: str, *, day_first: bool = True) -> tuple[datetime | None, bool]:
    """A moment (aware, UTC) or None for none, and whether the file gave it without a zone.

    Takes ISO 8601, seconds and milliseconds since 1970, ``31.12.2026 23:59``,
    ``12/31/2026 11:59 PM`` with ``day_first`` off, and mail dates. Zeros
    (``0000-00-00``) are none. Raises :class:`CellError` ``bad_date``.
    """
    try:
        # Python would read the digits of an epoch as year, month and day where they fit.
        found = datetime.fromisoformat(text if text[4:5] == "-" else "")
    except ValueError:
        plain = clean(text)
        if is_never(plain):
            return None, False
        found = _other_forms(plain, day_first)
    if not _FIRST <= found.year <= _LAST:
        raise _refused(text)
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC), True
    return found.astimezone(UTC), False


def exact_moments(texts: Sequence[str], *, latest: datetime) -> list[datetime | None] | None:
    """Moments of texts like ``2026-11-16T08:00:00Z``, None of empty ones.

    None where one of them is neither, or is after ``latest`` or no year of such a SIM.
    """
    some = [text for text in texts if text] if "" in texts else texts
    if not {20}.issuperset(map(len, some)) or not {("-", "Z")}.issuperset(map(_MARKS, some)):
        return None
    try:
        found = list(map(datetime.fromisoformat, some))
    except ValueError:
        return None
    first, last = min(found, default=latest), max(found, default=latest)
    if first.year < _FIRST or last.year > _LAST or last > latest:
        return None
    if some is texts:
        return [*found]
    rest = iter(found)
    return [next(rest) if text else None for text in texts]


def is_never(text: str) -> bool:
    """Whether a cell says that there is no moment."""
    return text.strip().lower() in _NEVER or is_zero(text)


def is_zero(text: str) -> bool:
    """Whether a cell holds the zeros with which databases say “not yet”."""
    return _ZEROS.fullmatch(text.strip()) is not None


def day_comes_first(sample: Iterable[str]) -> bool | None:
    """How a file orders ``03/04/2026``: True for day/month, False for month/day, None if it never shows.

    Dots always go with day/month. A file that shows both is taken as day/month; what does
    not fit is then refused row by row.
    """
    month_first = False
    for text in sample:
        found = _NUMBERS.fullmatch(clean(text))
        if found and (found[2] == "." or int(found[1]) > 12):
            return True
        month_first = month_first or (found is not None and int(found[3]) > 12)
    return False if month_first else None


def has_ambiguous(sample: Iterable[str]) -> bool:
    """Whether a file writes days so that their order matters."""
    return any(
        (found := _NUMBERS.fullmatch(clean(text))) and found[1] != found[3] for text in sample
    )


def _other_forms(plain: str, day_first: bool) -> datetime:
    try:
        if epoch := _EPOCH.fullmatch(plain):
            return _from_epoch(epoch)
        if numbers := _NUMBERS.fullmatch(plain):
            return _from_numbers(numbers, day_first)
        if len(plain) == 14 and plain.isdecimal():
            return datetime.fromisoformat(f"{plain[:8]}T{plain[8:]}")
        if plain[:8].isdecimal() and plain[8:9] in ("", "T"):
            return datetime.fromisoformat(plain)
        zoned = _ZONE_WORD.sub("+00:00", plain).replace("/", "-")
        if zoned[:4].isdecimal() and zoned[4:5] == "-":
            return datetime.fromisoformat(zoned)
        named = _NAMED.sub(r"\1 \2 \3", plain)
        return parsedate_to_datetime(named if ":" in named else f"{named} 00:00")
    except (ValueError, TypeError, IndexError, OverflowError) as exc:
        raise _refused(plain) from exc


def _from_epoch(found: re.Match[str]) -> datetime:
    seconds, millis, micros = found.groups()
    start = datetime(1970, 1, 1, tzinfo=UTC)
    if seconds:
        return start + timedelta(seconds=float(found[0]))
    return start + timedelta(
        milliseconds=int(millis) if millis else 0, microseconds=int(micros) if micros else 0
    )


def _from_numbers(found: re.Match[str], day_first: bool) -> datetime:
    first, mark, second, year, rest = found.groups()
    day, month = (first, second) if day_first or mark == "." else (second, first)
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    moment = datetime(full_year, int(month), int(day))  # noqa: DTZ001 - the zone follows
    if not rest:
        return moment
    clock = _CLOCK.fullmatch(_ZONE_WORD.sub("Z", rest))
    if clock is None:
        raise ValueError(rest)
    hour, minute, second_, half, zone = clock.groups()
    hours = int(hour) % 12 + (12 if half in "pP" else 0) if half else int(hour)
    moment = moment.replace(hour=hours, minute=int(minute), second=int(second_ or 0))
    return datetime.fromisoformat(moment.isoformat() + (zone or ""))


def _refused(plain: str) -> CellError:
    return CellError(
        "bad_date",
        f"{printable(plain)!r} is no moment we can read; use 2026-11-16T08:00:00Z",
    )
