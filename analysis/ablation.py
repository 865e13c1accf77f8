"""What each part of the decision is worth: rules, a text classifier, the fitted features, both, and the gate.

All learn from the gold's training part and are judged on its development part. The text
classifier is spaCy's bag of n-grams over all languages at once: it is trained here and never
shipped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed  # type: ignore[attr-defined]  # not in its list of exports

from analysis import acting, changes, kinds, passages, pipeline, subjects, timing, weighing, weights
from analysis.components import Words
from analysis.counting import Count
from analysis.evaluate import Item, as_day
from analysis.train import SIGNS
from analysis.wording import NOTHING, Points, points
from data.words import Topic

CHANGE = "change"
_ROUNDS, _BATCH, _RATE, _SEED = 40, 16, 0.001, 7
_SURE = 0.5
#: Weight 1 for or against by common sense, and this threshold, make the rules without training.
_TOPIC_RULE, _CHANGE_RULE = -3.0, -2.0
Chances = Mapping[str, float]
"""Probability of each topic, and of a change."""


@dataclass(frozen=True)
class Row:
    """One variant: its name and how right it is on topics and on changes."""

    name: str
    topics: Count
    changes: Count


def compare(train: Sequence[Item], dev: Sequence[Item]) -> Iterator[Row]:
    """Every variant on ``dev``, in the order of the table."""
    read = classifier(train)
    by_text = [read(item) for item in dev]
    by_rules = [_chances(item, rules=True, worded=NOTHING) for item in dev]
    unworded = [_chances(item, rules=False, worded=NOTHING) for item in dev]
    by_features = [_chances(item, rules=False, worded=_wording(item)) for item in dev]
    both = [_mean(one, other) for one, other in zip(by_text, by_features, strict=True)]
    yield _row("rules alone", dev, by_rules)
    yield _row("text classifier alone", dev, by_text)
    yield _row("features without wording", dev, unworded)
    yield _row("features and wording (shipped)", dev, by_features)
    yield _row("these and text classifier", dev, both)
    for gated in (True, False):
        name = "whole pipeline, gated" if gated else "whole pipeline, without the gate"
        yield _row(name, dev, [_told(item, gated=gated) for item in dev])


def classifier(items: Sequence[Item]) -> Callable[[Item], Chances]:
    """A bag of one- and two-word n-grams fitted on ``items``; the same every time."""
    fix_random_seed(_SEED)
    nlp = spacy.blank("xx")
    nlp.tokenizer = Words(nlp.vocab)
    model = {
        "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "ngram_size": 2,
        "no_output_layer": False, "length": 262144,
    }  # fmt: skip
    textcat: Any = nlp.add_pipe("textcat_multilabel", config={"model": model})
    for label in (*Topic, CHANGE):
        textcat.add_label(str(label))
    examples = [_example(nlp, item) for item in items]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = _RATE
    dice = np.random.default_rng(_SEED)
    for _ in range(_ROUNDS):
        mixed = [examples[index] for index in dice.permutation(len(examples))]
        for start in range(0, len(examples), _BATCH):
            nlp.update(mixed[start : start + _BATCH], sgd=optimizer)
    return lambda item: dict(nlp(_whole(item)).cats)


def _example(nlp: Language, item: Item) -> Example:
    cats = {str(topic): float(topic.value in item.gold["topics"]) for topic in Topic}
    cats[CHANGE] = float(item.gold["is_change"])
    return Example.from_dict(nlp.make_doc(_whole(item)), {"cats": cats})


def _whole(item: Item) -> str:
    return f"{item.gold.get('title') or ''}\n{item.text}"


def _wording(item: Item) -> Points:
    return points(str(item.gold.get("title") or ""), item.text)


def _chances(item: Item, *, rules: bool, worded: Points) -> Chances:
    """What the features say of a text, weighed by the fitted weights or by their signs alone."""
    title, language = str(item.gold.get("title") or ""), str(item.gold["lang"])
    country = str(item.gold.get("country") or "")
    statements = list(pipeline.read(item.text, title, language, country))
    length, words = len(item.text), passages.word_count(item.text, language)
    found = dict.fromkeys((*map(str, Topic), CHANGE), 0.0)
    for topic in Topic:
        features = subjects.topic_features(topic, statements, words, worded)
        if features is None:
            continue
        found[topic] = _chance("topic", features, rules=rules)
        if found[topic] <= _SURE:
            continue
        weighed = weighing.weigh(topic, statements, length)
        dates = timing.dates_of(weighed, as_day(item.gold.get("published")), length)
        when = timing.timing_of(dates, limits=bool(changes.limits_of(topic, weighed)))
        near = [item for item in weighed if item.near]
        features = acting.change_features(near, when, kinds.kind_of(near, worded)[0], worded)
        found[CHANGE] = max(found[CHANGE], _chance("change", features, rules=rules))
    return found


def _chance(model: str, features: Mapping[str, float], *, rules: bool) -> float:
    if not rules:
        return weights.probability(weights.score(model, features))
    points = _TOPIC_RULE if model == "topic" else _CHANGE_RULE
    points += sum(SIGNS[model].get(name, 0) * value for name, value in features.items())
    return weights.probability(points)


def _told(item: Item, *, gated: bool) -> Chances:
    reading = pipeline.analyse(
        item.text,
        country=str(item.gold.get("country") or ""),
        language=str(item.gold["lang"]),
        published=as_day(item.gold.get("published")),
        title=str(item.gold.get("title") or ""),
        gated=gated,
    )
    told = {str(topic): 1.0 for topic in reading.topics}
    return told | {CHANGE: float(bool(reading.changes))}


def _mean(one: Chances, other: Chances) -> Chances:
    return {name: (value + other.get(name, 0.0)) / 2 for name, value in one.items()}


def _row(name: str, items: Sequence[Item], told: Sequence[Chances]) -> Row:
    row = Row(name, Count(), Count())
    for item, chances in zip(items, told, strict=True):
        for topic in Topic:
            row.topics.add(
                gold=topic.value in item.gold["topics"],
                predicted=chances.get(topic.value, 0.0) > _SURE,
            )
        row.changes.add(gold=bool(item.gold["is_change"]), predicted=chances[CHANGE] > _SURE)
    return row
