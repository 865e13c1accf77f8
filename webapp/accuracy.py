"""An evaluation as Markdown tables, as they stand in the README. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webapp.wording.filters import label, language_name

#: Fields that are right or wrong as a whole, in the order of the README.
_EXACT = ("countries", "kind", "status", "direction", "effective_date", "deadline", "limit_days")


def markdown(report: Mapping[str, Any]) -> Iterator[str]:
    """Lines of three tables: over all, by topic, by language; with counts and 95 % intervals."""
    overall = report["overall"]
    yield from _table(
        ("over all languages", "right", "of", "share", "95 %"),
        [
            _found("topics, found of those there", overall["topics"], "recall", "fn"),
            _found("topics, right of those told", overall["topics"], "precision", "fp"),
            _found("rule changes, found of those there", overall["changes"], "recall", "fn"),
            _found("rule changes, right of those told", overall["changes"], "precision", "fp"),
            # Texts without labels of dates say nothing of dates.
            *(_exact(name, overall[name]) for name in _EXACT if overall[name]["of"]),
        ],
    )
    yield ""
    yield from _table(
        ("topic", "there", "precision", "recall", "F1", "95 %"),
        [_topic(name, count) for name, count in report["topics"].items()],
    )
    yield ""
    yield from _table(
        ("language", "texts", "topics F1", "95 %", "changes P", "changes R", "kind", "status"),
        [_language(code, score) for code, score in report["languages"].items()],
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def _found(name: str, count: Mapping[str, Any], share: str, missed: str) -> list[str]:
    right, of = count["tp"], count["tp"] + count[missed]
    return [name, str(right), str(of), _share(count[share]), _bounds(count["intervals"][share])]


def _exact(name: str, score: Mapping[str, Any]) -> list[str]:
    right, of = str(score["right"]), str(score["of"])
    return [label(name), right, of, _share(score["accuracy"]), _bounds(score["interval"])]


def _topic(name: str, count: Mapping[str, Any]) -> list[str]:
    shares = [_share(count[key]) for key in ("precision", "recall", "f1")]
    return [label(name), str(count["tp"] + count["fn"]), *shares, _bounds(count["intervals"]["f1"])]


def _language(code: str, score: Mapping[str, Any]) -> list[str]:
    topics, changes = score["topics"], score["changes"]
    return [
        language_name(code),
        str(score["items"]),
        _share(topics["f1"]),
        _bounds(topics["intervals"]["f1"]),
        _share(changes["precision"]),
        _share(changes["recall"]),
        f"{score['kind']['right']} of {score['kind']['of']}",
        f"{score['status']['right']} of {score['status']['of']}",
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _bounds(interval: tuple[float, float] | None) -> str:
    return f"{interval[0]:.2f}–{interval[1]:.2f}" if interval else "–"
