"""Numbers that were met so far, each with what was noted first. 16 bytes for each."""

import numpy as np
from numpy.typing import NDArray

from data.fleet.numbers import Numbers


class Firsts:
    """Number of 64 bits → note of 64 bits (never 0), in sorted runs of which each is over twice the next."""

    def __init__(self) -> None:
        self._runs: list[tuple[Numbers, Numbers]] = []

    def notes(self, numbers: Numbers) -> Numbers:
        """What was noted of each; 0 for nothing."""
        found = np.zeros(len(numbers), dtype=np.uint64)
        for known, notes in self._runs:
            places = np.minimum(known.searchsorted(numbers), len(known) - 1)
            found = np.where(known[places] == numbers, notes[places], found)
        return found

    def note(self, numbers: Numbers, notes: Numbers) -> None:
        """Note these. Each once, and none that was met."""
        if not len(numbers):
            return
        self._runs.append(_sorted(numbers, notes))
        while len(self._runs) > 1 and len(self._runs[-2][0]) <= 2 * len(self._runs[-1][0]):
            (later, noted), (earlier, before) = self._runs.pop(), self._runs.pop()
            both = np.concatenate((earlier, later)), np.concatenate((before, noted))
            self._runs.append(_sorted(*both))


def repeats(numbers: Numbers) -> NDArray[np.bool_]:
    """Which of them stand among those before."""
    order = numbers.argsort(kind="stable")
    found = np.zeros(len(numbers), dtype=np.bool_)
    found[order[1:]] = numbers[order[1:]] == numbers[order[:-1]]
    return found


def _sorted(numbers: Numbers, notes: Numbers) -> tuple[Numbers, Numbers]:
    order = numbers.argsort(kind="stable")
    return numbers[order], notes[order]
