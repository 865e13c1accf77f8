"""Two versions of a law of a megabyte with four hundred amendments, beside bare difflib."""

import difflib
import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from analysis.diff import differ
from tests.analysis.statutes import Statutes, render, renumbered

NAME = "difference of two 1-MB texts"
#: Two files of one's own instead, separated by ``:``.
TEXTS = "ROAMWATCH_BENCH_DIFF"


def run() -> Iterator[str]:
    """Processor time of both on the same texts, and the peak of memory."""
    old, new = _texts()
    differ("Warm up. Twice.", "Warm up. Thrice.")
    start = time.process_time()
    found = differ(old, new)
    ours = time.process_time() - start
    yield f"{len(old):,} and {len(new):,} signs, {len(old.splitlines()):,} lines: {found.counts()}"
    yield f"Roamwatch, by passage with values:        {ours:6.2f} s, {_peak(old, new):,.0f} MB of objects"
    start = time.process_time()
    matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False)
    blocks = sum(code[0] != "equal" for code in matcher.get_opcodes())
    bare = time.process_time() - start
    yield f"bare difflib, by line, no words, no moves: {bare:6.2f} s, {blocks} blocks"
    yield f"{bare / ours:.1f} times as quick as difflib; resident at most {_resident():,.0f} MB"


def _texts() -> tuple[str, str]:
    if TEXTS in os.environ:
        old, new = os.environ[TEXTS].split(":")
        return Path(old).read_text(encoding="utf-8"), Path(new).read_text(encoding="utf-8")
    made = Statutes(7)
    law = made.law(1300)
    amended = made.amend(law, 400)
    return render(law)[0], render(renumbered(amended.articles))[0]


def _peak(old: str, new: str) -> float:
    tracemalloc.start()
    differ(old, new)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _resident() -> float:
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1e6 if sys.platform == "darwin" else 1e3)
