"""How far two annotators of the gold agree: ``python -m tests.agreement``.

Share of equal labels, and Cohen's kappa, which is 0 for two who guess by the same habits and 1
for two who always agree (Cohen 1960). By the part of the gold, since the test part's is the
ceiling of what may be asked of the analysis there.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import data

GOLD = Path(data.__file__).parent / "seed" / "gold"
LABELS = GOLD / "second" / "labels.jsonl"
FIELDS = ("change_kind", "status", "direction", "effective_date", "deadline", "limit_days")

Pair = tuple[Any, Any]


def labels() -> list[dict[str, Any]]:
    """Each text with a change: ``id``, and what the ``first`` and the ``second`` annotator said."""
    return [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]


def splits() -> dict[str, str]:
    """Which part of the gold each text is in."""
    items = (
        json.loads(line)
        for path in GOLD.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    )
    return {item["id"]: item["split"] for item in items}


def kappa(pairs: Sequence[Pair]) -> float:
    """Agreement beyond that of chance; 1.0 where chance alone would agree always."""
    count = len(pairs)
    seen = sum(one == other for one, other in pairs) / count
    ones, others = (Counter(str(pair[place]) for pair in pairs) for place in (0, 1))
    chance = sum(number * others[word] for word, number in ones.items()) / count**2
    return 1.0 if chance == 1.0 else (seen - chance) / (1 - chance)


def table(rows: Iterable[dict[str, Any]], parts: dict[str, str]) -> Iterator[str]:
    """A line for each field: equal labels of all and of the test part, each with kappa."""
    rows = list(rows)
    yield "| field | equal, all | kappa | equal, test part | kappa |"
    yield "|---|---|---|---|---|"
    for field in FIELDS:
        cells = []
        for part in (None, "test"):
            pairs = [
                (row["first"][field], row["second"][field])
                for row in rows
                if part in (None, parts[row["id"]])
            ]
            same = sum(one == other for one, other in pairs)
            cells += [f"{same} of {len(pairs)}, {same / len(pairs):.3f}", f"{kappa(pairs):.2f}"]
        yield f"| {field} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(labels(), splits())) + "\n")
