"""Small linear models over language-independent features; their weights stand in one data file.

A feature says what was found and where (a word of the topic in the title, a duty beside
it …), never which word of which language: training in one language serves all. Every
decision stays a sum that can be shown.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "seed" / "weights.json"
Features = Mapping[str, float]
#: Models: what is decided → the classes, ``yes`` alone for a yes-or-no question.
BIAS = "(bias)"


@cache
def load(path: Path = FILE) -> dict[str, dict[str, dict[str, float]]]:
    """Model → class → feature → weight. Made by ``roamwatch train``."""
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    models: dict[str, dict[str, dict[str, float]]] = values["models"]
    return models


def score(model: str, features: Features, choice: str = "yes") -> float:
    """The sum of bias and weighted features; for a yes-or-no question, above 0 means yes."""
    weights = load()[model][choice]
    return weights.get(BIAS, 0.0) + sum(
        weights.get(name, 0.0) * value for name, value in features.items()
    )


def best(model: str, features: Features) -> tuple[str, float]:
    """The class with the highest score, and its probability by softmax."""
    scores = {choice: score(model, features, choice) for choice in load()[model]}
    chosen = max(scores, key=lambda choice: scores[choice])
    total = sum(math.exp(value - scores[chosen]) for value in scores.values())
    return chosen, 1 / total


def rank(model: str, options: Mapping[str, Features]) -> tuple[str, float]:
    """The option with the highest score under one set of weights, and its probability."""
    scores = {choice: score(model, features) for choice, features in options.items()}
    chosen = max(scores, key=lambda choice: scores[choice])
    return chosen, 1 / sum(math.exp(value - scores[chosen]) for value in scores.values())


def parts(model: str, features: Features, choice: str = "yes") -> list[tuple[str, float]]:
    """The features that weigh most, with what each adds; strongest first."""
    weights = load()[model][choice]
    added = [(name, weights.get(name, 0.0) * value) for name, value in features.items()]
    return sorted((pair for pair in added if abs(pair[1]) >= 0.05), key=lambda pair: -abs(pair[1]))


def probability(points: float) -> float:
    """0 to 1, by the logistic function."""
    return 1 / (1 + math.exp(-max(min(points, 30.0), -30.0)))
