"""Proof on real texts: the gate changes no reading, and every quote stands where it says.

Reading a text whole and reading what the gate lets through must give the same topics,
countries and changes, down to the quotes and reasons. Marks are left out: without the gate
there are more of them, far from any topic.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from analysis.pipeline import analyse
from analysis.types import Reading


def prove(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Read every text with and without the gate.

    ``rows`` have ``text``, and as far as known ``id``, ``title``, ``country``, ``published``,
    and ``lang`` or ``language_hint``. Keys of the answer: ``texts``, ``relevant``, ``differing`` (ids),
    ``quotes`` and ``misplaced`` (``{"id", "start", "end"}``).
    """
    texts = relevant = quotes = 0
    differing: list[str] = []
    misplaced: list[dict[str, Any]] = []
    for row in rows:
        texts += 1
        name = str(row.get("id") or texts)
        known = _known(row)
        reading = analyse(str(row["text"]), **known)
        whole = analyse(str(row["text"]), **known, gated=False)
        relevant += reading.relevant
        if replace(reading, marks=()) != replace(whole, marks=()):
            differing.append(name)
        quotes += sum(len(change.evidence) for change in reading.changes)
        misplaced += [{"id": name, **found} for found in misquoted(str(row["text"]), reading)]
    return {
        "texts": texts,
        "relevant": relevant,
        "differing": differing,
        "quotes": quotes,
        "misplaced": misplaced,
    }


def misquoted(text: str, reading: Reading) -> list[dict[str, int]]:
    """Offsets of quotes that are not what stands there."""
    return [
        {"start": quote.start, "end": quote.end}
        for change in reading.changes
        for quote in change.evidence
        if text[quote.start : quote.end] != quote.quote or not quote.quote
    ]


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        published = date.fromisoformat(str(row.get("published") or "")[:10])
    except ValueError:
        published = None
    return {
        "country": str(row.get("country") or ""),
        "language": str(row.get("lang") or row.get("language_hint") or ""),
        "published": published,
        "title": str(row.get("title") or ""),
    }
