"""Entries outside the lists: a sibling built otherwise, the newest shown large above its list."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.listing.days import dates_of
from crawler.extract.listing.entries import Entry, EntryList, is_deep, is_in, word_count
from crawler.extract.listing.links import Link
from crawler.extract.listing.pieces import read_pieces
from crawler.extract.listing.reader import Reader
from crawler.extract.listing.titles import title_of
from crawler.extract.listing.traits import is_in_heading, is_in_sentence, is_label
from crawler.extract.listing.words import is_paging

#: A single entry apart from its list may hold so many links.
_MOST_LINKS = 4
_MOST_LOOKED_AT = 40
_LEAST_WORDS = 3
_LEAST_ALONE = 4
_MANY_WORDS = 5
_CERTAINTY = 0.5
#: A list is dated throughout when this part of it is; then its siblings must be dated too.
_THROUGHOUT = 0.8


def siblings(
    links: Sequence[Link], chosen: Sequence[tuple[float, EntryList]], reader: Reader
) -> list[tuple[float, Entry]]:
    """Neighbours of a list's entries, of the same tag, that hold a link in another place."""
    known = {link.element: link for link in links}
    items = {entry.item for _, found in chosen for entry in found.entries}
    holders = _holders(items)
    taken = {entry.link.url for _, found in chosen for entry in found.entries}
    found = []
    for certainty, one in chosen:
        for element in _neighbours(one, items | holders):
            entry = _read(element, known, reader)
            if entry is None or entry.link.url in taken:
                continue
            if entry.is_dated or one.dated < _THROUGHOUT:
                taken.add(entry.link.url)
                items.add(element)
                found.append((certainty, entry))
    return found


def _neighbours(
    found: EntryList, known: AbstractSet[html.HtmlElement]
) -> Iterator[html.HtmlElement]:
    """Elements beside the entries, alike in tag and classes, that are not entries and hold none."""
    shapes = {
        (entry.item.getparent(), entry.item.tag, entry.item.get("class")) for entry in found.entries
    }
    for parent, tag, classes in shapes:
        for element in () if parent is None or tag == "a" else parent.iterchildren(tag):
            if element.get("class") == classes and element not in known:
                yield element


def _holders(items: AbstractSet[html.HtmlElement]) -> set[html.HtmlElement]:
    """Everything that lies around one of the entries."""
    return {one for item in items for one in item.iterancestors()}


def _read(
    item: html.HtmlElement, known: dict[html.HtmlElement, Link], reader: Reader
) -> Entry | None:
    """The first link in ``item`` that has a title."""
    pieces = read_pieces(item)
    for anchor in item.iter("a"):
        link = known.get(anchor)
        title = title_of(link, pieces, reader) if link and not is_paging(link.text) else ""
        if link and title and word_count(title) > 1:
            return Entry(link=link, item=item, title=title, dates=dates_of(link, pieces, reader))
    return None


def entries_apart(
    links: Sequence[Link],
    known: Sequence[Entry],
    reader: Reader,
    furniture: AbstractSet[html.HtmlElement],
) -> list[tuple[float, Entry]]:
    """Dated, titled links that stand alone: the newest entry shown large above its list."""
    items = {entry.item for entry in known}
    holders = _holders(items)
    taken = {entry.link.url for entry in known}
    found: list[tuple[float, Entry]] = []
    for link in links:
        item = _item_apart(link, items, holders) if link.url not in taken else None
        if item is None or is_in(item, furniture):
            continue
        pieces = read_pieces(item)
        title = title_of(link, pieces, reader)
        entry = Entry(link=link, item=item, title=title, dates=dates_of(link, pieces, reader))
        if _is_entry_apart(entry, known):
            taken.add(link.url)
            items.add(item)
            holders |= _holders({item})
            found.append((_CERTAINTY, entry))
    return found


def _is_entry_apart(entry: Entry, known: Sequence[Entry]) -> bool:
    """Whether a link without a list around it is one of those that the page lists.

    On a page without any list, only one that could be the single result of a search.
    """
    link, words = entry.link, word_count(entry.title)
    if not entry.is_labelled or words < _LEAST_WORDS or is_label(link) or is_in_sentence(link):
        return False
    if not known:
        is_below = urlsplit(link.url).path.strip("/") != ""
        return is_below and (is_in_heading(link) or (is_deep(entry) and words >= _LEAST_ALONE))
    return _is_alike(link, known) and (is_deep(entry) or words > _MANY_WORDS)


def _is_alike(link: Link, known: Sequence[Entry]) -> bool:
    """Whether the address is of the site that the entries' addresses are of."""
    hosts = {urlsplit(entry.link.url).hostname for entry in known}
    return not hosts or urlsplit(link.url).hostname in hosts


def _item_apart(
    link: Link, items: AbstractSet[html.HtmlElement], holders: AbstractSet[html.HtmlElement]
) -> html.HtmlElement | None:
    """The largest element around a link with few links in it and no known entry."""
    best: html.HtmlElement | None = None
    for one in (link.element, *link.element.iterancestors()):
        if one in items:
            return None
        if one in holders or one.tag in ("body", "html", "main"):
            break
        if (
            len({anchor.get("href") for anchor in islice(one.iter("a"), _MOST_LOOKED_AT)})
            > _MOST_LINKS
        ):
            break
        best = one
    return best
