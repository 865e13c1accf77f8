"""Dates as China, Taiwan, Japan and Korea write them, in a folded text: eras, Minguo, Han numerals."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.numerals import HAN_NUMBER, han_value

_HAN_YEAR = r"(?:19|20)\d\d|(?<!\w)'\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2}"
_HAN_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?[月월]\s?"
_HAN_DAY = r"(?P<d>[123]\d|0?\d|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号號일]"
#: 令和元年(2019年)12月13日, 2018年(平成30年)5月: the year twice.
_SAME_YEAR_BESIDE = r"(?:\((?:(?:19|20)\d\d|(?:令和|平成|昭和)\s?(?:\d{1,2}|元))年\)\s?)?"
#: 2026年3月1日, 二〇二六年三月一日, 令和8年4月1日, 中華民國115年1月1日, 2026년 3월 1일, '26년 7월.
_HAN = re.compile(
    rf"(?:(?P<era>令和|平成|昭和|民[國国])\s?(?P<ey>\d{{1,3}}|元|{HAN_NUMBER})|(?P<y>{_HAN_YEAR}))\s?[年년]\s?{_SAME_YEAR_BESIDE}"
    rf"(?:{_HAN_MONTH}(?:{_HAN_DAY})?|(?P<end>[底末말]))"
)
#: Taiwan's calendar without its name: 115年1月1日.
_MINGUO = re.compile(
    rf"(?<!\d)(?P<ey>1[0-3]\d|(?<![〇一二三四五六七八九])一百[零〇]?[一二三]?十?[一二三四五六七八九]?)年{_HAN_MONTH}{_HAN_DAY}"
)
_HAN_YEARLESS = re.compile(
    rf"(?<![\d一二三四五六七八九十]){_HAN_MONTH}(?:{_HAN_DAY}|(?P<end>[底末]))"
)
#: 16일부터, 16日から: the day that comes next.
_DAY_ALONE = re.compile(
    r"(?<![\d月월.])(?<![月월] )(?P<d>[12]\d|3[01]|[1-9])(?:일\x01?(?=부터|자로)|日(?=から|より|付け))"
)
#: Korean: 2026. 3. 1. or '26. 3. 1.
_DOTTED = re.compile(
    r"(?<![\d.\w])(?P<y>(?:19|20)\d\d|'\d\d)\. ?(?P<m>[01]?\d)\. ?(?P<d>[0-3]?\d)(?!\d)\.?"
)
_DAYS_OF_THE_EAST = re.compile("[年月日년월일]")
_LAST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
#: 同年, 같은 해: the year of the date before.
_SAME_YEAR = ("同年", "同年 ", "같은 해", "같은 해 ")


@dataclass(frozen=True)
class Written:
    """A date at ``start:end`` as it stands: ``year`` or ``day`` None where the text has none.

    ``month`` 0: the text names the day only.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None


def find_eastern(folded: str, language: str) -> Iterator[Written]:
    """Every such date, unchecked: the 31st of February is one too. Kinds after each other."""
    if _DAYS_OF_THE_EAST.search(folded):
        whole = list(_in_han(folded))
        yield from whole
        yield from _yearless(folded, whole)
        for match in _DAY_ALONE.finditer(folded):
            yield Written(*match.span(), None, 0, int(match["d"]))
    for match in _DOTTED.finditer(folded):
        yield Written(*match.span(), _value(match["y"]), int(match["m"]), int(match["d"]))
    if language == "zh":
        for match in _MINGUO.finditer(folded):
            year = 1911 + _value(match["ey"])
            yield Written(*match.span(), year, _value(match["m"]), _day(match))


def _in_han(folded: str) -> Iterator[Written]:
    for match in _HAN.finditer(folded):
        year = _value(match["y"] or "")
        if match["era"]:
            year = _ERAS[match["era"]] + _value(match["ey"])
        # 年底, 年末, 연말: the last month.
        month = 12 if match["end"] else _value(match["m"])
        yield Written(*match.span(), year, month, None if match["end"] else _day(match))


def _yearless(folded: str, whole: Sequence[Written]) -> Iterator[Written]:
    """Days without a year, but for 同年."""
    ends = [written.end for written in whole]
    for match in _HAN_YEARLESS.finditer(folded):
        before = bisect_right(ends, match.start())
        same = before and folded.endswith(_SAME_YEAR, 0, match.start())
        year = whole[before - 1].year if same else None
        month, day = _value(match["m"]), _day(match)
        # 12月底, 12월 말: the last day that every year has.
        yield Written(*match.span(), year, month, day or (None if same else _LAST[month - 1]))


def _value(text: str) -> int:
    """Of digits, of ``'26``, or of Han characters."""
    if text.startswith("'"):
        return 2000 + int(text[1:])
    return int(text) if text.isdigit() else han_value(text) or 0


def _day(match: re.Match[str]) -> int | None:
    return _value(match["d"]) if match["d"] else None
