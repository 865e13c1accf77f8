"""Where an element stands in a page: the chain of shapes above it, as a number.

The shape of an element is its tag and those classes that it shares with most siblings
of its kind, so that entries with classes of their own (``post-4711 category-news``) are
alike. Where siblings share none, columns of a page keep their own and entries none; a
cell of a table is told from its neighbours by its column.
"""

import re
from collections import Counter
from collections.abc import Set as AbstractSet

from lxml import html

from crawler.extract.listing.tables import Tables

#: A class counts as common when at least this part of the siblings has it.
_COMMON = 0.75
#: Classes that tell siblings apart by their place, not by what they are.
_STRIPES = frozenset(["odd", "even", "alt", "alternate", "first", "last", "active", "current"])
_NUMBERED = re.compile(r"\d")
#: Siblings with more links than this (on average) are parts of a page, not entries.
_MOST_LINKS = 4
_MANY = 3


def places_of(root: html.HtmlElement, tables: Tables) -> dict[html.HtmlElement, int]:
    """Each element's place: equal numbers, equal chains of shapes."""
    links = _links_in(root)
    fields = _fields(root)
    numbers: dict[tuple[int, str], int] = {}
    places = {root: 0}
    for parent in root.iter("*"):
        children: dict[str, list[html.HtmlElement]] = {}
        for child in parent.iterchildren("*"):
            children.setdefault(str(child.tag), []).append(child)
        for siblings in children.values():
            for child, shape in zip(
                siblings, _shapes(siblings, links, tables, fields), strict=True
            ):
                key = (places[parent], shape)
                places[child] = numbers.setdefault(key, len(numbers) + 1)
    return places


def _shapes(
    siblings: list[html.HtmlElement],
    links: dict[html.HtmlElement, int],
    tables: Tables,
    fields: AbstractSet[tuple[str, str]],
) -> list[str]:
    """The shapes of siblings of one tag."""
    tag = str(siblings[0].tag)
    if tag in ("td", "th"):
        return [f"{tag}:{tables.columns.get(cell, 0)}" for cell in siblings]
    names = [_names(element) for element in siblings]
    own_fields = [frozenset(name for name in own if (tag, name) in fields) for own in names]
    counts = Counter(name for own in names for name in own)
    common = {name for name, count in counts.items() if count >= _COMMON * len(siblings)}
    if common:
        names = [own & common for own in names]
    elif sum(links[element] for element in siblings) <= _MOST_LINKS * len(siblings):
        names = [frozenset()] * len(siblings)
    names = [own | more for own, more in zip(names, own_fields, strict=True)]
    return [".".join([tag, *sorted(own)]) for own in names]


def _fields(root: html.HtmlElement) -> frozenset[tuple[str, str]]:
    """Classes of the parts of an entry: once in every parent that has them, in many parents."""
    counts: Counter[tuple[str, str]] = Counter()
    parents: dict[tuple[str, str], set[html.HtmlElement]] = {}
    for element in root.iter("div", "span", "p", "td"):
        parent = element.getparent()
        for name in _names(element) if parent is not None else ():
            counts[(str(element.tag), name)] += 1
            parents.setdefault((str(element.tag), name), set()).add(parent)
    return frozenset(
        key for key, count in counts.items() if count >= _MANY and count == len(parents[key])
    )


def _names(element: html.HtmlElement) -> frozenset[str]:
    return frozenset(
        name
        for name in (element.get("class") or "").split()
        if not _NUMBERED.search(name) and name.lower() not in _STRIPES
    )


def _links_in(root: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """How many anchors each element holds."""
    elements = list(root.iter("*"))
    counts = {element: int(element.tag == "a") for element in elements}
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None and element is not root:
            counts[parent] += counts[element]
    return counts
