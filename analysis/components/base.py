"""What the components share: the folded passage, spans from folded offsets, slots of patterns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from analysis.folding import Folded, fold
from analysis.letters import SPACELESS
from analysis.lexicon import language as language_file
from analysis.numerals import HAN_NUMBER, han_value

_SPACELESS = re.compile(rf"[{SPACELESS}]")


@dataclass(frozen=True)
class Marked:
    """What a component found: ``start:end`` in the folded passage, value and rule."""

    start: int
    end: int
    value: str
    rule: str


def folded(doc: Doc) -> Folded:
    """The passage's folded text, made once per passage."""
    if "folded" not in doc.user_data:
        doc.user_data["folded"] = fold(text_of(doc))
    kept: Folded = doc.user_data["folded"]
    return kept


def text_of(doc: Doc) -> str:
    """The passage's text, joined from its tokens once only."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    kept: str = doc.user_data["text"]
    return kept


def store(doc: Doc, group: str, marked: Iterable[Marked]) -> None:
    """Write one span group. Spans are widened to whole tokens; the rule id stays on the span."""
    here = folded(doc)
    spans: list[Span] = []
    for item in marked:
        start, end = here.span(item.start, item.end)
        span = doc.char_span(
            start, end, label=item.value, span_id=item.rule, alignment_mode="expand"
        )
        if span is not None:
            spans.append(span)
    doc.spans[group] = spans


def sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    """The sentences as ``(start, end)`` in the folded passage."""
    if "bounds" not in doc.user_data:
        here = folded(doc)
        starts = [here.find(start) for start, _ in sentence_chars(doc)]
        ends = [*starts[1:], len(here.text)] if starts else []
        doc.user_data["bounds"] = list(zip(starts, ends, strict=True))
    kept: list[tuple[int, int]] = doc.user_data["bounds"]
    return kept


def sentence_chars(doc: Doc) -> list[tuple[int, int]]:
    """The sentences as ``(start, end)`` in the passage; quicker than ``doc.sents``."""
    if not len(doc):
        return []
    if "sentences" not in doc.user_data:
        marks = doc.to_array(["SENT_START", "IDX"])
        starts: list[int] = marks[marks[:, 0] == 1, 1].tolist()
        ends = [*starts[1:], len(text_of(doc))]
        doc.user_data["sentences"] = list(zip(starts, ends, strict=True))
    kept: list[tuple[int, int]] = doc.user_data["sentences"]
    return kept


@cache
def numbers(code: str) -> dict[str, int]:
    """Number words of a language, folded."""
    return {fold(word).text: value for word, value in language_file(code).numbers.items()}


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
