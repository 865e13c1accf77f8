"""Words per second of the whole analysis, beside bare spaCy on the same English texts.

``ROAMWATCH_BENCH_TEXTS`` names a file of JSON lines with ``text`` (and ``language_hint`` or
``lang``); without it the bundled gold is read.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy

from analysis.lexicon import SEED
from analysis.pipeline import analyse

NAME = "analysis: words per second"
TEXTS = "ROAMWATCH_BENCH_TEXTS"


def run() -> Iterator[str]:
    """Warm both up, then read every English text with each."""
    texts = list(_texts())
    words = sum(len(text.split()) for text in texts)
    bare = spacy.blank("en")
    bare.add_pipe("sentencizer")
    bare.max_length = 10_000_000
    analyse(
        "IMEI registration is required by the Communications Authority of Kenya.", language="en"
    )
    bare("Warm up. Twice.")
    plain = _seconds(lambda text: bare(text), texts)
    whole = _seconds(lambda text: analyse(text, language="en"), texts)
    yield f"{len(texts)} English texts, {words:,} words"
    yield f"bare spaCy with a sentencizer: {words / plain:,.0f} words/s"
    yield f"Roamwatch, gate to changes:    {words / whole:,.0f} words/s, {plain / whole:.2f} of bare"


def _texts() -> Iterable[str]:
    path = Path(os.environ.get(TEXTS) or SEED / "gold" / "en.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if (row.get("language_hint") or row.get("lang")) == "en":
            yield row["text"]


def _seconds(read: Callable[[str], object], texts: Iterable[str]) -> float:
    """Processor time, which a busy machine does not stretch."""
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start
