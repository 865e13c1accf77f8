"""Subjects told without their usual word, and usual words that stand beside another subject.

One file per language in ``families/``: short texts as regulators write them, each with the
topics that it is about; none where the word is only named in statistics, an auction, a bank's
terms.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analysis.lexicon import supported
from analysis.pipeline import analyse
from data.words import Topic

FOLDER = Path(__file__).parent / "families"


@cache
def cases(language: str) -> list[dict[str, Any]]:
    """The texts of one language's file."""
    lines = (FOLDER / f"{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def languages() -> list[str]:
    """The languages that have a file."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def chosen(*, about: bool) -> list[Any]:
    """The texts that are about a topic, or those that only name one, as parameters of a test."""
    return [
        pytest.param(language, case, id=f"{language}-{number}")
        for language in languages()
        for number, case in enumerate(cases(language))
        if bool(case["topics"]) == about
    ]


def told(language: str, case: dict[str, Any]) -> set[str]:
    """The topics that the analysis tells of a text."""
    reading = analyse(case["text"], country=case["country"], language=language)
    return {topic.value for topic in reading.topics}


@pytest.mark.parametrize(("language", "case"), chosen(about=True))
def test_a_subject_without_its_usual_word_is_told(language: str, case: dict[str, Any]) -> None:
    assert told(language, case) == set(case["topics"])


@pytest.mark.parametrize(("language", "case"), chosen(about=False))
def test_a_word_beside_another_subject_tells_nothing(language: str, case: dict[str, Any]) -> None:
    assert told(language, case) == set()


@pytest.mark.parametrize("language", languages())
def test_a_language_has_texts_on_every_topic_that_it_can_tell(language: str) -> None:
    assert language in supported()
    found = {topic for case in cases(language) for topic in case["topics"]}
    assert found <= {topic.value for topic in Topic}
    assert len(found) >= 5
    assert any(not case["topics"] for case in cases(language))
