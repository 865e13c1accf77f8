"""Which elements of two sequences are the same, in order: patience anchors, then an exact LCS.

Elements that occur once on both sides are anchors (this is what keeps near-identical articles
apart); between anchors the rest is aligned by rapidfuzz's bit-parallel longest common
subsequence, 64 cells a step. difflib does the same in quadratic time, in Python.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence, Set

from rapidfuzz.distance import LCSseq

#: Pairs of elements in one gap that are aligned exactly: a matrix of 25 MB. A wider gap
#: without any anchor (no real text has one) is left unaligned.
_MOST_CELLS = 200_000_000

Pairs = list[tuple[int, int]]
Gap = tuple[int, int, int, int]
Weak = Set[int]


def align(old: Sequence[int], new: Sequence[int], weak: Weak = frozenset()) -> Pairs:
    """Index pairs ``(i, j)`` with ``old[i] == new[j]``, both rising. ``weak`` ones never anchor."""
    found: Pairs = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        gap = _trimmed(old, new, gaps.pop(), found, weak)
        i, end, j, stop = gap
        if i == end or j == stop:
            continue
        anchors = _anchors(old, new, gap, weak)
        if not anchors:
            found += _longest(old, new, gap)
            continue
        found += anchors
        for a, b in [*anchors, (end, stop)]:
            gaps.append((i, a, j, b))
            i, j = a + 1, b + 1
    return sorted(found)


def _trimmed(old: Sequence[int], new: Sequence[int], gap: Gap, found: Pairs, weak: Weak) -> Gap:
    """The gap without its common end and beginning; a weak one belongs to what follows it."""
    i, end, j, stop = gap
    while i < end and j < stop and old[end - 1] == new[stop - 1]:
        end, stop = end - 1, stop - 1
        found.append((end, stop))
    first = i
    while i < end and j < stop and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i > first and i < end and j < stop and old[i - 1] in weak:
        i, j = i - 1, j - 1
    found += zip(range(first, i), range(j - (i - first), j), strict=True)
    return i, end, j, stop


def _anchors(
    old: Sequence[int],
    new: Sequence[int],
    gap: Gap,
    weak: Weak,
) -> Pairs:
    i, end, j, stop = gap
    before, after = Counter(old[i:end]), Counter(new[j:stop])
    place = {new[at]: at for at in range(j, stop) if after[new[at]] == 1 and new[at] not in weak}
    pairs = [
        (at, place[old[at]]) for at in range(i, end) if before[old[at]] == 1 and old[at] in place
    ]
    return rising(pairs)


def rising(pairs: Pairs) -> Pairs:
    """The longest subsequence whose second parts rise; the first parts rise already."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        level = bisect_left(tops, place)
        before.append(ends[level - 1] if level else -1)
        if level == len(tops):
            tops.append(place)
            ends.append(at)
        else:
            tops[level] = place
            ends[level] = at
    chain: Pairs = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _longest(old: Sequence[int], new: Sequence[int], gap: Gap) -> Pairs:
    i, end, j, stop = gap
    common = set(old[i:end]) & set(new[j:stop])
    left = [at for at in range(i, end) if old[at] in common]
    right = [at for at in range(j, stop) if new[at] in common]
    if not common or len(left) * len(right) > _MOST_CELLS:
        return []
    pairs: Pairs = []
    for code in LCSseq.opcodes([old[at] for at in left], [new[at] for at in right]):
        if code.tag == "equal":
            pairs += zip(
                left[code.src_start : code.src_end],
                right[code.dest_start : code.dest_end],
                strict=True,
            )
    return pairs
