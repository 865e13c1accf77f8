"""Numbers that only count lines, articles and items: another such number is no news.

No word lists: a number at the beginning of a line is one when the same form (the word or
sign before it, the sign behind it) runs up by ones through the text. ``Article 7`` counts,
whatever the language; ``Within 90 days`` does not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from analysis.differences.values import begins_with_date

_MARK = re.compile(
    r"(?P<label>第\s?|[^\W\d_]{1,20}\.?\s|[§¶№#]{1,2}\s?)?"
    r"(?P<open>[(\[（])?"
    r"(?P<number>\d{1,4}(?:[.\-–]\d{1,3})*[a-zA-Z]?|[ivxlcdm]{1,7}|[IVXLCDM]{1,7}|[^\W\d_]"
    r"|[一二三四五六七八九十百〇]{1,5})"
    r"(?P<close>[.):\]）、]+|\s?[条條章款节節项項조](?=\s|$))?"
    r"(?=\s|$|(?<=[.):\]）、]))"
)
_LAST_NUMBER = re.compile(r"(\d+)[a-zA-Z]?$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_HAN = {sign: at for at, sign in enumerate("〇一二三四五六七八九")}
_HAN_SIGNS = frozenset("〇一二三四五六七八九十百")
#: So many of a form's steps must count up, begin anew or stay (``5``, ``5a``).
_SHARE = 0.6

Form = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Enumerator:
    """What stands at the beginning of a line and may be counting; ``end`` is behind it."""

    form: Form
    number: str
    end: int
    before_capital: bool

    @property
    def firm(self) -> bool:
        """Hardly a quantity: more than a number, or a number with a dot before a capital."""
        return bool(self.form[0] or self.form[1] or self.form[2].strip(".")) or (
            bool(self.form[2]) and self.before_capital
        )


def enumerator(line: str) -> Enumerator | None:
    """The possible enumerator that ``line`` begins with."""
    match = _MARK.match(line)
    if match is None or begins_with_date(line):
        return None
    label, opened, closed = (match[name] or "" for name in ("label", "open", "close"))
    number = match["number"]
    if not number[0].isdigit() and not (closed or opened or (label and _is_roman(number))):
        return None
    after = line[match.end() :].lstrip()
    return Enumerator(
        form=(label.strip().casefold(), opened, closed.strip()),
        number=number,
        end=match.end(),
        before_capital=not after[:1].islower(),
    )


def counting(found: Iterable[Enumerator]) -> set[tuple[Form, str]]:
    """The forms, with their numbers, that count through one text, in its order."""
    series: dict[Form, list[Enumerator]] = {}
    for mark in found:
        series.setdefault(mark.form, []).append(mark)
    accepted: set[tuple[Form, str]] = set()
    for form, marks in series.items():
        steps = [_step(left.number, right.number) for left, right in pairwise(marks)]
        least = 3 if form == ("", "", "") or (form[0] and not form[2]) else 2
        if len(marks) < least or sum(steps) < _SHARE * len(steps):
            continue
        # A bare number counts only where its own neighbours do: 89, 90, 91.
        near = [left or right for left, right in pairwise([False, *steps, False])]
        accepted |= {
            (form, mark.number)
            for mark, near_by in zip(marks, near, strict=True)
            if near_by or mark.firm
        }
    return accepted


def _step(left: str, right: str) -> bool:
    befores, afters = _values(left), _values(right)
    if 1 in afters:
        return True
    steps = {after - before for before in befores for after in afters}
    return 1 in steps or (0 in steps and left != right)


def _values(number: str) -> set[int]:
    """Every number that it may be: ``i`` is the ninth letter and the Roman one."""
    last = _LAST_NUMBER.search(number)
    if last:
        return {int(last[1])}
    lower = number.lower()
    found = set()
    if _is_roman(number):
        values = [_ROMAN[sign] for sign in lower]
        found.add(sum(-a if a < b else a for a, b in pairwise([*values, 0])))
    if all(sign in _HAN_SIGNS for sign in number):
        found.add(_han(number))
    if len(number) == 1:
        found.add(ord(lower) - ord("a") + 1 if "a" <= lower <= "z" else ord(lower))
    return found


def _is_roman(number: str) -> bool:
    return all(sign in _ROMAN for sign in number.lower())


def _han(number: str) -> int:
    total = digit = 0
    for sign in number:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _HAN[sign]
    return total + digit
