"""The contract of every language file: readable, complete, and good on its own gold lines."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from analysis.lexicon import SEED, LanguageFile, language, supported, topics
from analysis.patterns import parse
from data.words import ChangeKind

LANGUAGES = sorted(supported())
_WITH_SLOTS = {
    "after_publication": {"n", "unit", "ord"},
    "after_elapsed": {"n", "unit"},
    "after_decision": {"n", "unit"},
    "first_day_after_publication": {"ord", "n", "unit"},
    "effective": {"n", "unit"},
    "no_rule": {"n", "unit"},
    "consecutive": {"n", "unit"},
    "calendar_year": {"n", "unit"},
    "plain": {"n", "unit", "m", "window"},
    "cumulative": {"n", "unit", "m", "window"},
    "share": {"n"},
}


def _entries(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every pattern of a file with the field it stands in."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _entries(getattr(value, field), field)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _entries(entry, str(key))
    elif isinstance(value, tuple):
        yield from ((name, entry) for entry in value)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_pattern_can_be_read_and_has_letters_to_look_for(code: str) -> None:
    for field, entry in _entries(language(code)):
        pattern = parse(entry)
        pattern.check(dict.fromkeys(_WITH_SLOTS.get(field, ()), "x"))
        assert pattern.literals()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_fills_every_list_that_decisions_lean_on(code: str) -> None:
    words = language(code)
    wanted: dict[str, Any] = {
        "kinds": {kind: words.kinds.get(kind) for kind in ChangeKind if kind != ChangeKind.NONE},
        "status": words.status.model_dump(),
        "direction": words.direction.model_dump(),
        "modality": words.modality.model_dump(),
        "dates": {
            name: getattr(words.dates, name)
            for name in ("effective", "deadline", "published", "decided", "on_publication")
        },
        "documents": words.documents.model_dump(),
        "voice": words.voice.model_dump(),
        "limits": {
            name: getattr(words.limits, name)
            for name in ("consecutive", "calendar_year", "plain", "ban", "context", "per_imei")
        },
        "units": {name: getattr(words.units, name) for name in ("hour", "day", "month", "year")},
        "numbers": {"numbers": words.numbers},
        "scope": words.scope.model_dump(),
    }
    empty = [f"{table}.{name}" for table, rows in wanted.items() for name in rows if not rows[name]]
    assert empty == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_words_for_every_topic(code: str) -> None:
    without = [topic for topic, file in topics().items() if code not in file.words]
    assert without == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_topic_words_can_be_read(code: str) -> None:
    for file in topics().values():
        for _, entry in _entries(file.words.get(code)):
            assert parse(entry).literals()


@pytest.mark.parametrize("code", LANGUAGES)
def test_optional_parts_stand_in_parentheses(code: str) -> None:
    """``séries?`` would look for a question mark, which folded words never have."""
    tables = [language(code), *(file.words.get(code) for file in topics().values())]
    loose = [
        entry
        for table in tables
        for _, entry in _entries(table)
        if re.search(r"[^)]\?", entry) and not entry.startswith("=")
    ]
    assert loose == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_units_of_time_are_plain_words(code: str) -> None:
    """Units are no patterns: ``día(|s)`` would never match."""
    words = [entry for _, entry in _entries(language(code).units)]
    assert [word for word in words if re.search(r"[()|<>?]", word)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers_and_ordinals_are_positive(code: str) -> None:
    words = language(code)
    assert all(value > 0 for value in (*words.numbers.values(), *words.ordinals.values()))
    assert all(1 <= month <= 12 for month in words.dates.extra_months.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_gold_lines_have_the_form_that_evaluate_reads(code: str) -> None:
    path = SEED / "gold" / f"{code}.jsonl"
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(items) >= 12
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert item["lang"] == code
        assert item["text"].strip()
        for name in ("effective_date", "deadline", "published"):
            assert not item.get(name) or date.fromisoformat(item[name])


def test_a_language_without_a_file_has_empty_lists_and_raises_nothing() -> None:
    assert language("xx") == LanguageFile(name="xx")
