"""Entries where a source's options say where they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import html

from crawler.extract.listing.days import dates_of
from crawler.extract.listing.entries import Entry
from crawler.extract.listing.links import Link
from crawler.extract.listing.pieces import Piece, read_pieces
from crawler.extract.listing.reader import Reader
from crawler.extract.listing.titles import title_of
from crawler.extract.markup.tree import by_selector


def read_by_selectors(
    root: html.HtmlElement, links: Sequence[Link], reader: Reader, options: Mapping[str, Any]
) -> list[tuple[float, Entry]]:
    """Entries by the options ``item``, ``link``, ``title``, ``date``; none where no item is set.

    An item's link is the first that ``link`` matches, else its first link.
    """
    known = {link.element: link for link in links}
    found = []
    for item in by_selector(root, options.get("item", "")):
        inside = by_selector(item, options.get("link", "")) or [item, *item.iter("a")]
        link = next((known[one] for one in inside if one in known), None)
        if link is not None:
            found.append((1.0, _entry(item, link, reader, options)))
    return found


def _entry(item: html.HtmlElement, link: Link, reader: Reader, options: Mapping[str, Any]) -> Entry:
    pieces = read_pieces(item)
    titles = _pieces(item, options.get("title", ""))
    days = _pieces(item, options.get("date", ""))
    return Entry(
        link=link,
        item=item,
        title=" ".join(piece.text for piece in titles)
        or title_of(link, pieces, reader)
        or link.url,
        dates=dates_of(link, days, reader) or dates_of(link, pieces, reader),
    )


def _pieces(item: html.HtmlElement, selector: str) -> list[Piece]:
    first = by_selector(item, selector)[:1]
    return [piece for element in first for piece in read_pieces(element)]
