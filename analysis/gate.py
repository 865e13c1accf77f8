"""The gate: a text without a single word of any topic, in any language, is not read further.

Exact by construction: the same patterns that the topics component uses, over all
languages at once, on the same folded text. What it lets through is read by spaCy only
in passages around hits, the start, the end, and where something enters into force.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from analysis.components import dates as date_component
from analysis.components import topics as topic_component
from analysis.components.topics import Role
from analysis.folding import Folded
from analysis.lexicon import topics
from analysis.matching import Hit, Matcher
from data.words import Topic

#: Up to this many characters a text that passes is read whole.
WHOLE = 12_000
_LEAD, _TAIL, _AROUND, _AROUND_DATE = 4_000, 3_000, 700, 300
_MOST_HITS = 400
#: Longest sentence over which a weak word looks for company, in characters.
_SENTENCE = 1_000


@cache
def _all_words() -> Matcher[None]:
    return Matcher(
        (entry, None)
        for file in topics().values()
        for words in file.words.values()
        for entry in (*words.strong, *words.weak)
    )


def passes(folded: Folded, raw: str) -> bool:
    """Whether any topic's word of any language stands in the text."""
    return _all_words().any(folded, raw)


def passages(folded: Folded, raw: str, language: str) -> list[tuple[int, int]]:
    """``(start, end)`` of what the pipeline reads, in raw offsets, apart and in order.

    Empty when no word of the topics, in this language or as a loan word, stands in it.
    """
    hits = _telling(list(topic_component.matcher_of(language).find(folded, raw)))
    if not hits:
        return []
    length = len(folded.text)
    if length <= WHOLE:
        return [(0, len(raw))]
    windows = [(0, _LEAD), (length - _TAIL, length)]
    windows += [(at - _AROUND, at + _AROUND) for at in _spread(hits)]
    windows += [
        (hit.start - _AROUND_DATE, hit.end + _AROUND_DATE)
        for hit in date_component.matcher_of(language).find(folded, raw)
        if hit.payload.role in ("effective", *date_component.WITHOUT) and hit.end - hit.start > 10
    ]
    return [folded.span(start, end) for start, end in _merged(windows, folded.text)]


def _telling(hits: list[Hit[Role]]) -> list[int]:
    """Where a strong word stands, or a weak one with company in reach of a long sentence."""
    kept = {hit.start for hit in hits if hit.payload.role == "strong"}
    company: dict[Topic, list[int]] = {}
    for hit in hits:
        if hit.payload.role in ("strong", "company"):
            company.setdefault(hit.payload.topic, []).append(hit.start)
    for places in company.values():
        places.sort()
    for hit in hits:
        if hit.payload.role == "weak":
            places = company.get(hit.payload.topic, [])
            near = bisect_left(places, hit.start - _SENTENCE)
            if near < len(places) and places[near] <= hit.start + _SENTENCE:
                kept.add(hit.start)
    return sorted(kept)


def _spread(hits: list[int]) -> Iterable[int]:
    """At most so many hits, evenly over the text: a whole report on a topic needs no more."""
    if len(hits) <= _MOST_HITS:
        return hits
    step = len(hits) / _MOST_HITS
    return [hits[int(index * step)] for index in range(_MOST_HITS)]


def _merged(windows: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Windows widened to sentence or paragraph ends, joined where they touch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, len(text))) for start, end in windows):
        if merged and start <= merged[-1][1] + 700:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(_back(text, start), _forth(text, end)) for start, end in merged]


def _back(text: str, position: int) -> int:
    """Start of the sentence or paragraph around ``position``, at most 300 characters before."""
    if position == 0:
        return 0
    floor = max(position - 300, 0)
    found = max(text.rfind(sign, floor, position) for sign in ("\n", ". ", "。", "; "))
    return found + 1 if found >= 0 else position


def _forth(text: str, position: int) -> int:
    stops = sorted(
        found + 1
        for sign in ("\n", ". ", "。", "; ")
        if (found := text.find(sign, position, position + 300)) >= 0
    )
    return stops[bisect_left(stops, position)] if stops else min(position + 300, len(text))
