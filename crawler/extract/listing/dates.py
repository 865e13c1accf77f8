"""Dates in running text, in any language and calendar that authorities write."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.extract.listing import calendars
from crawler.extract.listing.months import HIJRI, JALALI, fold, months_of

#: Years that a publication may have; others are file numbers, amounts and telephone numbers.
_FIRST_YEAR, _LAST_YEAR = 1985, 2045
#: A listing's dates stand in short texts; what comes later in a long one is another matter.
_LONGEST = 1_500

_NAME = r"(?P<m>[^\d\s,/()|:;-]{2,20}(?:\s[^\d\s,/()|:;-]{2,12})?)"
_DAY = r"(?<![\d.,/])(?P<d>\d{1,2})(?:(?:st|nd|rd|th)(?:\s+day)?|er|[ºª°])?"
_OF = r"(?:(?:of|de|del|da|di|do)\s+|d['’]\s*)?"
_YEAR = r"(?P<y>\d{4})(?!\d)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_DIGIT = re.compile(r"\d")
#: Figures whose order is plain.
_FIGURES = (
    _pattern(
        r"(?<!\d)(?P<y>\d{4})\s*(?:[-/.．年]|년)\s*(?P<m>\d{1,2})\s*(?:[-/.．月]|월)\s*(?P<d>\d{1,2})(?!\d)[日일]?"
    ),
    _pattern(r"(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s*,?\s*(?:năm)?\s+(?P<y>\d{4})"),
    _pattern(r"(?P<y>\d{4})\s+оны\s+(?P<m>\d{1,2})[\s-]*(?:р\s+|дугаар\s+)?сарын\s+(?P<d>\d{1,2})"),
    # A card with the day in large figures beside year and month.
    _pattern(r"(?<![\d./-])(?P<d>\d{2})\s+(?P<y>20\d{2})[-./年]\s?(?P<m>\d{1,2})(?![\d./-])"),
    _pattern(r"(?<![\d./-])(?P<y>20\d{2})[-./年]\s?(?P<m>\d{1,2})月?\s+(?P<d>\d{2})(?![\d./:-])"),
)
#: Eight digits in a row: a day or the number of a file.
_COMPACT = _pattern(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d|-\w)"
)
_COMPACT_LAST = _pattern(r"(?<![\d-])(\d{2})(\d{2})(20\d{2})(?![\d-])")
_NUMERIC = _pattern(r"(?<![\d./-])(\d{1,2})(\s?[./-]\s?)(\d{1,2})\2(\d{4}|\d{2})(?!\d|[./-]\d)")
_ERA = _pattern(
    r"(?P<e>令和|平成|昭和|\b[RHS])\s*(?P<y>\d{1,2}|元)\s*[年.]\s*(?P<m>\d{1,2})\s*[月.]\s*(?P<d>\d{1,2})(?!\d)日?"
)
_MINGUO = _pattern(
    r"(?<![\d./-])(?P<y>1[0-4]\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})(?!\d)日?"
)
_TO = r"\.?\s*(?:[-–—/]|to|until|bis|au|al|до|and|&)\s*"
#: With the month's name. Of a stretch of days, the first.
_NAMED = (
    _pattern(
        _DAY + _TO + r"\d{1,2}(?:st|nd|rd|th)?[\s.]+" + _OF + _NAME + r"\.?,?\s+" + _OF + _YEAR
    ),
    _pattern(
        _DAY
        + r"[\s.]+"
        + _OF
        + _NAME
        + _TO
        + r"\d{1,2}(?:st|nd|rd|th)?[\s.]+"
        + _OF
        + r"[^\W\d_]{3,14}\.?,?\s+"
        + _OF
        + _YEAR
    ),
    _pattern(_NAME + r"\.?\s+(?P<d>\d{1,2})" + _TO + r"\d{1,2},?\s+" + _YEAR),
    _pattern(
        _DAY
        + r"[\s.,/-]*"
        + _OF
        + _NAME
        + r"\.?[\s.,/-]*"
        + _OF
        + r"(?:năm\s+)?['’]?(?P<y>\d{4}|\d{2}(?![:.h]\d|\s*(?:[ap]\.?m\b|uhr)))(?!\d)"
    ),
    _pattern(
        r"(?<![^\W\d_])"
        + _NAME
        + r"\.?,?[\s-]*(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s*[,.-]\s*|\s+)"
        + _YEAR
    ),
    _pattern(
        r"(?<!\d)(?P<y>\d{4})[\s.,-]*(?:(?:m\.|year)\s*)?"
        + _NAME
        + r"\.?[\s-]*(?P<d>\d{1,2})(?!\d)"
    ),
    _pattern(r"(?<!\d)(?P<y>\d{4})\.?\s*(?:gada\s+)?(?P<d>\d{1,2})\.\s*" + _NAME),
    _pattern(r"(?<!\d)(?P<y>\d{4})\s+(?:yil|жылғы|жылы|жыл|il)\s+(?P<d>\d{1,2})[\s-]+" + _NAME),
    _pattern(r"(?P<d>\d{1,2})\s*ខែ\s*(?P<m>\S{2,12})\s*ឆ្នាំ\s*(?P<y>\d{4})"),
)
#: Two figures for the year first: the habit of Korean boards.
_YEAR_FIRST = _pattern(r"(?<![\d./-])(?P<y>2\d)\.(?P<m>\d{2})\.(?P<d>\d{2})(?![\d./-])")
#: Days in characters: 二〇二六年三月五日.
_CHARACTERS = _pattern(
    r"(?P<y>[一二][〇零○一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_VALUES = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """A date in a text: ``text[start:end]``."""

    start: int
    end: int
    day: date | None
    """The day, if the order of day and month is plain or the day comes first."""
    month_first: date | None = None
    """For figures such as 03/05/2026: the day, if the month comes first."""
    figures: bool = False
    """Whether the order of day and month is a matter of habit."""
    compact: bool = False
    """Whether it is eight digits in a row, which may be something else."""

    def resolve(self, *, month_first: bool) -> date | None:
        """The day under one habit; the other reading where only that is a day."""
        either = (self.month_first, self.day) if month_first else (self.day, self.month_first)
        return either[0] or either[1]


def find_dates(text: str, *, language: str = "", host: str = "") -> list[FoundDate]:
    """Every date in ``text``, in order; of overlapping ones the first, then the longest."""
    if not _DIGIT.search(text, 0, _LONGEST) and "年" not in text[:_LONGEST]:
        return []
    text = _plain_digits(text[:_LONGEST])
    tongue = language.lower()
    found = [*_figures(text, tongue), *_east_asian(text, host.lower()), *_named(text, tongue)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def month_comes_first(host: str) -> bool:
    """Whether ``03/05/2026`` is the fifth of March there: the habit of the United States.

    By the host's ending, not the page's language: sites everywhere say ``en-US`` because
    their software came so.
    """
    return host.rsplit(".", 1)[-1].lower() in ("gov", "mil", "us", "pr", "ph", "pw", "fm", "mh")


def _plain_digits(text: str) -> str:
    """Digits of every script as ASCII; as long as before, so that places stay."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() and letter > "9" else letter
        for letter in text
    )


def _day(year: int, month: int, day: int, language: str = "") -> date | None:
    """A day by the year's size: 2569 is Thai, 1404 Iranian, 1447 of the Hijra. None if it is none."""
    try:
        if language.startswith("fa") and 1360 <= year <= 1420:
            return calendars.from_jalali(year, month, day)
        if 1400 <= year <= 1470:
            return calendars.from_hijri(year, month, day)
        if 2500 <= year <= 2600:
            year = calendars.from_buddhist(year)
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def _whole_year(year: str, language: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2500 if language.startswith("th") else 2000)


def _hit(match: re.Match[str], day: date | None) -> Iterator[FoundDate]:
    if day is not None:
        yield FoundDate(start=match.start(), end=match.end(), day=day)


def _figures(text: str, language: str) -> Iterator[FoundDate]:
    for pattern in _FIGURES:
        for match in pattern.finditer(text):
            yield from _hit(
                match, _day(int(match["y"]), int(match["m"]), int(match["d"]), language)
            )
    yield from _compact(text, language)
    for match in _YEAR_FIRST.finditer(text) if language.startswith("ko") else ():
        day = _day(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
        if day is not None:
            yield FoundDate(start=match.start(), end=match.end(), day=day)
    for match in _NUMERIC.finditer(text):
        first, _, second, end = match.groups()
        if len(end) == 2 and len(first + second) < 4 and "." in match[2]:
            continue  # a clause or a version: 1.2.26
        year = _whole_year(end, language)
        day = _day(year, int(second), int(first), language)
        other = _day(year, int(first), int(second), language)
        if day or other:
            yield FoundDate(
                start=match.start(), end=match.end(), day=day, month_first=other, figures=True
            )


def _compact(text: str, language: str) -> Iterator[FoundDate]:
    """Eight digits in a row, the year first or last."""
    for match in _COMPACT.finditer(text):
        day = _day(int(match["y"]), int(match["m"]), int(match["d"]), language)
        if day is not None:
            yield FoundDate(start=match.start(), end=match.end(), day=day, compact=True)
    for match in _COMPACT_LAST.finditer(text):
        one, two, year = (int(part) for part in match.groups())
        day, other = _day(year, two, one, language), _day(year, one, two, language)
        if day or other:
            yield FoundDate(
                start=match.start(),
                end=match.end(),
                day=day,
                month_first=other,
                figures=True,
                compact=True,
            )


def _east_asian(text: str, host: str) -> Iterator[FoundDate]:
    for match in _ERA.finditer(text):
        year = calendars.from_era(match["e"].upper(), 1 if match["y"] == "元" else int(match["y"]))
        yield from _hit(match, _day(year, int(match["m"]), int(match["d"])))
    for match in _CHARACTERS.finditer(text):
        year = int("".join(str(_VALUES[sign]) for sign in match["y"]))
        yield from _hit(match, _day(year, _from_signs(match["m"]), _from_signs(match["d"])))
    if host.endswith(".tw") or "民國" in text:
        for match in _MINGUO.finditer(text):
            year = calendars.from_minguo(int(match["y"]))
            yield from _hit(match, _day(year, int(match["m"]), int(match["d"])))


def _from_signs(signs: str) -> int:
    """Up to 99: 二十三."""
    tens, ten, ones = signs.rpartition("十")
    return (_VALUES.get(tens, 1) * 10 if ten else 0) + _VALUES.get(ones, 0)


def _named(text: str, language: str) -> Iterator[FoundDate]:
    for pattern in _NAMED:
        at = 0
        while match := pattern.search(text, at):
            year = _whole_year(match["y"], language)
            found = _from_name(match["m"], year, int(match["d"]), language)
            at = match.end() if found is not None else match.start() + 1
            yield from _hit(match, found)


def _from_name(name: str, year: int, day: int, language: str) -> date | None:
    word = " ".join(name.split()).strip(" .’'")
    key = fold(word)
    try:
        if key in HIJRI and year < 1600:
            return calendars.from_hijri(year, HIJRI[key], day)
        if key in JALALI and year < 1600:
            return calendars.from_jalali(year, JALALI[key], day)
    except ValueError:
        return None
    months = months_of(language)
    for candidate in (word, *word.split()):
        month = months.number(candidate)
        if month is not None:
            return _day(year, month, day, language)
    return None
