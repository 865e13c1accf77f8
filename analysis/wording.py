"""How a text is worded, judged by examples: a linear model over words, their beginnings and pairs.

The lists of words know a subject by its usual name. Whoever writes "foreign cards that stay
for months" names none; the examples of ``data/seed/lessons`` and the gold's training part
teach that such texts speak of roaming. The model sees title and beginning only, and its
points are one feature among others (:mod:`analysis.subjects`, :mod:`analysis.acting`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from analysis.folding import fold
from analysis.letters import HANGUL, SPACELESS

FILE = Path(__file__).parents[1] / "data" / "seed" / "wording.npz"
#: So many characters from the beginning on are looked at.
HEAD = 2_500
_STEMS = (4, 5, 6, 8)
_RUNS = (2, 3, 4)
#: Of the second word of a pair also so many letters from its beginning.
_STEM_BEHIND = 4
#: Rows are kept at hand of so many words.
_REMEMBERED = 50_000
_DIGITS = str.maketrans("0123456789", "0000000000")
_SIGNS = re.compile(r"[\W_]+")
_DENSE = re.compile(rf"[{SPACELESS}{HANGUL}]+")
#: From so many points on, wording alone may make a subject.
ALONE = 1.2
#: Of so many known terms the points can be trusted: about fifty words.
_ENOUGH = 160
#: Up to so many characters the beginning speaks for the whole.
_BOOK = 6_000
#: Weights are kept as whole numbers of this size.
SCALE = 1_000
Points = Mapping[str, float]
"""Class → points, such as ``topic roaming``, ``change``, ``kind repeal``; 0 where nothing is known."""

NOTHING: Points = MappingProxyType({})
"""Of a text whose wording nobody looked at."""


@dataclass(frozen=True)
class Model:
    """Term → row of ``weights`` (one column a class) and its rarity; ``bias`` a class."""

    rows: Mapping[str, int]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    classes: tuple[str, ...]

    @cached_property
    def of_word(self) -> Mapping[str, Sequence[int]]:
        """Word → the rows of itself and its beginnings."""
        return _RowsOfWord(self.rows)

    @cached_property
    def behind(self) -> Mapping[str, Mapping[str, int]]:
        """First word of pairs → row by the second one, and by a space and what it begins with."""
        found: dict[str, dict[str, int]] = {}
        for term, row in self.rows.items():
            _, first, second = f"{term}  ".split(" ", 2)
            if term[0] == " " and second.strip():
                whole = term[-1] == " "
                found.setdefault(first, {})[second.strip() if whole else f" {second.strip()}"] = row
        return found


class _RowsOfWord(dict[str, Sequence[int]]):
    """Filled as words are asked for: most words of a text were in the last one too."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, word: str) -> Sequence[int]:
        if len(self) >= _REMEMBERED:
            self.clear()
        terms = _terms_of_word(word)
        found = self[word] = tuple(self._rows[term] for term in terms if term in self._rows)
        return found


@cache
def load(path: Path = FILE) -> Model:
    """The shipped model, made by ``roamwatch train``; read once per process."""
    with np.load(path) as kept:
        names = bytes(kept["terms"]).decode().split("\n")
        return Model(
            rows={name: row for row, name in enumerate(names)},
            rarity=kept["rarity"].astype(np.float32),
            weights=kept["weights"].astype(np.float32) / SCALE,
            classes=tuple(bytes(kept["classes"]).decode().split("\n")),
        )


def points(title: str, text: str, model: Model | None = None) -> Points:
    """What the wording of title and beginning speaks for and against."""
    model = model or load()
    rows = known_rows(head(title, text), model)
    said = _said(model, np.array(sorted(rows), dtype=np.intp))
    return settled(dict(zip(model.classes, said.tolist(), strict=True)), len(rows), len(text))


def spoken(piece: str, choice: str, model: Model | None = None) -> float:
    """How much one sentence speaks for a class: the sum of its terms' weights."""
    model = model or load()
    rows = sorted(known_rows(plain(piece), model))
    column = model.weights[rows, model.classes.index(choice)] * model.rarity[rows]
    return float(column.sum())


def telling_terms(piece: str, choice: str, count: int, model: Model | None = None) -> list[str]:
    """The terms of a sentence that speak most for a class, strongest first."""
    model = model or load()
    place = model.classes.index(choice)
    known = [(term, model.rows[term]) for term in sorted(terms(plain(piece))) if term in model.rows]
    ranked = sorted(known, key=lambda pair: -model.weights[pair[1], place] * model.rarity[pair[1]])
    return [term.strip() for term, row in ranked[:count] if model.weights[row, place] > 0]


def _said(model: Model, rows: NDArray[np.intp]) -> NDArray[np.float32]:
    rarity = model.rarity[rows]
    length = float(np.sqrt((rarity**2).sum())) or 1.0
    said: NDArray[np.float32] = rarity @ model.weights[rows] / length
    return said


def settled(said: Mapping[str, float], known: int, length: int) -> Points:
    """Points as features: of topics what lies beyond :data:`ALONE`; all the less, the less is known.

    ``known``: of how many terms the points were made; ``length`` of the text in characters.
    A sentence or two prove little, and so does the first page of a book.
    """
    trust = min(known / _ENOUGH, 1.0) * min(_BOOK / max(length, 1), 1.0)
    return {
        choice: trust * (value - ALONE if choice.startswith("topic ") else value)
        for choice, value in said.items()
    }


def head(title: str, text: str) -> str:
    """Title and beginning in plain letters, one space between words and around them."""
    return plain(f"{title}\n{text[:HEAD]}" if title and title not in text[:HEAD] else text[:HEAD])


def plain(piece: str) -> str:
    """Folded, every digit a zero, nothing but words."""
    return f" {_SIGNS.sub(' ', fold(piece).text.translate(_DIGITS)).strip()} "


def terms(said: str) -> set[str]:
    """Words, their beginnings, pairs of words; runs of signs where words are not set apart."""
    found = set(_runs(said))
    words = _DENSE.sub(" ", said).split()
    for word in words:
        found.update(_terms_of_word(word))
    for first, second in pairwise(words):
        found.add(f" {first} {second} ")
        found.add(f" {first} {second[:_STEM_BEHIND]}")
    return found


def known_rows(said: str, model: Model) -> set[int]:
    """The rows of :func:`terms` that the model knows, without writing down the others."""
    rows = model.rows
    found = {rows[run] for run in _runs(said) if run in rows}
    words = _DENSE.sub(" ", said).split()
    found.update(*map(model.of_word.__getitem__, {*words}))
    behind = model.behind
    for first, second in {*pairwise(words)}:
        if first in behind:
            pairs = behind[first]
            for ending in (second, f" {second[:_STEM_BEHIND]}"):
                if ending in pairs:
                    found.add(pairs[ending])
    return found


def _runs(said: str) -> Iterator[str]:
    for run in _DENSE.findall(said):
        yield from (run[at : at + size] for size in _RUNS for at in range(len(run) - size + 1))


def _terms_of_word(word: str) -> list[str]:
    return [f" {word} ", *(f" {word[:size]}" for size in _STEMS if len(word) >= size)]


def kept_terms(texts: Iterable[set[str]], least: int) -> list[str]:
    """The terms that stand in at least so many texts, in order."""
    counts: dict[str, int] = {}
    for found in texts:
        for term in found:
            counts[term] = counts.get(term, 0) + 1
    return sorted(term for term, count in counts.items() if count >= least)


def family(said: Points, name: str) -> dict[str, float]:
    """The points of one family, such as ``status``, as features of the models that decide."""
    return {
        f"wording {choice.removeprefix(name + ' ')}": value
        for choice, value in said.items()
        if choice.startswith(f"{name} ")
    }
