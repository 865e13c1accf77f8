"""What stands in the same place of every entry is of the same kind: a column, in a table or not.

One entry alone does not tell its title from its author, nor the day of a decision from
that of the case before it. The list does: titles differ from entry to entry, days of
publication are in every one and run in order.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import html

from crawler.extract.listing.pieces import Piece
from crawler.extract.listing.reader import Reader

#: More texts than this of one entry are not looked at.
_MOST = 60
#: A text that this part of the entries has is a label: “Case name”, “Details”.
_COMMON = 0.6
_FEWEST = 3
_LONGEST_LABEL = 40
_INLINE = re.compile(r"^([^:：]{2,40})\s?[:：]\s+(?=\S)")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, kw_only=True, eq=False)
class Placed:
    """A text of an entry with its place in it."""

    slot: Hashable
    piece: Piece
    text: str
    """Without the label that stands before it in the same run."""
    label: str = ""
    """The label before it, or the heading of its column."""


@dataclass(frozen=True, kw_only=True)
class Slots:
    """The places of a list's entries."""

    by_item: Mapping[html.HtmlElement, Sequence[Placed]]
    of_piece: Mapping[Piece, Hashable] = field(default_factory=dict)


def read_slots(texts: Mapping[html.HtmlElement, Sequence[Piece]], reader: Reader) -> Slots:
    """Lay the texts of a list's entries side by side."""
    labels = _labels(texts.values())
    by_item = {item: _place(item, pieces[:_MOST], labels, reader) for item, pieces in texts.items()}
    return Slots(
        by_item=by_item,
        of_piece={one.piece: one.slot for placed in by_item.values() for one in placed},
    )


def _labels(texts: Iterable[Sequence[Piece]]) -> frozenset[str]:
    """Texts, or beginnings up to a colon, that most entries have."""
    counts: Counter[str] = Counter()
    entries = 0
    for pieces in texts:
        entries += 1
        found = set()
        for piece in islice(pieces, _MOST):
            inline = _INLINE.match(piece.text)
            if inline:
                found.add(_bare(inline[1]))
            if len(piece.text) <= _LONGEST_LABEL:
                found.add(_bare(piece.text))
        counts.update(found)
    if entries < _FEWEST:
        return frozenset()
    return frozenset(
        text
        for text, count in counts.items()
        if text and count >= _COMMON * entries and not _DIGIT.search(text)
    )


def _place(
    item: html.HtmlElement, pieces: Sequence[Piece], labels: frozenset[str], reader: Reader
) -> list[Placed]:
    placed: list[Placed] = []
    taken: Counter[Hashable] = Counter()
    label = ""
    for piece in pieces:
        inline = _INLINE.match(piece.text)
        if inline and _bare(inline[1]) in labels:
            label, text = _bare(inline[1]), piece.text[inline.end() :]
        elif _bare(piece.text) in labels:
            label = _bare(piece.text)
            continue
        else:
            text = piece.text
        base = ("label", label) if label else _path(item, piece, reader)
        head = label or reader.tables.head_of(piece.element)
        placed.append(Placed(slot=(base, taken[base]), piece=piece, text=text, label=head))
        taken[base] += 1
        label = ""
    return placed


def _path(item: html.HtmlElement, piece: Piece, reader: Reader) -> Hashable:
    """The tags from the entry down to the text; of a table's cell, its column."""
    steps: list[str] = []
    for one in (piece.element, *piece.element.iterancestors()):
        if one in reader.tables.columns:
            return ("column", reader.tables.columns[one], *reversed(steps))
        if one is item:
            break
        steps.append(str(one.tag))
    return ("path", *reversed(steps))


def _bare(text: str) -> str:
    return text.strip(" :：-–|").casefold()
