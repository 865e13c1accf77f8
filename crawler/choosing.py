"""Which entries of a list concern us: the source's own words and departments. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.items import ListedLink


def concerns_us(entry: ListedLink, options: Mapping[str, Any]) -> bool:
    """Whether an entry passes its source's filter; without one, every entry does.

    ``words``: one of them stands in the title or in what the list says besides.
    ``departments``: one of them stands in the name of who issues it. Either is enough.
    """
    words, departments = _folded(options, "words"), _folded(options, "departments")
    if not words and not departments:
        return True
    text = fold(f"{entry.title} {entry.about}")
    issuer = fold(entry.issuer)
    return any(word in text for word in words) or any(name in issuer for name in departments)


def _folded(options: Mapping[str, Any], name: str) -> list[str]:
    given: Sequence[str] = options.get(name, ())
    return [fold(text) for text in given]


def fold(text: str) -> str:
    """Without case and accents; runs of white space are one space."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).split())
