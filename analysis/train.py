"""Fits the small models on the gold's training part; deterministic, a few seconds.

Logistic regression with a quadratic penalty, by plain gradient descent: few features,
few hundred texts, the same figures on every machine up to rounding.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import kinds, passages, pipeline, wording, wording_fit
from analysis.evaluate import Item, read_gold
from analysis.examples import Row, examples, long_acts, long_texts, topic_rows, unsaid_directions
from analysis.lexicon import SEED
from analysis.weights import BIAS
from analysis.wording import Model
from data.words import ChangeKind

_STEPS, _RATE = 4_000, 0.5
#: What common sense says of a feature holds, however few the examples: +1 never against, -1 never for.
SIGNS = {
    "topic": {
        "title": 1, "first": 1, "lead": 1, "count": 1, "density": 1, "dominance": 1, "binding": 1,
        "long density": 1, "excepted": -1, "other title": -1,
        "wording for": 1, "wording against": 1, "worded": 1,
        "worded beside": -1, "worded change": 1, "other lead": -1, "long": -1,
        "long instrument": -1,
    },
    "change": {
        "title says so": 1, "first line says so": 1, "kinds": 1, "binds on the topic": 1, "duty": 1,
        "takes effect": 1, "deadline": 1, "limit": 1, "instrument": 1, "other title": -1,
        "other lead": -1, "nothing changes": -1, "reminder": -1, "reminder in title": -1,
        "old": -1, "draft stopped": -1, "adopted": 1, "in force": 1, "proposed": 1,
        "near day": 1, "stale days": -1, "authority acts": 1, "countries compared": -1,
        "asks in title": -1, "asks": -1, "author acts": 1, "nothing moves": -1,
        "wording": 1, "to the reader": -1,
        "undated": -1, "digest": -1, "comments asked": 1, "nothing told": -1,
        "stands": -1, "stands in lead": -1, "shelved": -1, "shelved in lead": -1,
        "single": -1, "single in lead": -1,
    },
}  # fmt: skip
#: So often is told which way a text leans that says nothing of it: as often as it stands in real ones.
_UNSAID = 4
#: Weights of at least this size, whatever the examples: what these features say, logic decides.
_LOUD = (
    ("kind", "yes", "draft asked about", 0.25),
    ("kind", "yes", "edits an act", 0.35), ("kind", "yes", "edits an act in lead", 0.7),
    ("kind", "yes", "alters an act", 0.6), ("kind", "yes", "alters an act in lead", 0.6),
    ("kind", "yes", "alters a limit", 1.0),
    ("direction", "tightening", "limit falls", 0.5), ("direction", "loosening", "limit falls", -0.5),
)  # fmt: skip
#: Points taken from what fits best, chosen on the gold's development part and the unseen texts: of new
#: rules so many that other kinds are taken for one as often as one for another kind.
_STRICTER = (("topic", BIAS, 0.21), ("kind", "is new_rule", 0.35))
#: What lessons teach by cues alone.
_OF_LESSONS = ("kind", "status", "direction")
#: Marks of lessons that teach wording alone.
_WORDED_ONLY = {"changes_only", "worded_only"}
#: How often a text of the gold counts, of which the formulas of kinds were not made.
_GOLD_COUNTS = {"kind": 2}
#: How much louder features speak than fits best (below 1: softer), by the beginning of their names; chosen
#: on the gold's development part and the unseen texts. Of topics without a word of theirs and of kinds the
#: lessons of wording alone teach more than the examples know; the gold has few texts of rules that stand,
#: drafts that came to nothing and single cases.
_LOUDER = (
    ("topic", "unnamed", 0.8),
    ("kind", "wording", 1.2),
    ("change", "stands", 2.0), ("change", "shelved", 2.0), ("change", "single", 2.0),
)  # fmt: skip
#: One example of no cue for each so many others.
_PLAIN = 20
_PENALTY = {"topic": 0.003, "change": 0.006, "kind": 0.006, "status": 0.006, "direction": 0.006}


@dataclass(frozen=True)
class Made:
    """What training gives: the weights file's content, the model of wording, examples per model."""

    weights: str
    wording: Model
    counts: dict[str, int]

    def is_in(self, path: Path) -> bool:
        """Whether the files at and beside ``path`` say the same."""
        kept = wording.load(path.with_name(wording.FILE.name))
        return path.read_text(encoding="utf-8") == self.weights and wording_fit.alike(
            kept, self.wording
        )

    def write(self, path: Path) -> None:
        """Write the weights to ``path`` and the model of wording beside it."""
        path.write_text(self.weights, encoding="utf-8")
        wording_fit.save(self.wording, path.with_name(wording.FILE.name))


def made(items: Sequence[Item], lessons: Sequence[Item]) -> Made:
    """Fit every model on the gold's ``items`` and the ``lessons``; deterministic.

    Some lessons teach how texts are worded and no more, by the first model: of those of changes
    alone the formulas of the language files were made, and the hardest are no measure of how much
    a word counts.
    """
    labelled = [*items, *lessons]
    fitted = wording_fit.fit([{**item.gold, "text": item.text} for item in labelled])
    rows: dict[str, list[tuple[Any, str]]] = {}
    for number, (item, worded) in enumerate(zip(labelled, fitted.unseen, strict=True)):
        if _WORDED_ONLY & item.gold.keys():
            continue
        for model, features, right in examples(item, worded, views=2 if number < len(items) else 1):
            count = _GOLD_COUNTS.get(model, 1) if number < len(items) else 1
            rows.setdefault(model, []).extend([(features, right)] * count)
    for model, features, right in _wordless(items, lessons):
        rows.setdefault(model, []).append((features, right))
    for model, features, right in long_acts(items, fitted.model):
        rows.setdefault(model, []).append((features, right))
    for model, features, right in _of_books(items, fitted.model):
        rows.setdefault(model, []).append((features, right))
    # Whoever gives no cue of the kind tells of a new rule; in the gold such texts are rare.
    plain = (kinds.kind_options([]), ChangeKind.NEW_RULE.value)
    rows["kind"] = [*rows.get("kind", []), *[plain] * (len(rows.get("kind", [])) // _PLAIN + 1)]
    rows.setdefault("direction", []).extend([*unsaid_directions()] * _UNSAID)
    models = {
        model: fit_ranked(found, _PENALTY[model])
        if model == "kind"
        else fit(found, _PENALTY[model], SIGNS.get(model, {}))
        for model, found in sorted(rows.items())
    }
    _hold(models)
    written = json.dumps({"models": models}, indent=1, sort_keys=True) + "\n"
    return Made(written, fitted.model, {model: len(found) for model, found in sorted(rows.items())})


def _hold(models: dict[str, dict[str, dict[str, float]]]) -> None:
    """What is not left to the examples: weights that are loud, louder or stricter."""
    for model, choice, name, least in _LOUD:
        fitted_weight = models[model][choice].get(name, 0.0)
        models[model][choice][name] = least * max(fitted_weight / least, 1.0)
    for model, beginning, times in _LOUDER:
        known = models[model]["yes"]
        for name in [name for name in known if name.startswith(beginning)]:
            known[name] = round(known[name] * times, 3)
    for model, name, points in _STRICTER:
        known = models[model]["yes"]
        known[name] = round(known.get(name, 0.0) - points, 3)


def _wordless(items: Sequence[Item], lessons: Sequence[Item]) -> Iterator[Row]:
    """The same texts where the wording tells nothing, as of a line or two: the words must do.

    Most lessons leave out the words of their topic: of topics and changes
    they would teach that words count less.
    """
    told = [item for item in lessons if not _WORDED_ONLY & item.gold.keys()]
    for number, item in enumerate([*items, *told]):
        for row in examples(item, wording.NOTHING, views=1):
            if number < len(items) or row[0] in _OF_LESSONS:
                yield row


def _of_books(items: Sequence[Item], model: Model) -> Iterator[Row]:
    for title, text, language, topics in long_texts(items):
        statements = list(pipeline.read(text, title, language, ""))
        words, worded = passages.word_count(text, language), wording.points(title, text, model)
        for row in topic_rows({"topics": topics}, statements, words, worded):
            # What else the passages of a book on one topic touch is nobody's label.
            if row[2] == "yes" or not topics:
                yield row


def fit_ranked(
    rows: Sequence[tuple[dict[str, dict[str, float]], str]], penalty: float
) -> dict[str, dict[str, float]]:
    """One set of weights under which the right option of each row ranks first."""
    names = sorted({name for options, _ in rows for f in options.values() for name in f})
    choices = sorted(rows[0][0])
    table = np.array(
        [[[o[choice].get(name, 0.0) for name in names] for choice in choices] for o, _ in rows]
    )
    wanted = np.array([[right == choice for choice in choices] for _, right in rows], dtype=float)
    weights, flat = np.zeros(len(names)), table.reshape(-1, len(names))
    for _ in range(_STEPS):
        chances = _softmax((flat @ weights).reshape(wanted.shape))
        slope = (chances - wanted).reshape(-1) @ flat / len(rows)
        weights -= _RATE * (slope + penalty * weights)
    return {"yes": _rounded(names, weights)}


def fit(
    rows: Sequence[tuple[dict[str, float], str]], penalty: float, signs: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    """Weights per class; a yes-or-no model keeps ``yes`` only."""
    names = sorted({name for features, _ in rows for name in features})
    classes = sorted({right for _, right in rows})
    table = np.array([[features.get(name, 0.0) for name in names] + [1.0] for features, _ in rows])
    wanted = np.array([[right == choice for choice in classes] for _, right in rows], dtype=float)
    bounds = np.array([signs.get(name, 0) for name in [*names, BIAS]])
    fitted = _descend(table, wanted, penalty, bounds)
    if classes == ["no", "yes"]:
        fitted = fitted[:, 1:] - fitted[:, :1]
        classes = ["yes"]
    return {
        choice: _rounded([*names, BIAS], fitted[:, column]) for column, choice in enumerate(classes)
    }


def _rounded(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    return {
        name: round(float(weight), 3)
        for name, weight in zip(names, weights, strict=True)
        if abs(weight) >= 0.02
    }


def _softmax(points: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = np.exp(points - points.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = chances / chances.sum(axis=1, keepdims=True)
    return shares


def _descend(
    table: NDArray[np.float64],
    wanted: NDArray[np.float64],
    penalty: float,
    bounds: NDArray[np.int_],
) -> NDArray[np.float64]:
    weights = np.zeros((table.shape[1], wanted.shape[1]))
    kept = np.ones_like(weights)
    kept[-1] = 0.0  # the bias is free
    for _ in range(_STEPS):
        chances = _softmax(table @ weights)
        weights -= _RATE * (table.T @ (chances - wanted) / len(table) + penalty * kept * weights)
        # A yes-or-no model's first column is "no": the second is held to the signs, the first mirrors it.
        weights[bounds > 0, -1] = np.maximum(weights[bounds > 0, -1], 0.0)
        weights[bounds < 0, -1] = np.minimum(weights[bounds < 0, -1], 0.0)
        if bounds.any():
            weights[:, 0] = -weights[:, -1]
    return weights


def gold_items(split: str = "train") -> list[Item]:
    """The bundled gold of one split, over all languages."""
    files = sorted((SEED / "gold").glob("*.jsonl"))
    return [item for path in files for item in read_gold(path) if item.gold.get("split") == split]


def lesson_items() -> list[Item]:
    """The bundled lessons, over all languages: labelled for training only.

    Those of ``changes`` all change something, which their ``changes_only`` says; those of ``worded``
    teach wording, which their ``worded_only`` says.
    """
    folders = [SEED / "lessons" / name for name in ("", "changes", "worded")]
    files = [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    return [item for path in files for item in read_gold(path)]
