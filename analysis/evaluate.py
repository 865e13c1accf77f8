"""How right the analysis is on labelled publications: counts, not impressions.

A gold line has ``id``, ``topics``, ``countries``, ``is_change``, ``change_kind``,
``status``, ``direction``, ``effective_date``, ``deadline``, ``limit_days``, ``lang`` and
``text`` (or a texts file has it by ``id``); ``title``, ``country`` (of the source) and
``published`` are used where they stand.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analysis.counting import Count, accuracy, reliability
from analysis.pipeline import analyse
from analysis.types import Change, Reading
from data.errors import RoamwatchError
from data.words import Topic

#: Fields compared on items that are changes by gold and by prediction.
FIELDS = ("kind", "status", "direction", "effective_date", "deadline", "limit_days")
_GOLD_NAME = {"kind": "change_kind"}


class GoldError(RoamwatchError):
    """A gold or texts file cannot be used; the message names file and line."""

    code = "gold"


@dataclass
class Score:
    """The counts of one slice of the gold: all of it, or one language."""

    items: int = 0
    topics: Count = field(default_factory=Count)
    per_topic: dict[str, Count] = field(default_factory=dict)
    changes: Count = field(default_factory=Count)
    countries: list[bool] = field(default_factory=list)
    fields: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in FIELDS})

    def as_json(self) -> dict[str, Any]:
        """Everything as shares with their counts."""
        return {
            "items": self.items,
            "topics": self.topics.as_json(),
            "changes": self.changes.as_json(),
            "countries": accuracy(self.countries),
            **{name: accuracy(self.fields[name]) for name in FIELDS},
        }


@dataclass(frozen=True, kw_only=True)
class Item:
    """One gold line."""

    id: str
    gold: Mapping[str, Any]
    text: str


def read_gold(path: Path, texts: Path | None = None) -> list[Item]:
    """The gold lines with their texts; raises :class:`GoldError`."""
    by_id = {str(line["id"]): line for line in lines(texts)} if texts else {}
    items: list[Item] = []
    for line in lines(path):
        text = line.get("text") or by_id.get(str(line["id"]), {}).get("text")
        if not isinstance(text, str):
            raise GoldError(f"{path.name}: no text for item {line['id']!r}; give --texts")
        items.append(Item(id=str(line["id"]), gold=line, text=text))
    return items


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; raises :class:`GoldError` with the line's number."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise GoldError(f"cannot read {path.name}: {exc}") from exc
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as exc:
            raise GoldError(f"{path.name} line {number}: not JSON: {exc.msg}") from exc
        if not isinstance(value, dict) or "id" not in value:
            raise GoldError(f"{path.name} line {number}: no object with an id")
        yield value


def evaluate(items: Iterable[Item]) -> dict[str, Any]:
    """Read every item and compare. Keys: overall, topics, languages, reliability, errors, items."""
    overall, languages = Score(), dict[str, Score]()
    judged: list[tuple[float, bool]] = []
    errors: list[dict[str, Any]] = []
    predictions: list[dict[str, Any]] = []
    for item in items:
        reading = analyse(
            item.text,
            country=str(item.gold.get("country") or ""),
            language=str(item.gold.get("lang") or ""),
            published=as_day(item.gold.get("published")),
            title=str(item.gold.get("title") or ""),
        )
        predictions.append({"id": item.id, **reading.as_json()})
        judged += [(change.confidence, _is_right(item, change)) for change in reading.changes]
        language = str(item.gold.get("lang") or reading.language)
        for score in (overall, languages.setdefault(language, Score())):
            compare(item, reading, score, errors if score is overall else None)
    return {
        "overall": overall.as_json(),
        "topics": {name: count.as_json() for name, count in sorted(overall.per_topic.items())},
        "languages": {name: score.as_json() for name, score in sorted(languages.items())},
        "reliability": reliability(judged),
        "errors": errors,
        "items": predictions,
    }


def _is_right(item: Item, change: Change) -> bool:
    """Whether a change that was told is one: of this topic, and of a country whose rule changes."""
    gold = item.gold
    return (
        bool(gold.get("is_change"))
        and change.topic.value in (gold.get("topics") or [])
        and change.country in (gold.get("countries") or [])
    )


def compare(
    item: Item, reading: Reading, score: Score, errors: list[dict[str, Any]] | None = None
) -> None:
    """Count one item into ``score``; what is wrong goes into ``errors`` with its reason."""
    gold = item.gold
    wrong: list[tuple[str, Any, Any]] = []
    expected, found = set(gold.get("topics") or []), {topic.value for topic in reading.topics}
    score.items += 1
    for topic in Topic:
        count = score.per_topic.setdefault(topic.value, Count())
        for counter in (score.topics, count):
            counter.add(gold=topic.value in expected, predicted=topic.value in found)
    if expected != found:
        wrong.append(("topics", sorted(expected), sorted(found)))
    main = main_change(reading)
    is_change = bool(gold.get("is_change"))
    score.changes.add(gold=is_change, predicted=main is not None)
    if is_change != (main is not None):
        wrong.append(("is_change", is_change, main is not None))
    elif main is not None:
        wrong.extend(_compare_fields(gold, reading, main, score))
    if errors is not None:
        reasons = list(main.reasons) if main else ["No rule change was found."]
        errors.extend(
            {"id": item.id, "field": name, "gold": want, "predicted": got, "reason": reasons}
            for name, want, got in wrong
        )


def main_change(reading: Reading) -> Change | None:
    """The change for which a text with one label stands: the surest, then the first."""
    return max(reading.changes, key=lambda change: change.confidence, default=None)


def _compare_fields(
    gold: Mapping[str, Any], reading: Reading, main: Change, score: Score
) -> Iterator[tuple[str, Any, Any]]:
    want_countries, got_countries = sorted(gold.get("countries") or []), sorted(reading.countries)
    score.countries.append(want_countries == got_countries)
    if want_countries != got_countries:
        yield "countries", want_countries, got_countries
    predicted = {
        "kind": main.kind.value,
        "status": main.status.value,
        "direction": main.direction.value,
        "effective_date": _iso(main.effective_on),
        "deadline": _iso(main.deadline_on),
        "limit_days": sorted({limit.days for limit in main.limits if limit.days is not None}),
    }
    for name in FIELDS:
        if _GOLD_NAME.get(name, name) not in gold:
            continue
        want = gold[_GOLD_NAME.get(name, name)]
        if name == "limit_days":
            want = sorted(want) if isinstance(want, list) else [want] if want else []
        right = (want or None) == (predicted[name] or None)
        score.fields[name].append(right)
        if not right:
            yield name, want, predicted[name]


def as_day(value: Any) -> date | None:
    """The day at the beginning of a label; None where there is none."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
