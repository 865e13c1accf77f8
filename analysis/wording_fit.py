"""Fits the model of wording: ridge regression in closed form, with what each text would get unseen.

A text's own label must not speak for it where its points are a feature of another model: the
leave-one-out points follow from the same inverse, without fitting again for each text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import wording
from data.words import ChangeKind, ChangeStatus, Direction, Topic

_LEAST, _PENALTY, _OFFSET = 3, 0.3, 0.3
#: Points of a clear yes: of the size of other features, so that penalties hold all alike.
_SIZE = 3.0
_KINDS = [kind for kind in ChangeKind if kind is not ChangeKind.NONE]
_STATUSES = [status for status in ChangeStatus if status is not ChangeStatus.NONE]
_OF_CHANGES: Mapping[str, tuple[str, Sequence[str]]] = {
    "kind": ("change_kind", _KINDS),
    "status": ("status", _STATUSES),
    "direction": ("direction", list(Direction)),
}
Array = NDArray[np.float64]
Label = Mapping[str, Any]
"""A labelled text: ``title``, ``text``, ``topics``, ``is_change``, ``change_kind`` …"""


@dataclass(frozen=True)
class Fitted:
    """The model, and each text's points as if it had not been among the examples."""

    model: wording.Model
    unseen: list[wording.Points]


def fit(labels: Sequence[Label]) -> Fitted:
    """Fit every class at once; deterministic. What changes a rule how is learned from changes only.

    A label with ``changes_only`` is of a lot without texts that change nothing: such a lot would teach
    that whatever sounds like it is a change, so it teaches neither that nor topics, and no terms.
    """
    texts = [
        wording.terms(wording.head(str(label.get("title") or ""), str(label["text"])))
        for label in labels
    ]
    whole = [number for number, label in enumerate(labels) if not label.get("changes_only")]
    names = wording.kept_terms([texts[number] for number in whole], _LEAST)
    place = {name: row for row, name in enumerate(names)}
    rows = [np.array(sorted(place[t] for t in found if t in place), np.intp) for found in texts]
    counts = np.bincount(np.concatenate([rows[number] for number in whole]), minlength=len(names))
    rarity = np.asarray(np.log(len(whole) / counts), np.float64).round(3)
    parts = list(_parts(labels, np.array(whole), rows, rarity, _alike(rows, rarity)))
    model = wording.Model(
        rows=place,
        rarity=rarity.astype(np.float32),
        weights=np.concatenate([part.weights for part in parts], axis=1).astype(np.float32),
        classes=tuple(name for part in parts for name in part.classes),
    )
    unseen = np.concatenate([part.unseen for part in parts], axis=1)
    return Fitted(
        model,
        [
            wording.settled(
                dict(zip(model.classes, row, strict=True)), len(known), len(label["text"])
            )
            for row, known, label in zip(unseen.tolist(), rows, labels, strict=True)
        ],
    )


def save(model: wording.Model, path: Path = wording.FILE) -> None:
    """Write the model as small as it can be read again."""
    np.savez_compressed(
        path,
        terms=np.frombuffer("\n".join(model.rows).encode(), np.uint8),
        classes=np.frombuffer("\n".join(model.classes).encode(), np.uint8),
        rarity=model.rarity,
        weights=np.round(model.weights * wording.SCALE).astype(np.int16),
    )


def alike(one: wording.Model, other: wording.Model) -> bool:
    """Whether two models are the same as far as a file keeps them."""
    return (
        one.classes == other.classes
        and one.rows == other.rows
        and np.allclose(one.rarity, other.rarity)
        and np.allclose(one.weights, other.weights, atol=1.5 / wording.SCALE)
    )


@dataclass(frozen=True)
class _Part:
    classes: list[str]
    weights: Array
    unseen: Array


def _parts(
    labels: Sequence[Label],
    whole: NDArray[np.intp],
    rows: Sequence[NDArray[np.intp]],
    rarity: Array,
    alike: Array,
) -> Iterator[_Part]:
    changing = np.array([n for n, label in enumerate(labels) if label["is_change"]])
    topics = [[_sign(topic in labels[n]["topics"]) for topic in Topic] for n in whole]
    yield _part([f"topic {t}" for t in Topic], whole, topics, rows, rarity, alike)
    moved = [[_sign(labels[n]["is_change"])] for n in whole]
    yield _part(["change"], whole, moved, rows, rarity, alike)
    for family, (field, choices) in _OF_CHANGES.items():
        said = [[_sign(labels[n][field] == choice) for choice in choices] for n in changing]
        names = [f"{family} {choice}" for choice in choices]
        yield _part(names, changing, said, rows, rarity, alike)


def _sign(yes: bool) -> float:
    return _SIZE if yes else -_SIZE


def _part(
    classes: list[str],
    chosen: NDArray[np.intp],
    wanted: Sequence[Sequence[float]],
    rows: Sequence[NDArray[np.intp]],
    rarity: Array,
    alike: Array,
) -> _Part:
    """Weights from the chosen texts; points of these without themselves, of the others as they come."""
    right = np.array(wanted)
    inverse = np.linalg.inv(alike[np.ix_(chosen, chosen)] + _PENALTY * np.eye(len(chosen)))
    pull = inverse @ right
    offset = _OFFSET * pull.sum(axis=0)
    unseen = alike[:, chosen] @ pull
    unseen[chosen] = right - pull / np.diag(inverse)[:, None]
    weights = np.zeros((len(rarity), len(classes)))
    for number, row in zip(chosen, pull, strict=True):
        here = rows[number]
        weights[here] += np.outer(rarity[here], row) / _length(rarity[here])
    return _Part(classes, weights, unseen - offset)


def _alike(rows: Sequence[NDArray[np.intp]], rarity: Array) -> Array:
    """How alike each two texts are: the cosine of their terms by rarity, and a constant for the bias.

    A term stands in few texts: for each text only those are looked at that share one with it.
    """
    sizes = np.array([len(here) for here in rows])
    values = np.concatenate([rarity[here] / _length(rarity[here]) for here in rows])
    terms = np.concatenate(rows)
    order = np.argsort(terms, kind="stable")
    texts, shares = np.repeat(np.arange(len(rows)), sizes)[order], values[order]
    ends = np.cumsum(np.bincount(terms, minlength=len(rarity)))
    begins = ends - np.bincount(terms, minlength=len(rarity))
    alike = np.full((len(rows), len(rows)), _OFFSET)
    for number, own in enumerate(np.split(values, np.cumsum(sizes)[:-1])):
        here = rows[number]
        counts = ends[here] - begins[here]
        places = _ranges(begins[here], counts)
        alike[number] += np.bincount(
            texts[places], np.repeat(own, counts) * shares[places], len(rows)
        )
    return alike


def _ranges(begins: NDArray[np.intp], counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """The numbers from each beginning on, so many of each, one after the other."""
    before = np.cumsum(counts) - counts
    numbers: NDArray[np.intp] = np.arange(counts.sum()) + np.repeat(begins - before, counts)
    return numbers


def _length(rarity: Array) -> float:
    return float(np.sqrt((rarity**2).sum())) or 1.0
