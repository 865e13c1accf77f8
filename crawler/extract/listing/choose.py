"""Which lists of a page are its index. Several may be; menus, teasers and pages to turn are not."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from lxml import html

from crawler.extract.listing.entries import Entry, EntryList, is_in, word_count
from crawler.extract.listing.links import Link
from crawler.extract.listing.pieces import read_pieces
from crawler.extract.listing.records import Reader, dates_of, title_of

_LEAST = 0.5
#: A second list without dates must be surer than a first one.
_LEAST_BESIDE = 0.6
#: A single entry apart from the list (the newest, shown large) may hold so many links.
_MOST_LINKS_APART = 4
_LEAST_WORDS_APART = 3
_CERTAINTY_APART = 0.6


def choose_lists(rated: Sequence[tuple[float, EntryList]]) -> list[tuple[float, EntryList]]:
    """The lists that are the page's index, the surest first, without entries in entries."""
    chosen: list[tuple[float, EntryList]] = []
    for certainty, found in sorted(rated, key=_strength, reverse=True):
        if certainty < _LEAST or (chosen and not _belongs(certainty, found, chosen[0][1])):
            continue
        if any(_alternates(found, other) for _, other in chosen):
            continue
        rest = [entry for entry in found.entries if not _overlaps(entry, chosen)]
        if len(rest) > 0.5 * len(found.entries):
            chosen.append((certainty, EntryList(entries=rest)))
    return chosen


def _strength(one: tuple[float, EntryList]) -> float:
    certainty, found = one
    return certainty * math.sqrt(math.sqrt(min(len(found.entries), 12)))


def _belongs(certainty: float, found: EntryList, first: EntryList) -> bool:
    """Whether a further list is of the same kind as the first: dated where that is."""
    if first.dated >= 0.5:
        return found.dated >= 0.5
    return certainty >= _LEAST_BESIDE


def _alternates(found: EntryList, other: EntryList) -> bool:
    """Whether two lists take turns on the page: the title's link and the file's, of the same records."""
    if not 0.6 < len(found.entries) / len(other.entries) < 1.6 or len(found.entries) < 3:
        return False
    both = [(entry.link.place, True) for entry in found.entries]
    both += [(entry.link.place, False) for entry in other.entries]
    whose = [is_found for _, is_found in sorted(both)]
    turns = sum(before != after for before, after in pairwise(whose))
    return turns > 0.7 * (len(whose) - 1)


def _overlaps(entry: Entry, chosen: Sequence[tuple[float, EntryList]]) -> bool:
    """Whether the entry lies in a chosen one, or holds one."""
    items = {one.item for _, found in chosen for one in found.entries}
    if entry.item in items or any(one in items for one in entry.item.iterancestors()):
        return True
    return any(one in items for one in entry.item.iterdescendants())


def entries_apart(
    links: Sequence[Link],
    chosen: Sequence[tuple[float, EntryList]],
    reader: Reader,
    furniture: AbstractSet[html.HtmlElement],
) -> list[tuple[float, Entry]]:
    """Dated, titled links that stand alone: the newest entry shown large above its list."""
    items = {one.item for _, found in chosen for one in found.entries}
    taken = {one.link.url for _, found in chosen for one in found.entries}
    found: list[tuple[float, Entry]] = []
    for link in links:
        item = _item_apart(link, items)
        if link.url in taken or item is None or is_in(item, furniture):
            continue
        pieces = read_pieces(item)
        title = title_of(link, pieces, reader)
        entry = Entry(link=link, item=item, title=title, dates=dates_of(link, pieces, reader))
        if title and entry.is_labelled and word_count(title) >= _LEAST_WORDS_APART:
            taken.add(link.url)
            items.add(item)
            found.append((_CERTAINTY_APART, entry))
    return found


def _item_apart(link: Link, items: AbstractSet[html.HtmlElement]) -> html.HtmlElement | None:
    """The largest element around a link with few links in it and no known entry."""
    best: html.HtmlElement | None = None
    for one in (link.element, *link.element.iterancestors()):
        if one in items:
            return None
        if one.tag in ("body", "html", "main") or any(
            inner in items for inner in one.iterdescendants()
        ):
            break
        if len({anchor.get("href") for anchor in one.iter("a")}) > _MOST_LINKS_APART:
            break
        best = one
    return best
