"""Texts and questions as words: folded letters, pairs of letters where no spaces stand. Pure.

Letter case, accents and the vowel signs of Arabic play no part. Chinese, Japanese, Korean, Thai,
Lao, Khmer and Burmese are cut into overlapping pairs: whoever asks for a word finds each text
that has its letters in pairs.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Scripts without spaces, and Korean, whose words take endings.
_DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
)
#: What stands within a word without being a letter: accents, vowel signs, soft hyphens, joiners.
_INSIDE = "\u00ad\u0300-\u036f\u064b-\u0670\u0900-\u0dff\u200b-\u200f"
_LETTERS = f"[^\\W_{_DENSE}]"
_RUN = re.compile(f"[{_DENSE}]+|{_LETTERS}+(?:[{_INSIDE}]+{_LETTERS}*)*")
#: The same of a text in ASCII, twice as quick.
_ASCII_RUN = re.compile("[A-Za-z0-9]+")
_IS_DENSE = re.compile(f"[{_DENSE}]")
#: Accents of Latin, Greek and Cyrillic, the signs of Arabic and Hebrew, soft hyphens, joiners.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\ufeff]"
)
#: Longer runs are no words; a store may refuse them.
_LONGEST = 60
#: A question is cut off after this many words.
_MOST_ASKED = 12
_PHRASE = re.compile(r'["“”„«»](.+?)["“”„«»]')


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked for: each word must stand in the text, a phrase as it was written."""

    words: tuple[str, ...]
    """Words; of three letters and more each stands for all that begin with it. In scripts without
    spaces, pairs of letters."""
    phrases: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()
    """Words that stand for themselves alone, since a phrase goes on behind them: of the many texts
    that have words like these, few are left to look the phrase up in."""


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """One word without letter case and marks: ``Régulation`` → ``regulation``, ``İZİN`` → ``izin``."""
    if word.isascii():
        return word.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return unicodedata.normalize("NFC", bare).replace("ı", "i")


def words_of(text: str) -> dict[str, None]:
    """The different words of a text, in the order of their first appearance."""
    found: dict[str, None] = {}
    for run in dict.fromkeys(match[0] for match in _runs(text)):
        found.update(dict.fromkeys(_cut(run)))
    return found


def asked(text: str) -> Question:
    """Read what somebody typed. Signs are no words: nothing typed can be wrong."""
    phrases = tuple(phrase.strip() for phrase in _PHRASE.findall(text) if phrase.strip())
    return Question(
        words=tuple(words_of(text))[:_MOST_ASKED],
        phrases=phrases,
        whole=frozenset(word for phrase in phrases for word in _before_the_last(phrase))
        - words_of(_PHRASE.sub(" ", text)).keys(),
    )


def may_go_on(word: str) -> bool:
    """Whether a word that is asked for stands for longer ones too: “eu” is not “euro”."""
    return len(word) > 2 or _IS_DENSE.match(word) is not None


class Wanted(dict[str, tuple[tuple[int, int], ...]]):
    """What was asked for, to be marked in texts: run of letters → where it is what was asked for.

    Texts repeat their words: each different run is looked at once, so one of these serves a page.
    """

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._whole = set(words)
        self._begun = tuple(word for word in words if may_go_on(word))

    def __missing__(self, run: str) -> tuple[tuple[int, int], ...]:
        found: tuple[tuple[int, int], ...] = ()
        if _IS_DENSE.match(run):
            pairs = range(max(len(run) - 1, 1))
            begin = (at for at in pairs if fold(run[at : at + 2]).startswith(self._begun))
            found = tuple((at, min(at + 2, len(run))) for at in begin)
        elif (folded := fold(run)) in self._whole or folded.startswith(self._begun):
            found = ((0, len(run)),)
        self[run] = found
        return found


def hits(text: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Where what was asked for stands in ``text``, in its own characters."""
    for match in _runs(text):
        for left, right in wanted[match[0]]:
            yield match.start() + left, match.start() + right


def _runs(text: str) -> Iterator[re.Match[str]]:
    return (_ASCII_RUN if text.isascii() else _RUN).finditer(text)


def _before_the_last(phrase: str) -> Iterator[str]:
    for run in [match[0] for match in _runs(phrase)][:-1]:
        yield from _cut(run)


def _cut(run: str) -> Iterator[str]:
    """The words of one run of letters."""
    if not _IS_DENSE.match(run):
        yield fold(run)[:_LONGEST]
    elif len(run) == 1:
        yield fold(run)
    else:
        yield from (fold(run[at : at + 2]) for at in range(len(run) - 1))
