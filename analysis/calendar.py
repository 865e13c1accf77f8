"""Dates in a folded text: month names and the order of day and month come from CLDR.

dateparser's search finds dates in loose words too ("may", "second") and is slow; here
only full dates count, and hand-written cues decide which date is which.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError

from analysis.eastern import find_eastern
from analysis.folding import fold
from analysis.hijri import find_hijri
from analysis.letters import SPACELESS
from analysis.lexicon import language as language_file
from analysis.months import around_months
from analysis.spelled import numbers, year_of, years_in_words

_SEP = r"[ .,/\-]*"
_LINK = (
    r"(?: ?(?:(?:dias? )?d(?:el|o) mes de|(?:del?|do) ano(?: de)?|dell'anno|de l'an|days? of|of|de|del|do"
    r"|da|di|den|der|van|tahun|من شهر|شهر|(?:من )?(?:ال|ل)?(?:عام|سنه)|من|พ\.ศ)\b)?"
)
#: 1st, 1º, 1° (a sign, no letter), 1-го, «1».
_DAY = (
    r"(?P<{0}>[0-3]?\d)(?: ?(?:(?:st|nd|rd|th|er|ste|hb|o|º|ª|e|-?го)\b|°))?\.?[\"»]?"
    r"(?: ?\([^\W\d][^()\d\n]{{2,20}}\))?"
)
_YEAR = r"(?P<{0}>(?:19|20|25)\d\d)(?!\d)"
#: What may not stand before a number is looked at behind its first digit: a search that begins
#: with a digit runs over letters ten times as fast.
_ISO = re.compile(
    r"(?P<y>(?:19|20)(?<![\d.\-/]\d\d)\d\d)[-/.](?P<m>[01]?\d)[-/.](?P<d>[0-3]?\d)(?![\d\-])"
)
_SHORT = re.compile(
    r"(?P<a>\d(?<![\d.\-/]\d)(?:(?<=[0-3])\d)?)([./\-])(?P<b>[0-3]?\d)\2(?P<y>(?:19|20)?\d\d)(?![\d\-/])"
)
_MONTH_NUMBER = r"(?P<m{0}>1[0-2]|0?[1-9])(?!\d)"
#: ngày 1 tháng 7 năm 2026, tháng 7/2026, ngày 1/7 (folded: without marks).
_VIETNAMESE = re.compile(
    rf"(?<![\w/])(?:(?P<d1>[0-3]?\d) ?thang {_MONTH_NUMBER.format(1)}"
    r"(?:(?:,? nam | ?[/\-] ?)(?P<y1>20\d\d)(?!\d))?"
    rf"|thang {_MONTH_NUMBER.format(2)}(?:,? nam | ?[/\-] ?)(?P<y2>20\d\d)(?!\d)"
    r"|(?:ngay (?P<d3>[0-3]?\d)[/.\-]|(?:tu|den|truoc|het) (?P<d4>[0-3]?\d)[/\-])"
    rf"{_MONTH_NUMBER.format(3)}(?![/.\-]\d)(?! ?(?:%|ngay|thang|nam|gio|lan|trieu)))"
)
_SPACELESS_LETTER = re.compile(f"[{SPACELESS}]")
#: treinta (30) de junio.
_IN_FIGURES = r"(?: ?\([0-3]?\d[^()\d\n]{0,3}\))?"
_LEAP = 2000
_BEFORE_A_DAY = re.compile(r"\b(?:on|from|until|till|to|by|before|after|since) $")


@dataclass(frozen=True)
class Found:
    """A date at ``start:end`` of the folded text; ``whole_month`` where no day was named."""

    start: int
    end: int
    day: date
    whole_month: bool = False
    yearless: bool = False
    """Only day and month were said; ``day`` is in a leap year of no meaning."""
    monthless: bool = False
    """Only the day was said; month and year of ``day`` have no meaning."""

    @property
    def value(self) -> str:
        """ISO 8601, with ``~`` behind a whole month, without the year (and month) where none was said."""
        if self.monthless:
            return f"---{self.day:%d}"
        if self.yearless:
            return f"--{self.day:%m-%d}"
        return self.day.isoformat() + "~" * self.whole_month


@cache
def months(language: str) -> dict[str, int]:
    """Every spelling of a month in a language, folded → 1 to 12. English ones always count."""
    names: dict[str, int] = {}
    for code in ("en", language):
        try:
            locale = Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    names[fold(str(name)).text.strip(" .")] = int(number)
    names |= {
        fold(name).text: value for name, value in language_file(language).dates.extra_months.items()
    }
    return {
        name: value
        for name, value in names.items()
        if len(name) > 2 and not any(char.isdigit() or char in "月월" for char in name)
    }


@cache
def _days(language: str) -> dict[str, int]:
    """The first of May, treinta de junio: days in words, longest first; in Arabic with the article too."""
    plain = {fold(word).text: value for word, value in language_file(language).ordinals.items()}
    words = plain | (
        {f"ال{word}": value for word, value in plain.items()} if language == "ar" else {}
    )
    if years_in_words(language):
        words = numbers(language) | words
    return {word: words[word] for word in sorted(words, key=len, reverse=True) if words[word] < 32}


@cache
def worded(language: str) -> re.Pattern[str]:
    """Every form of a date with the name of a month, as a language writes it."""
    names = "|".join(re.escape(name) for name in sorted(months(language), key=len, reverse=True))
    # Thai writes เดือนมกราคม in one piece.
    edge = r"(?<![a-z\d])" if _SPACELESS_LETTER.search(names) else r"(?<!\w)"
    month = rf"(?P<{{0}}>{names})\.?(?![^\W\d_])"
    link = _SEP + _LINK
    worded_year = years_in_words(language) or "(?!)"
    year = (
        rf"(?:{_YEAR.format(f'y{form}')}|(?P<w{form}>{worded_year})(?!\w))"
        for form in (1, 2, 3, 4, 6)
    )
    days = "|".join(re.escape(word) for word in _days(language)) or "(?!)"
    forms = (
        _DAY.format("d1") + link + _SEP + month.format("m1") + link + r"[ ,.\-]*" + next(year),
        month.format("m2") + r"[ .,\-]*" + _DAY.format("d2") + r"[ ,]+" + next(year),
        next(year)
        + r"(?: ?\.?m)?[ .,\-]*"
        + month.format("m3")
        + " "
        + _DAY.format("d3")
        + r"(?!\d)",
        month.format("m4") + link + r"[ ,]*" + next(year),
        _DAY.format("d5") + link + _SEP + month.format("m5"),
        rf"(?P<o6>{days}){_IN_FIGURES}"
        + link
        + " "
        + month.format("m6")
        + f"(?:{link}[ ,.\\-]*{next(year)})?",
        month.format("m7")
        + " "
        + _DAY.format("d7")
        + r"(?![\d%:]|[.,]\d| (?:days|people|million))",
    )
    return re.compile("|".join(f"(?:{edge}{form})" for form in forms))


@cache
def day_first(language: str, country: str) -> bool:
    """Whether 03/04/2026 is the third of April there. English without a country: yes."""
    try:
        locale = Locale.parse(f"{language}_{country}" if country else language)
    except (UnknownLocaleError, ValueError):
        return True
    if language == "en" and not country:
        return True
    pattern = locale.date_formats["short"].pattern
    return pattern.find("d") < pattern.find("M") or "y" in pattern[:1]


def find_dates(folded: str, language: str, country: str = "") -> list[Found]:
    """Every date with a year or with day and month, in order of position, none inside another."""
    found = [
        *_numeric(folded, day_first(language, country if len(country) == 2 else "")),
        *_in_words(folded, language),
        *_east_asian(folded, language),
        *_vietnamese(folded, language),
        *(Found(start, end, day) for start, end, day in find_hijri(folded, language)),
    ]
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last one of a shorter month."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def add_working_days(day: date, count: int) -> date:
    """``count`` days later, Saturdays and Sundays not counted (holidays are unknown)."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _numeric(folded: str, first: bool) -> Iterator[Found]:
    for match in _ISO.finditer(folded):
        yield from _found(*match.span(), match["y"], match["m"], match["d"])
    for match in _SHORT.finditer(folded):
        year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
        day, month = (match["a"], match["b"]) if first else (match["b"], match["a"])
        if int(month) > 12:
            day, month = month, day
        yield from _found(*match.span(), year, month, day)


def _in_words(folded: str, language: str) -> Iterator[Found]:
    known = months(language)
    for match in find_in_words(folded, language):
        if match["m6"]:
            yield from _on_worded_day(match, language, known[match["m6"]])
        for form in "57":
            if match[f"m{form}"] and not _is_a_verb(match, folded):
                yield from _yearless(*match.span(), known[match[f"m{form}"]], match[f"d{form}"])
        for form in "1234":
            name = match[f"m{form}"]
            if name:
                day = match[f"d{form}"] if form != "4" else None
                yield from _found(
                    *match.span(), _year(match, form, language), str(known[name]), day
                )


def _year(match: re.Match[str], form: str, language: str) -> str:
    """The year of a date in words, in digits; empty where none was said."""
    words = match[f"w{form}"]
    return str(year_of(language, words)) if words else match[f"y{form}"] or ""


def _on_worded_day(match: re.Match[str], language: str, month: int) -> Iterator[Found]:
    """Without a year only the first of a month is written so: "second May" is no day."""
    day, year = _days(language)[match["o6"]], _year(match, "6", language)
    if year:
        yield from _found(*match.span(), year, str(month), str(day))
    elif day == 1 and language != "en":
        yield from _yearless(*match.span(), month, str(day))


def find_in_words(folded: str, language: str) -> Iterator[re.Match[str]]:
    """Where a date in words stands: looked for around the names of months only."""
    for start, end in around_months(folded, tuple(months(language))):
        yield from worded(language).finditer(folded, start, end)


def _is_a_verb(match: re.Match[str], folded: str) -> bool:
    """Whether ``may 12`` is the verb: the month stands behind a preposition."""
    start = match.start()
    return match["m7"] == "may" and not _BEFORE_A_DAY.search(folded, max(start - 8, 0), start)


def _yearless(start: int, end: int, month: int, day: str) -> Iterator[Found]:
    try:
        value = date(_LEAP, month, int(day))
    except ValueError:
        return
    yield Found(start, end, value, yearless=True)


def _east_asian(folded: str, language: str) -> Iterator[Found]:
    for written in find_eastern(folded, language):
        start, end, day = written.start, written.end, str(written.day or "") or None
        if written.month == 0:
            yield Found(start, end, date(_LEAP, 1, written.day or 1), monthless=True)
        elif written.year is None:
            yield from _yearless(start, end, written.month, day or "0")
        else:
            yield from _found(start, end, str(written.year), str(written.month), day)


def _vietnamese(folded: str, language: str) -> Iterator[Found]:
    for match in _VIETNAMESE.finditer(folded) if language == "vi" else ():
        day, month = (
            match["d1"] or match["d3"] or match["d4"],
            match["m1"] or match["m2"] or match["m3"],
        )
        year = match["y1"] or match["y2"]
        # The word before the numbers is a cue's: "from 1/7", "to day 31-3".
        start, end = max(match.start(), match.start("d3"), match.start("d4")), match.end()
        if year:
            yield from _found(start, end, year, month, day)
        else:
            yield from _yearless(start, end, int(month), day)


def _found(start: int, end: int, year: str, month: str, day: str | None) -> Iterator[Found]:
    number = int(year) - 543 if int(year) > 2400 else int(year)  # Thai Buddhist era
    try:
        value = date(number, int(month), int(day or 1))
    except ValueError:
        return
    if 1950 <= value.year <= 2100:
        yield Found(start, end, value, day is None)
