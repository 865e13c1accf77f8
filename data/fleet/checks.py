"""Checks of many identifiers at once."""

from collections.abc import Collection, Sequence

import numpy as np

#: A digit (or any byte less 48) → the sum of the digits of its double.
_DOUBLED = np.zeros(256, dtype=np.uint8)
_DOUBLED[:10] = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_LONGEST = 32
#: Cells that are looked at together; where one of them is odd, each is looked at by itself.
SOME = 500


def luhn_each(texts: Sequence[str]) -> list[bool]:
    """For each text of digits whether the last is the Luhn check digit of those before it.

    What holds anything but digits gets some answer: ask :func:`not_digits`.
    """
    passes = np.zeros(len(texts), dtype=bool)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    for length in np.unique(lengths):
        if not 0 < length <= _LONGEST:
            continue
        places = np.flatnonzero(lengths == length)
        some = texts if len(places) == len(texts) else [texts[place] for place in places.tolist()]
        joined = "".join(some).encode("latin-1", "replace")  # one byte per letter, whatever it is
        backwards = np.frombuffer(joined, dtype=np.uint8).reshape(-1, length)[:, ::-1] - 48
        total = backwards[:, 0::2].sum(axis=1, dtype=np.int64)
        total += _DOUBLED[backwards[:, 1::2]].sum(axis=1, dtype=np.int64)
        passes[places] = total % 10 == 0
    found: list[bool] = passes.tolist()
    return found


def not_digits(texts: Sequence[str], lengths: Collection[int], *, needed: bool = False) -> set[int]:
    """Places of the texts that are not so many digits; empty ones only where they are ``needed``."""
    right = {*lengths} if needed else {*lengths, 0}
    found: set[int] = set()
    for start in range(0, len(texts), SOME):
        some = texts[start : start + SOME]
        if not (_all_digits("".join(some)) and right.issuperset(map(len, some))):
            each = enumerate(some, start)
            found.update(at for at, text in each if not (_all_digits(text) and len(text) in right))
    return found


def _all_digits(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal())
