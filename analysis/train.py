"""Fits the small models on the gold's training part; deterministic, a few seconds.

Logistic regression with a quadratic penalty, by plain gradient descent: few features,
few hundred texts, the same figures on every machine up to rounding.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis import acting, changes, passages, pipeline, subjects, timing, weighing
from analysis.evaluate import Item, read_gold
from analysis.lexicon import SEED
from analysis.statements import Statement
from analysis.weighing import Weighed
from analysis.weights import BIAS, FILE
from data.words import ChangeKind, Direction, Topic

Row = tuple[str, Any, str]
"""Model, features (for ``kind`` those of every option), right class."""
_STEPS, _RATE = 4_000, 0.5
#: What common sense says of a feature holds, however few the examples: +1 never against, -1 never for.
SIGNS = {
    "topic": {
        "title": 1, "first": 1, "lead": 1, "count": 1, "density": 1, "dominance": 1, "binding": 1,
        "long density": 1, "excepted": -1, "other title": -1,
        "other lead": -1, "long": -1, "long instrument": -1,
    },
    "change": {
        "title says so": 1, "first line says so": 1, "kinds": 1, "binds on the topic": 1, "duty": 1,
        "takes effect": 1, "deadline": 1, "limit": 1, "instrument": 1, "other title": -1,
        "other lead": -1, "nothing changes": -1, "reminder": -1, "reminder in title": -1,
        "old": -1, "draft stopped": -1, "adopted": 1, "in force": 1, "proposed": 1,
        "near day": 1, "stale days": -1, "authority acts": 1, "countries compared": -1,
        "asks in title": -1, "asks": -1, "author acts": 1, "nothing moves": -1,
        "to the reader": -1, "undated": -1, "digest": -1, "comments asked": 1, "nothing told": -1,
    },
}  # fmt: skip
_PLAIN = 20
#: Topics whose rules put duties on a fleet; the others (numbers, roaming between networks) also serve it.
_BURDENS = (Topic.SIM_REGISTRATION, Topic.IMEI, Topic.DATA_LOCALISATION, Topic.TYPE_APPROVAL)
_PENALTY = {"topic": 0.003, "change": 0.006, "kind": 0.006, "status": 0.006, "direction": 0.006}


def train(items: Sequence[Item], path: Path = FILE) -> dict[str, int]:
    """Fit every model and write the weights; how many examples each had."""
    written, counts = made(items)
    path.write_text(written, encoding="utf-8")
    return counts


def made(items: Sequence[Item]) -> tuple[str, dict[str, int]]:
    """The content of a weights file fitted on ``items``, and how many examples each model had."""
    rows: dict[str, list[tuple[Any, str]]] = {}
    for item in items:
        for model, features, right in examples(item):
            rows.setdefault(model, []).append((features, right))
    for model, features, right in long_acts(items):
        rows.setdefault(model, []).append((features, right))
    for title, text, language, topics in long_texts(items):
        statements = list(pipeline.read(text, title, language, ""))
        words = passages.word_count(text, language)
        for model, features, right in _topic_rows({"topics": topics}, statements, words):
            # What else the passages of a book on one topic touch is nobody's label.
            if right == "yes" or not topics:
                rows.setdefault(model, []).append((features, right))
    # Whoever gives no cue of the kind tells of a new rule; in the gold such texts are rare.
    rows.setdefault("kind", []).extend([(acting.kind_options([]), ChangeKind.NEW_RULE)] * _PLAIN)
    rows.setdefault("direction", []).extend(unsaid_directions())
    models = {
        model: fit_ranked(found, _PENALTY[model])
        if model == "kind"
        else fit(found, _PENALTY[model], SIGNS.get(model, {}))
        for model, found in sorted(rows.items())
    }
    written = json.dumps({"models": models}, indent=1, sort_keys=True) + "\n"
    return written, {model: len(found) for model, found in sorted(rows.items())}


def unsaid_directions() -> Iterator[tuple[dict[str, float], str]]:
    """What a text without any cue of direction does: by its topic, for the kinds that leave it open."""
    for topic in Topic:
        direction = Direction.TIGHTENING if topic in _BURDENS else Direction.NEUTRAL
        for kind in acting.EITHER_WAY:
            yield acting.direction_features([], kind, topic=topic, retail=False), direction.value


def examples(item: Item) -> Iterator[Row]:
    """What one labelled text teaches: with its title apart, and with the text alone."""
    gold = item.gold
    title = str(gold.get("title") or "")
    views = [(title, item.text)]
    if title:
        views.append(("", f"{title}\n\n{item.text}"))
    for apart, text in views:
        statements = list(
            pipeline.read(text, apart, str(gold["lang"]), str(gold.get("country") or ""))
        )
        words = passages.word_count(text, str(gold["lang"]))
        yield from _topic_rows(gold, statements, words)
        for topic in gold["topics"]:
            weighed = weighing.weigh(Topic(topic), statements, len(text))
            yield from _act_rows(gold, Topic(topic), weighed, len(text))


def long_texts(items: Sequence[Item]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Books made of the short texts: ``(title, text, language, topics)``.

    Real reports and decisions run to hundreds of pages, which nobody labels by the dozen.
    A passage on a topic among many others is a mention; a text of nothing else is not.
    """
    for language in sorted({str(item.gold["lang"]) for item in items}):
        spoken = [item for item in items if item.gold["lang"] == language]
        fillers = [item for item in spoken if not item.gold["topics"]]
        topical = [item for item in spoken if item.gold["topics"]]
        if not fillers:
            continue
        filler = "\n\n".join(item.text for item in fillers)
        for index, item in enumerate(topical):
            pages = filler * (1 + 3 * (index % 4))
            middle = pages.find("\n\n", len(pages) // 2)
            passage = item.text if index % 2 else item.text[: len(item.text) // 2]
            if len(pages) < 12 * len(passage):
                continue
            title = str(fillers[index % len(fillers)].gold["title"])
            yield title, f"{pages[:middle]}\n\n{passage}\n{pages[middle:]}", language, []
            if index % 3 == 0:  # a decision after long grounds: its title tells what it is about
                yield (
                    str(item.gold["title"]),
                    f"{pages}\n\n{item.text}",
                    language,
                    item.gold["topics"],
                )
        for topic in Topic:
            alike = [item for item in topical if topic.value in item.gold["topics"]]
            whole = "\n\n".join(item.text for item in alike)
            for share in (0, 1, 2):
                if len(alike) > 2:
                    title = str(fillers[share % len(fillers)].gold["title"])
                    text = f"{whole}\n\n{(filler * 3)[: share * len(whole)]}\n\n{whole}"
                    yield title, text, language, [topic.value]


def long_acts(items: Sequence[Item]) -> Iterator[Row]:
    """Books again, now for the change model: of texts that change nothing, and of such that do."""
    for language in sorted({str(item.gold["lang"]) for item in items}):
        for topic in Topic:
            alike = [
                item
                for item in items
                if item.gold["lang"] == language and topic.value in item.gold["topics"]
            ]
            for changing in (False, True):
                chosen = [item for item in alike if bool(item.gold["is_change"]) is changing]
                if len(chosen) < 2:
                    continue
                text = "\n\n".join(item.text for item in chosen * 4)
                title = str(chosen[0].gold["title"])
                statements = list(pipeline.read(text, title, language, ""))
                weighed = weighing.weigh(topic, statements, len(text))
                dates = timing.dates_of(weighed, None, len(text))
                when = timing.timing_of(dates, limits=bool(changes.limits_of(topic, weighed)))
                weighed = [item for item in weighed if item.near]
                features = acting.change_features(weighed, when, _likely(weighed))
                yield "change", features, "yes" if changing else "no"


def _topic_rows(gold: Any, statements: Sequence[Statement], words: int) -> Iterator[Row]:
    for topic in Topic:
        features = subjects.topic_features(topic, statements, words)
        if features is not None:
            yield "topic", features, "yes" if topic.value in gold["topics"] else "no"


def _act_rows(gold: Any, topic: Topic, weighed: Sequence[Weighed], length: int) -> Iterator[Row]:
    published = date.fromisoformat(gold["published"]) if gold.get("published") else None
    dates = timing.dates_of(weighed, published, length)
    limits = bool(changes.limits_of(topic, weighed))
    when = timing.timing_of(dates, limits=limits)
    weighed = [item for item in weighed if item.near]
    kind = ChangeKind(gold["change_kind"])
    guessed = acting.change_features(weighed, when, _likely(weighed))
    if not gold["is_change"]:
        yield "change", guessed, "no"
        return
    yield "change", guessed, "yes"
    yield "kind", acting.kind_options(weighed), kind.value
    if kind is not ChangeKind.CONSULTATION:
        yield "status", acting.status_features(weighed, when, kind), gold["status"]
    retail = subjects.retail_only(topic, [item.statement for item in weighed])
    tendency = acting.direction_features(weighed, kind, topic=topic, retail=retail)
    yield "direction", tendency, gold["direction"]


def _likely(weighed: Sequence[Weighed]) -> ChangeKind:
    """The kind that cues alone suggest, for texts that change nothing."""
    points = {
        kind: sum(value for name, value in features.items() if not name.startswith("is "))
        for kind, features in acting.kind_options(weighed).items()
    }
    return ChangeKind(max(points, key=lambda kind: points[kind]))


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
