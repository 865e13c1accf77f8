"""Cursors of lists: readable, and bound to the question that they came from. Pure.

``c1.<mark of the question>.<place>``. They are not signed, because they open nothing: what one
may see is asked anew each time. So a program may keep one for years, over any change of keys.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from webapp.api.problems import Refusal

VERSION = "c1"


def mark(name: str, words: Mapping[str, Any]) -> str:
    """What stands for a question: the list's name and its filters, whatever their order."""
    asked = sorted((key, str(value)) for key, value in words.items() if value not in ("", None))
    return hashlib.sha256(repr((name, asked)).encode()).hexdigest()[:8]


def cursor(name: str, words: Mapping[str, Any], place: int | str) -> str:
    """The cursor that goes on after ``place``."""
    return f"{VERSION}.{mark(name, words)}.{place}"


def place_of(text: str, name: str, words: Mapping[str, Any]) -> str:
    """The place in a cursor; empty for no cursor. One of another question is refused."""
    if not text:
        return ""
    _, asked, place = text.split(".", 2)
    if asked != mark(name, words):
        raise Refusal(
            409,
            "cursor_of_another_question",
            "this cursor came from another list or other filters; "
            "send the filters that it came with, or leave “after” out to begin anew",
        )
    return place


def number_of(text: str, name: str, words: Mapping[str, Any]) -> int | None:
    """The same where places are numbers."""
    place = place_of(text, name, words)
    if not place:
        return None
    if not (place.isascii() and place.isdigit() and len(place) <= 18):
        raise Refusal(409, "bad_cursor", "“after” must be a cursor that this list gave")
    return int(place)
