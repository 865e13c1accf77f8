"""What the components share: the passage of a document, spans from folded offsets, slots of patterns."""

import re
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc, Span

from analysis.components.passage import Finder, Passage
from analysis.folding import fold
from analysis.letters import SPACELESS
from analysis.lexicon import language as language_file
from analysis.numerals import HAN_NUMBER, han_value
from analysis.spelled import numbers

_SPACELESS = re.compile(rf"[{SPACELESS}]")


def passage_of(doc: Doc, language: str) -> Passage:
    """The passage that a document is made of; it is kept with the document."""
    if "passage" not in doc.user_data:
        country = str(doc.user_data.get("country", ""))
        doc.user_data["passage"] = Passage(doc.text, language, country=country)
    kept: Passage = doc.user_data["passage"]
    return kept


def store(doc: Doc, passage: Passage, finder: Finder) -> Doc:
    """Write one span group. Spans are widened to whole tokens; the rule id stays on the span."""
    spans: list[Span] = []
    for item in passage.read(finder):
        start, end = passage.folded.span(item.start, item.end)
        span = doc.char_span(
            start, end, label=item.value, span_id=item.rule, alignment_mode="expand"
        )
        if span is not None:
            spans.append(span)
    doc.spans[finder.group] = spans
    return doc


@cache
def slots(code: str) -> Mapping[str, str]:
    """What ``<n> <unit> <m> <window> <ord>`` stand for in a language."""
    words = language_file(code)
    spelled = [
        re.escape(word) + ("" if _SPACELESS.search(word) else r"(?!\w)")
        for word in sorted(numbers(code), key=len, reverse=True)
    ]
    han = [HAN_NUMBER] if "十" in numbers(code) else []
    number = "|".join([r"\d{1,4}", r"\(\d{1,4}\)", *han, *spelled])
    number = rf"(?:{number})(?: ?\((?:[^()\n]{{1,30}})\))?"
    units = _unit_expression(code)
    ordinals = "|".join(
        re.escape(fold(word).text) for word in sorted(words.ordinals, key=len, reverse=True)
    )
    ordinal = r"\d{1,2}(?:st|nd|rd|th|er|e|o|º|ª|\.)?" + (f"|{ordinals}" if ordinals else "")
    return {"n": number, "m": number, "unit": units, "window": units, "ord": f"(?:{ordinal})"}


@cache
def _unit_words(code: str) -> dict[str, str]:
    units = language_file(code).units
    return {
        fold(word).text: name
        for name in ("hour", "day", "working_day", "week", "month", "year")
        for word in getattr(units, name)
    }


@cache
def _unit_expression(code: str) -> str:
    words = sorted(_unit_words(code), key=len, reverse=True)
    return "|".join(_as_expression(word) for word in words) or r"(?!)"


def _as_expression(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")


def number_of(code: str, text: str) -> int | None:
    """The value of what ``<n>`` matched: digits, a number word, ``ninety (90)``, or 九十."""
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group())
    known = numbers(code).get(text.strip())
    return han_value(text.strip()) if known is None else known


def ordinal_of(code: str, text: str) -> int | None:
    """The value of what ``<ord>`` matched."""
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group())
    known = {fold(word).text: value for word, value in language_file(code).ordinals.items()}
    return known.get(text.strip())


def unit_of(code: str, text: str) -> str:
    """``hour``, ``day``, ``working_day``, ``week``, ``month`` or ``year``."""
    known = _unit_words(code)
    if text in known:
        return known[text]
    for word, name in known.items():
        if "*" in word and re.fullmatch(_as_expression(word), text):
            return name
    return "day"


_DAYS = {"day": 1.0, "working_day": 1.4, "week": 7.0, "month": 30.0, "year": 365.0, "hour": 1 / 24}


def in_days(count: int, unit: str) -> int:
    """A length of time in whole days, at least one: a month has 30, a year 365."""
    return max(round(count * _DAYS[unit]), 1)
