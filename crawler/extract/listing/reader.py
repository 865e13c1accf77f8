"""What every step of reading a page's entries needs: its language, host and tables."""

import re
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.listing.dates import FoundDate, find_dates
from crawler.extract.listing.tables import Tables


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How texts are read on this page."""

    language: str
    host: str
    tables: Tables = field(default_factory=Tables)

    _found: dict[str, list[FoundDate]] = field(default_factory=dict, repr=False, compare=False)
    """Texts that were read before: one is asked for its title, its day and its column."""

    def dates(self, text: str) -> list[FoundDate]:
        """Every date in a text."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = find_dates(text, language=self.language, host=self.host)
        return found


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(map(str.isalpha, text))


def is_within(element: html.HtmlElement, outer: html.HtmlElement) -> bool:
    """Whether ``element`` is ``outer`` or lies in it."""
    return element is outer or any(one is outer for one in element.iterancestors())


def is_named(element: html.HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether the element's class or id says what ``pattern`` looks for."""
    return pattern.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]) is not None
