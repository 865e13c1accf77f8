"""Words per second and memory of the whole analysis, beside bare spaCy on the same texts.

``ROAMWATCH_BENCH_TEXTS`` names a file of JSON lines with ``text`` (and ``title``, ``country``,
``language_hint`` or ``lang``); without it the bundled gold is read.
"""

import json
import os
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import spacy

from analysis.lexicon import SEED
from analysis.pipeline import analyse

NAME = "analysis: words per second"
TEXTS = "ROAMWATCH_BENCH_TEXTS"
_LENGTHS = (250_000, 500_000, 1_000_000, 2_000_000)
_PAGE = (
    "The board approved the accounts of the year and thanked the staff for their work. "
    "Licensees shall pay the fee within 30 days.\n"
)
_ORDER = "Foreign SIMs must not stay in permanent roaming for more than 90 consecutive days. "
Row = Mapping[str, Any]


def run() -> Iterator[str]:
    """Both read every text once before the clock runs; then thrice, in turns, and the median counts."""
    rows = list(_rows())
    words = sum(len(row["text"].split()) for row in rows)
    bare = spacy.blank("en")
    bare.add_pipe("sentencizer")
    bare.max_length = 10_000_000
    _seconds(_analyse, rows)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _seconds(lambda row: bare(row["text"]), rows)
    turns = [
        (_seconds(_analyse, rows), _seconds(lambda row: bare(row["text"]), rows)) for _ in range(3)
    ]
    whole, plain = (median(seconds) for seconds in zip(*turns, strict=True))
    yield f"{len(rows)} texts, {words:,} words"
    yield f"bare spaCy with a sentencizer: {words / plain:,.0f} words/s"
    yield f"Roamwatch, gate to changes:    {words / whole:,.0f} words/s, {plain / whole:.1f} times as many"
    yield f"peak memory before spaCy's turn: {memory:,.0f} MB"
    yield from _by_length()


def _by_length() -> Iterator[str]:
    """One decision among ever more pages: time should grow no faster than the text."""
    for every in (0, 2_000, 200):
        name = f"a decision every {every:,} characters of" if every else "one decision in"
        for length in _LENGTHS:
            seconds = _seconds(_analyse, [{"text": _book(length, every), "lang": "en"}])
            yield f"{name} {length:,} characters: {seconds:.2f} s, {1e6 * seconds / length:.2f} µs each"


def _book(length: int, every: int) -> str:
    chapter = _PAGE * (every // len(_PAGE)) + _ORDER if every else _PAGE
    pages = chapter * (length // len(chapter))
    return f"Order on permanent roaming of foreign SIMs\n\n{_ORDER}{pages}"


def _rows() -> Iterator[Row]:
    given = os.environ.get(TEXTS)
    for path in [Path(given)] if given else sorted((SEED / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _analyse(row: Row) -> object:
    return analyse(
        row["text"],
        language=str(row.get("language_hint") or row.get("lang") or ""),
        country=str(row.get("country") or ""),
        title=str(row.get("title") or ""),
    )


def _seconds(read: Callable[[Row], object], rows: Sequence[Row]) -> float:
    """Processor time, which a busy machine does not stretch."""
    start = time.process_time()
    for row in rows:
        read(row)
    return time.process_time() - start
