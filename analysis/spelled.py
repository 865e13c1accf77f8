"""Numbers spelled out: the words of a language file, and years made of them (dos mil veintiséis)."""

import re
from functools import cache

from analysis.folding import fold
from analysis.lexicon import language as language_file

_MILLENNIUM = 2000
_AND = "(?:(?:y|e|et|and) )?"


@cache
def numbers(code: str) -> dict[str, int]:
    """Number words of a language, folded."""
    return {fold(word).text: value for word, value in language_file(code).numbers.items()}


@cache
def years_in_words(code: str) -> str:
    """An expression for a year of this century; empty in a language that lists no word for 2000."""
    if not _thousands(code):
        return ""
    return rf"(?:{_any(_thousands(code))})(?: ?{_AND}(?:{_any(_below_a_hundred(code))}))?"


def year_of(code: str, words: str) -> int:
    """The year that the expression matched."""
    stem = max(filter(words.startswith, _thousands(code)), key=len)
    rest = re.sub(rf"^ ?{_AND}", "", words.removeprefix(stem))
    return _MILLENNIUM + numbers(code).get(rest, 0)


@cache
def _thousands(code: str) -> tuple[str, ...]:
    return tuple(word for word, value in numbers(code).items() if value == _MILLENNIUM)


@cache
def _below_a_hundred(code: str) -> tuple[str, ...]:
    return tuple(word for word, value in numbers(code).items() if value < 100)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
