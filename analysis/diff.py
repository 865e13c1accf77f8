"""What changed between two versions of a text, by passage; what is only noise is no change.

A passage is a sentence, or a line where lines are shorter. Passages are matched by what
counts of them, first in order, then out of order (moved); in what is left, passages that
share half of their words are versions of each other (changed), the rest was added or
removed. No news, in any language:

- white space and line breaks; quotation marks, dashes, soft hyphens and other shapes of the
  same sign; a word broken at the end of a line;
- numbers that only count (lines, pages, articles, items), and references that follow them;
- items of a list of short lines in another order;
- counters of views, stamps of the last edit, clocks with seconds, session values.

Linear in the length of both texts but for what differs; pure.
"""

from analysis.differences.bundles import bundles_of, runs
from analysis.differences.moves import Move, moves
from analysis.differences.noise import is_noise, renumbered
from analysis.differences.pairing import Bundle, Side
from analysis.differences.settle import match
from analysis.differences.types import Difference, Passage
from analysis.differences.typography import key
from analysis.differences.units import both
from analysis.differences.values import changed_values, tokens


def compare(old: str, new: str) -> list[Passage]:
    """Every passage that was added, removed, changed or moved, in the order of the new text."""
    return list(differ(old, new).passages)


def changed_spans(old: str, new: str) -> list[tuple[int, int]]:
    """``(start, end)`` in ``new`` of what is news in it: passages added and changed, apart, in order.

    A passage that only moved is not new, nor one without a letter; what was only taken away
    leaves no span. Neighbouring spans are joined.
    """
    found: list[tuple[int, int]] = []
    for passage in compare(old, new):
        if passage.kind not in ("added", "changed") or not any(map(str.isalpha, passage.new)):
            continue
        if found and not new[found[-1][1] : passage.new_start].strip():
            found[-1] = (found[-1][0], passage.new_end)
        else:
            found.append((passage.new_start, passage.new_end))
    return found


def differ(old: str, new: str) -> Difference:
    """The passages of :func:`compare`, and how many differences were only noise."""
    if old == new:
        return Difference(passages=(), noise=0)
    if key(old) == key(new):
        return Difference(passages=(), noise=1)
    before, after = both(old, new)
    matched = match(before, after)
    moved = moves(before, after, matched)
    if moved:
        matched = match(before, after, moved)
    same = [*matched, *((move.i + at, move.j + at) for move in moved for at in range(move.length))]
    numbers = renumbered(before, after, same)
    left, right = Side(old, before), Side(new, after)
    bundles = bundles_of(left, right, matched, moved)
    told = [bundle for bundle in bundles if not is_noise(left, right, bundle, numbers)]
    passages = [_moved(left, right, move) for move in moved if not move.shuffled]
    passages += [_passage(left, right, bundle) for bundle in runs(left, right, told)]
    passages.sort(key=lambda passage: (passage.new_start, passage.old_start))
    noise = sum(move.shuffled for move in moved) + len(bundles) - len(told)
    noise += sum(
        old[before[i].start : before[i].end] != new[after[j].start : after[j].end] for i, j in same
    )
    return Difference(passages=tuple(passages), noise=noise)


def _moved(old: Side, new: Side, move: Move) -> Passage:
    start, end = old.span(move.i, move.i + move.length)
    begin, stop = new.span(move.j, move.j + move.length)
    return Passage(
        kind="moved", old=old.text[start:end], new=new.text[begin:stop],
        old_start=start, old_end=end, new_start=begin, new_end=stop,
    )  # fmt: skip


def _passage(old: Side, new: Side, bundle: Bundle) -> Passage:
    start, end, begin, stop = bundle.spans or (
        *old.span(bundle.i, bundle.end),
        *new.span(bundle.j, bundle.stop),
    )
    numbers, dates = (
        changed_values(
            list(tokens(old.text[start:end], start)), list(tokens(new.text[begin:stop], begin))
        )
        if bundle.paired
        else ((), ())
    )
    return Passage(
        kind="changed" if bundle.paired else "removed" if end > start else "added",
        old=old.text[start:end], new=new.text[begin:stop],
        old_start=start, old_end=end, new_start=begin, new_end=stop,
        numbers=numbers, dates=dates,
    )  # fmt: skip
