"""Which passages of a gap are versions of each other: by how many of their words they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from analysis.differences.units import Unit
from analysis.differences.values import Token, tokens
from analysis.differences.volatile import masked

#: Passages that share fewer of their words are not versions of each other.
ALIKE = 0.5
#: The same words around other numbers: ``3094`` and ``3095``, ``120 days`` and ``90 days``.
_ONLY_NUMBERS = 0.9
#: Passages of one gap on both sides multiplied: above it, the gap is first cut at common edges.
MOST_PAIRS = 900


@dataclass(frozen=True, slots=True)
class Bundle:
    """Units ``old[i:end]`` became ``new[j:stop]``; one side is empty where there is no partner."""

    i: int
    end: int
    j: int
    stop: int
    spans: tuple[int, int, int, int] | None = None
    """Offsets in both texts, where a passage's edges are not those of units."""
    layout: bool = False
    """Only the lines break elsewhere; what else differs is told beside it."""

    @property
    def paired(self) -> bool:
        """Whether both sides have something."""
        if self.spans:
            return self.spans[1] > self.spans[0] and self.spans[3] > self.spans[2]
        return self.end > self.i and self.stop > self.j


class Side:
    """One text's units, with their tokens made when first asked for."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self.text = text
        self.units = units
        self._tokens: dict[int, list[Token]] = {}

    def tokens(self, begin: int, end: int) -> list[Token]:
        """Tokens of the units ``begin`` to ``end``, with offsets into the whole text."""
        return [token for at in range(begin, end) for token in self._of(at)]

    def key(self, begin: int, end: int) -> str:
        """What counts of these units, layout aside."""
        return "".join(unit.key for unit in self.units[begin:end])

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Offsets of these units; of none of them, the place behind what stands before."""
        if begin == end:
            place = self.units[begin - 1].end if begin else 0
            return place, place
        return self.units[begin].start, self.units[end - 1].end

    def _of(self, at: int) -> list[Token]:
        if at not in self._tokens:
            unit = self.units[at]
            self._tokens[at] = list(tokens(self.text[unit.start : unit.end], unit.start))
        return self._tokens[at]


def similarity(old: Sequence[Token], new: Sequence[Token]) -> float:
    """0 to 1: the share of words in common, in order."""
    left, right = [token.key for token in old], [token.key for token in new]
    shared = float(Indel.normalized_similarity(left, right, score_cutoff=ALIKE / 2))
    if shared < _ONLY_NUMBERS and _shape(old) == _shape(new):
        return _ONLY_NUMBERS
    return shared


def _alike(old: Side, new: Side, i: int, j: int) -> float:
    """The similarity of two units; of two addresses that differ in a session, 1."""
    if "=" in old.units[i].key and "=" in new.units[j].key:
        before, after = old.text[slice(*old.span(i, i + 1))], new.text[slice(*new.span(j, j + 1))]
        if masked(before) == masked(after):
            return 1.0
    return similarity(old.tokens(i, i + 1), new.tokens(j, j + 1))


def _shape(found: Sequence[Token]) -> list[str]:
    return [token.key if token.kind == "word" else token.kind for token in found]


def best(old: Side, new: Side, gap: Bundle) -> list[Bundle]:
    """The gap as bundles in order: pairs, and what has no partner."""
    if not gap.paired or (gap.end - gap.i) * (gap.stop - gap.j) > MOST_PAIRS:
        return unpaired(gap)
    return _joined(old, new, _best(old, new, gap))


def unpaired(gap: Bundle) -> list[Bundle]:
    """Everything taken out, everything put in."""
    sides = (Bundle(gap.i, gap.end, gap.j, gap.j), Bundle(gap.end, gap.end, gap.j, gap.stop))
    return [side for side in sides if side.i < side.end or side.j < side.stop]


def _best(old: Side, new: Side, gap: Bundle) -> list[Bundle]:
    """Pairs in order that share the most words in sum (as Needleman and Wunsch align proteins)."""
    rows, columns = gap.end - gap.i, gap.stop - gap.j
    alike = [
        [_alike(old, new, i, j) for j in range(gap.j, gap.stop)] for i in range(gap.i, gap.end)
    ]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            together = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found: list[Bundle] = []
    i = j = 0
    while i < rows or j < columns:
        a, b = gap.i + i, gap.j + j
        if i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            found.append(Bundle(a, a + 1, b, b))
            i += 1
        elif j < columns and (i == rows or best[i][j] == best[i][j + 1]):
            found.append(Bundle(a, a, b, b + 1))
            j += 1
        else:
            found.append(Bundle(a, a + 1, b, b + 1))
            i, j = i + 1, j + 1
    return found


def _joined(old: Side, new: Side, bundles: list[Bundle]) -> list[Bundle]:
    """A sentence that was split, or two that were joined: taken together where that is more alike."""
    found: list[Bundle] = []
    for bundle in bundles:
        found.append(bundle)
        while len(found) > 1 and (one := _better(old, new, found[-2], found[-1])) is not None:
            found[-2:] = [one]
    return found


def _better(old: Side, new: Side, left: Bundle, right: Bundle) -> Bundle | None:
    if left.paired == right.paired:
        return None
    one = Bundle(left.i, right.end, left.j, right.stop)
    whole = left if left.paired else right
    together = similarity(old.tokens(one.i, one.end), new.tokens(one.j, one.stop))
    apart = similarity(old.tokens(whole.i, whole.end), new.tokens(whole.j, whole.stop))
    return one if together > apart + 0.05 else None
