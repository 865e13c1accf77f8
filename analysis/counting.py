"""Counts and the shares made of them, each with the interval in which the true share may lie."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

#: Standard normal deviate of a 95 % interval.
_Z = 1.96
#: Confidence is shown in steps of this width.
_STEP = 0.1


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole``, rounded to four places; None where there is nothing."""
    return round(part / whole, 4) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (E. B. Wilson, 1927): honest for few items and near 1."""
    if not whole:
        return None
    rate, squared = part / whole, _Z * _Z
    middle = (rate + squared / (2 * whole)) / (1 + squared / whole)
    spread = rate * (1 - rate) / whole + squared / (4 * whole * whole)
    half = _Z / (1 + squared / whole) * math.sqrt(spread)
    return round(max(middle - half, 0.0), 4), round(min(middle + half, 1.0), 4)


@dataclass
class Count:
    """True and false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, *, gold: bool, predicted: bool) -> None:
        """Count one decision."""
        self.tp += gold and predicted
        self.fp += predicted and not gold
        self.fn += gold and not predicted

    def as_json(self) -> dict[str, Any]:
        """Precision, recall and F1 with intervals; None where nothing was to be found or predicted.

        The interval of F1 is that of the share of right among all that was labelled or
        predicted, carried over to F1, which rises with it: an approximation.
        """
        every = self.tp + self.fp + self.fn
        jaccard = wilson(self.tp, every)
        return {
            "precision": share(self.tp, self.tp + self.fp),
            "recall": share(self.tp, self.tp + self.fn),
            "f1": share(2 * self.tp, 2 * self.tp + self.fp + self.fn),
            "tp": self.tp, "fp": self.fp, "fn": self.fn,
            "intervals": {
                "precision": wilson(self.tp, self.tp + self.fp),
                "recall": wilson(self.tp, self.tp + self.fn),
                "f1": tuple(round(2 * j / (1 + j), 4) for j in jaccard) if jaccard else None,
            },
        }  # fmt: skip


def accuracy(outcomes: Sequence[bool]) -> dict[str, Any]:
    """Right ones of all, with their interval."""
    right = sum(outcomes)
    return {
        "accuracy": share(right, len(outcomes)),
        "right": right,
        "of": len(outcomes),
        "interval": wilson(right, len(outcomes)),
    }


def reliability(judged: Iterable[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Whether changes told with a confidence of 0.9 are right nine times in ten.

    ``judged``: confidence and whether the change was one. A row per step of confidence
    that occurs: its bounds, how many, the mean confidence said and the share that was right.
    """
    steps: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        steps.setdefault(min(int(confidence / _STEP + 1e-9), round(1 / _STEP) - 1), []).append(
            (confidence, right)
        )
    return [
        {
            "from": round(step * _STEP, 2),
            "to": round((step + 1) * _STEP, 2),
            "said": round(sum(confidence for confidence, _ in rows) / len(rows), 4),
            **accuracy([right for _, right in rows]),
        }
        for step, rows in sorted(steps.items())
    ]
