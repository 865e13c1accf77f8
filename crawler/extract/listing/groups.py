"""Links of equal place in the page's structure: the entries of one list are siblings in shape.

The shape of an element is its tag and those classes that it shares with most siblings
of its kind; the place of a link is the chain of shapes above it. Links in the same
place are a group, and each link's entry is the largest element that holds no other
link of the group.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

from crawler.extract.listing.links import Link
from crawler.extract.listing.places import places_of
from crawler.extract.listing.tables import Tables
from crawler.extract.listing.traits import is_label

#: A link's text of so few letters may be a mere label: “PDF”, “Word”, “12/2026”.
_LABEL = 16
_FEWEST = 4
#: Records per link, at least: each document in five forms.
_MOST_FILES = 0.18
#: Files have names in common (“PDF”, “Word”); numbers of documents differ.
_MOST_KINDS = 0.6
#: A depth is usual when at least this part of the entries has it.
_USUAL = 0.1


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Links in the same place, each with the element of its entry."""

    links: tuple[Link, ...]
    items: tuple[html.HtmlElement, ...]


def group_links(root: html.HtmlElement, links: Iterable[Link], tables: Tables) -> list[Group]:
    """Every group of the page; a link alone in its place is a group of one.

    Links to categories, tags and authors are groups of their own.
    """
    places = places_of(root, tables)
    together: dict[tuple[int, bool], list[Link]] = {}
    for link in links:
        together.setdefault((places[link.element], is_label(link)), []).append(link)
    return [_group(members) for members in together.values()]


def _group(links: list[Link]) -> Group:
    lines = [[link.element, *link.element.iterancestors("*")][::-1] for link in links]
    depth = _record_depth(links, lines) or _usual(_entry_depths(links, lines), lines)
    items = tuple(line[min(depth, len(line) - 1)] for line in lines)
    return Group(links=tuple(links), items=items)


def _usual(depths: list[int], lines: list[list[html.HtmlElement]]) -> int:
    """The depth of most entries; of several usual ones the deepest that is not the link itself.

    A list of one entry would otherwise be taken for the entry.
    """
    counts = Counter(depths)
    usual = [
        depth
        for depth, count in counts.items()
        if count >= max(2, _USUAL * len(depths)) and depth < min(map(len, lines)) - 1
    ]
    return max(usual) if usual else counts.most_common(1)[0][0]


def _record_depth(links: list[Link], lines: list[list[html.HtmlElement]]) -> int:
    """How deep the records lie whose documents come as several files each; 0 if they do not."""
    named = sum(len(link.text) > _LABEL for link in links)
    kinds = len({link.text for link in links})
    if len(links) < _FEWEST or named > 0.3 * len(links) or kinds > _MOST_KINDS * len(links):
        return 0
    for depth in range(1, min(map(len, lines))):
        records: dict[html.HtmlElement, list[str]] = {}
        for link, line in zip(links, lines, strict=True):
            records.setdefault(line[depth], []).append(link.text)
        if len(records) >= max(2, _MOST_FILES * len(links)):
            differ = sum(len(set(texts)) == len(texts) for texts in records.values())
            are_records = len(records) < 0.8 * len(links) and differ > 0.8 * len(records)
            return depth if are_records else 0
    return 0


def _entry_depths(links: list[Link], lines: list[list[html.HtmlElement]]) -> list[int]:
    """For each link: how deep the largest element lies that holds no other link of the group."""
    holds: Counter[html.HtmlElement] = Counter()
    last: dict[html.HtmlElement, str] = {}
    for link, line in zip(links, lines, strict=True):
        for element in line:
            if last.get(element) != link.url:
                last[element] = link.url
                holds[element] += 1
    alone = len({link.url for link in links}) == 1
    return [
        len(line) - 1
        if alone
        else next(at for at, element in enumerate(line) if holds[element] == 1)
        for line in lines
    ]
