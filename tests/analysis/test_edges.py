"""A key inside another word is not looked at, and no match is lost by that."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.edges import edges
from analysis.folding import fold
from analysis.matching import Matcher
from analysis.patterns import Pattern, parse
from tests.analysis.test_patterns import SLOTS

APART, OPEN = (True, True), (False, False)


@pytest.mark.parametrize(
    ("pattern", "key", "expected"),
    [
        ("end", "end", APART),
        ("ban(s|ned)", "ban", (True, False)),
        ("registr*", "registr", (True, False)),
        ("*nummer", "nummer", (False, True)),
        ("a (ban|law)", "ban", APART),
        ("(very )?old", "old", APART),
        ("in ... force", "force", APART),
        ("<n> days", "days", APART),
        ("境外卡", "境外卡", APART),
        ("境外(sim|卡)*", "境外", OPEN),
        ("(act|action) of", "act", OPEN),
        ("قرار جديد", "قرار", OPEN),
    ],
)
def test_a_key_stands_apart_where_the_pattern_puts_a_word_s_edge(
    pattern: str, key: str, expected: tuple[bool, bool]
) -> None:
    assert edges(parse(pattern))[key] == expected


WORDS = st.sampled_from(
    [
        "ban",
        "urban",
        "banned",
        "the",
        "end",
        "attend",
        "law",
        "lawful",
        "of",
        "in",
        "90",
        "days",
        "new",
    ]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "", "-", ". "])), max_size=14)
PATTERNS = (
    "ban(s|ned)?", "the (ban|law)", "(new )?law", "end ... ban", "*ban", "law*", "(end|attend) of",
    "<n> <unit> in", "new ban", "ban",
)  # fmt: skip


@given(TEXTS)
def test_what_every_pattern_s_own_expression_finds_is_found(words: list[tuple[str, str]]) -> None:
    text = "".join(word + sign for word, sign in words)
    folded = fold(text)
    matcher = Matcher([(source, None) for source in PATTERNS], SLOTS)
    got = {(hit.pattern, hit.start) for hit in matcher.find(folded, text)}
    for source in PATTERNS:
        first = _first(parse(source), folded.text)
        assert first is None or (source, first) in got


def _first(pattern: Pattern, text: str) -> int | None:
    match = re.search(pattern.expression(SLOTS), text)
    return match.start() if match else None
