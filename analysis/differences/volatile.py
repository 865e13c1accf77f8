"""What a page changes by itself at each visit: counters, stamps of the last edit, session values.

By shape where the shape tells it, in any language: a clock with seconds, a long value of
letters and digits behind ``=``. The rest by the words of ``data/seed/noise.toml``.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from analysis.differences.typography import plain
from analysis.differences.values import DATE, NUMBER

_WORDS = Path(__file__).parents[2] / "data" / "seed" / "noise.toml"
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?!\d)")
_STAMPED = re.compile(rf"(?:{DATE})[T,]?\s*{_CLOCK.pattern}(?:\s?(?:Z|UTC|GMT|[+\-]\d\d:?\d\d))?")
_TIME = r"[0-2]?\d[:.h][0-5]\d(?:[:.][0-5]\d)?"
_MOMENT = re.compile(rf"(?P<moment>{DATE}|{_TIME}|(?:19|20)\d\d)", re.IGNORECASE)
#: A value that no person wrote: long, with letters and digits mixed.
_RANDOM = re.compile(r"(?<==)(?=[\w\-%.]*\d)(?=[\w\-%.]*[A-Za-z])[\w\-%.]{16,}")
_NUMBER = re.compile(NUMBER)
_LONGEST = 90
_MOST_WORDS = 7


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


@cache
def _opening(name: str, words_before: int, behind: str) -> re.Pattern[str]:
    """One of the words, at most ``words_before`` words into the line, with ``behind`` after it."""
    ranked = sorted((plain(word) for word in _words()[name]), key=len, reverse=True)
    either = "|".join(re.escape(word) for word in ranked)
    # Chinese, Japanese and Korean words have no edge.
    edge = r"(?![a-z])"
    before = rf"\W*(?:\w+\W+){{0,{words_before}}}?"
    return re.compile(rf"{before}(?:{either}){edge}{behind}", re.IGNORECASE)


@cache
def _parameter() -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in _words()["parameters"])
    return re.compile(rf"(?<=[?&;])(?:{either})=[^&;#\s\"'<>)\]]*", re.IGNORECASE)


def masked(text: str) -> str:
    """``text`` without session values and moments told to the second."""
    found = _parameter().sub("", _RANDOM.sub("", plain(text)))
    return _CLOCK.sub("", _STAMPED.sub("", found))


def is_stamp(text: str) -> bool:
    """``Last updated: 3 May 2026``, and nothing else: a line that tells of the page, not of a rule."""
    if len(text) > _LONGEST:
        return False
    bare, moments = _MOMENT.subn(" ", plain(text))
    if not moments or len(bare.split()) > _MOST_WORDS:
        return False
    return any(
        _opening(name, words, "").match(bare)
        for name, words in (("stamps", 3), ("stamp_openings", 0))
    )


def is_counter(text: str) -> bool:
    """``Views: 3,094`` or ``3094 views``: a lone whole number and the word for what it counts."""
    if len(text) > _LONGEST:
        return False
    bare, numbers = _NUMBER.subn(" ", plain(text))
    return numbers == 1 and _opening("counters", 3, r"\W*[次回]?\W*$").match(bare) is not None


def names_counter(text: str) -> bool:
    """Whether a line is a counter's caption: ``Visits:`` above the number."""
    return len(text) <= _LONGEST and is_counter(f"{text} 1")
