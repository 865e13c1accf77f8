"""The gate: what cannot be about a topic is not read, and of a long text only what tells.

It looks for the very patterns of the topics component, in one pass over the folded text.
Too few of them, or none at the head of a long text: then no reading could find a topic
(:func:`analysis.subjects.most_points`), and none is made. What passes is read by spaCy in
passages around the words, the start, the end, and where something enters into force.
``roamwatch prove`` compares readings with and without it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from analysis.boundaries import sentence_starts, typical_line
from analysis.components.dates import DateCue, effects_of
from analysis.components.passage import Role
from analysis.folding import Folded
from analysis.letters import SPACELESS
from analysis.matching import Hit, longest
from analysis.statutes import LENGTH, MARKS, TOPICS
from analysis.subjects import may_be_unnamed, most_points
from analysis.wording import NOTHING, Points
from data.words import Topic

#: Up to this many characters a text that passes is read whole.
WHOLE = 12_000
_LEAD, _TAIL, _AROUND, _AROUND_DATE = 4_000, 3_000, 700, 300
#: Windows that are no further apart are one.
_APART = 700
#: How far the beginning and the end of a sentence are looked for, and what is seen around such a place.
_REACHES, _CONTEXT = (300, 1_500, 6_000), 40
_DENSE = re.compile(rf"[{SPACELESS}가-힣]")
_MOST_HITS = 400
#: A sentence that begins among the first paragraphs may end so much later.
_LONG_SENTENCE = 3_000


def may_pass(
    hits: Iterable[Hit[Role]],
    titled: Iterable[Topic],
    head: int,
    words: int,
    worded: Points = NOTHING,
) -> bool:
    """Whether a text with these topic words could be about any topic, all else at its best.

    ``titled``: topics of which a word stands in a title apart; ``head``: where the first
    paragraphs end, in folded characters; ``worded``: what its wording speaks for. What is
    turned away would have had no topic.
    """
    hits = list(hits)
    every = Counter(hit.payload.topic for hit in hits)
    first = {hit.payload.topic for hit in hits if hit.start < head + _LONG_SENTENCE} | {*titled}
    return (
        any(
            most_points(topic, every[topic], head=topic in first, words=words, worded=worded) > 0
            for topic in {*every, *first}
        )
        or may_be_unnamed(worded)
        or any(_in_an_article(topic, hits) for topic in TOPICS if every[topic] >= MARKS)
    )


def _in_an_article(topic: Topic, hits: Iterable[Hit[Role]]) -> bool:
    """Whether so many words of the topic stand together that a statute's article may be about it."""
    apart = [hit.start for hit in longest(hit for hit in hits if hit.payload.topic is topic)]
    pairs = zip(apart, apart[MARKS - 1 :], strict=False)
    return any(last - first <= LENGTH + _LONG_SENTENCE for first, last in pairs)


def windows_of(
    folded: Folded, raw: str, language: str, hits: Sequence[Hit[Role]]
) -> list[tuple[int, int]]:
    """``(start, end)`` of what the pipeline reads, in raw offsets, apart and in order.

    Empty when no topic word counts. ``hits`` are those of :func:`analysis.topic_words.telling`.
    """
    if not hits:
        return []
    length = len(folded.text)
    if length <= WHOLE:
        return [(0, len(raw))]
    windows = [(0, _LEAD), (length - _TAIL, length)]
    places = sorted({hit.start for hit in hits})
    windows += [(at - _AROUND, at + _AROUND) for at in _spread(places)]
    windows += [
        (hit.start - _AROUND_DATE, hit.end + _AROUND_DATE)
        for hit in effects_of(language).find(folded, raw)
        if _plain(hit)
    ]
    spans = [folded.span(start, end) for start, end in _merged(windows, length)]
    return _of_whole_sentences(raw, language, spans)


def _plain(hit: Hit[DateCue]) -> bool:
    """Whether a cue says "enters into force" rather than "from": 起施行 does so in three signs."""
    return hit.end - hit.start > (2 if _DENSE.search(hit.pattern) else 10)


def _spread(hits: list[int]) -> Iterable[int]:
    """At most so many hits, evenly over the text: a whole report on a topic needs no more."""
    if len(hits) <= _MOST_HITS:
        return hits
    step = len(hits) / _MOST_HITS
    return [hits[int(index * step)] for index in range(_MOST_HITS)]


def _merged(windows: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Windows within a text of that length, joined where little lies between them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in windows):
        if merged and start <= merged[-1][1] + _APART:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _of_whole_sentences(
    raw: str, language: str, spans: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Spans of the raw text widened to where its sentences begin and end, joined where they meet.

    A recital of a statute may be a sentence of four thousand characters, and is quoted whole.
    """
    typical, whole = typical_line(raw), list[tuple[int, int]]()
    for start, end in spans:
        begin = _back(raw, start, language, typical)
        until = _forth(raw, end, language, typical)
        if whole and begin <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(until, whole[-1][1]))
        else:
            whole.append((begin, until))
    return whole


def _back(raw: str, position: int, language: str, typical: float) -> int:
    """Where the sentence around ``position`` begins; the place itself in one that is endless."""
    for reach in _REACHES:
        floor = max(position - reach, 0)
        part = raw[max(floor - _CONTEXT, 0) : position + _CONTEXT]
        starts = _starts(part, max(floor - _CONTEXT, 0), language, typical)
        found = [start for start in starts if floor <= start <= position]
        if found:
            return found[-1]
        if floor == 0:
            return 0
    return position


def _forth(raw: str, position: int, language: str, typical: float) -> int:
    """Where the next sentence begins; the place itself within one that is endless."""
    for reach in _REACHES:
        floor = max(position - _CONTEXT, 0)
        part = raw[floor : position + reach + _CONTEXT]
        starts = _starts(part, floor, language, typical)
        found = [start for start in starts if position <= start <= position + reach]
        if found:
            return found[0]
        if position + reach >= len(raw):
            return len(raw)
    return position


def _starts(part: str, offset: int, language: str, typical: float) -> list[int]:
    return [offset + start for start in sentence_starts(part, language, typical)]
