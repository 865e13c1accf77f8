"""Reading an index page: which links are its entries, what they are called and when they appeared.

Nothing is known of the page beforehand. Links in the same place of its structure are a
group; a group is rated by what its entries look like (dates, titles, addresses, where
they stand); the best are the index. A source's options overrule it with CSS selectors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.listing.apart import entries_apart, siblings
from crawler.extract.listing.by_selector import read_by_selectors
from crawler.extract.listing.choose import choose_lists, without_strangers
from crawler.extract.listing.days import url_day
from crawler.extract.listing.entries import Entry, EntryList, Surroundings, rate, read_list
from crawler.extract.listing.groups import group_links
from crawler.extract.listing.habits import month_first
from crawler.extract.listing.links import Link, base_of, read_links
from crawler.extract.listing.mend import mend
from crawler.extract.listing.neighbours import complete_from_around
from crawler.extract.listing.pagination import next_page
from crawler.extract.listing.reader import Reader
from crawler.extract.listing.slots import read_slots
from crawler.extract.listing.tables import read_tables
from crawler.extract.listing.votes import name_by_links, settle_dates, settle_titles
from crawler.extract.markup.furniture import find_furniture, find_likely
from crawler.extract.markup.meta import language_of
from crawler.extract.markup.tree import drop_scripts, drop_wrappers, parse
from crawler.items import ListedLink

__all__ = ["Index", "read_index", "read_listing"]

#: Dates that stand only in titles are days of publication where most titles have one.
_USUAL = 0.6


@dataclass(frozen=True, kw_only=True)
class Index:
    """What an index page says."""

    entries: tuple[ListedLink, ...] = ()
    next_url: str = ""
    """Where the list goes on, on the same host; empty where the page states no address."""


def read_listing(
    html_text: str, *, url: str, options: Mapping[str, Any] | None = None
) -> list[ListedLink]:
    """The entries of an index page; as :func:`read_index`."""
    return list(read_index(html_text, url=url, options=options).entries)


def read_index(html_text: str, *, url: str, options: Mapping[str, Any] | None = None) -> Index:
    """The entries of an index page, in its order, each address once, and where it goes on.

    ``options``: ``item``, ``link``, ``title`` and ``date`` are CSS selectors, the last
    three within an item; ``language`` (BCP 47) and ``country`` (ISO 3166-1) are the
    source's; ``date_order`` is ``dmy`` or ``mdy`` where the page's habit cannot be guessed.
    """
    root = parse(html_text)
    if root is None:
        return Index()
    given = options or {}
    drop_wrappers(root)
    mend(root)
    reader = Reader(
        language=language_of(root) or str(given.get("language", "")),
        host=urlsplit(url).hostname or "",
        tables=read_tables(root),
    )
    base = base_of(root, url)
    next_url = next_page(root, url, base=base)
    drop_scripts(root)
    links = read_links(root, url, base=base)
    chosen = read_by_selectors(root, links, reader, given) or _search(root, links, reader)
    american = month_first([entry for _, entry in chosen], root, reader.host, given)
    entries = (
        ListedLink(
            url=entry.link.url,
            title=entry.title,
            published_on=_day(entry, month_first=american),
            certainty=round(certainty, 2),
        )
        for certainty, entry in chosen
        if entry.link.url != next_url
    )
    return Index(entries=tuple(entries), next_url=next_url)


def _search(
    root: html.HtmlElement, links: Sequence[Link], reader: Reader
) -> list[tuple[float, Entry]]:
    page = Surroundings(
        furniture=frozenset(find_furniture(root, links=True)), likely=frozenset(find_likely(root))
    )
    rated = []
    for group in group_links(root, links, reader.tables):
        found = read_list(group, reader)
        slots = read_slots(found.texts, reader)
        settle_titles(found.entries, slots, reader, found.repeated)
        settle_dates(found.entries, slots)
        complete_from_around(found.entries, reader)
        if found.entries and found.dated > _USUAL:
            name_by_links(found.entries)
        named = EntryList(entries=[entry for entry in found.entries if entry.title])
        if len(named.entries) > 1:
            rated.append((rate(named, host=reader.host, page=page), named))
    lists = [(certainty, without_strangers(found)) for certainty, found in choose_lists(rated)]
    for _, found in lists:
        _drop_doubtful_dates(found)
    entries = [(certainty, entry) for certainty, found in lists for entry in found.entries]
    entries += siblings(links, lists, reader)
    if not lists or lists[0][1].dated >= 0.5:
        entries += entries_apart(links, [entry for _, entry in entries], reader, page.likely)
    return _in_order(entries)


def _in_order(entries: Sequence[tuple[float, Entry]]) -> list[tuple[float, Entry]]:
    """As they stand on the page, each address once."""
    once: dict[str, tuple[float, Entry]] = {}
    for one in sorted(entries, key=lambda pair: pair[1].link.place):
        once.setdefault(one[1].link.url, one)
    return list(once.values())


def _drop_doubtful_dates(found: EntryList) -> None:
    """A date that a few titles mention is what they are about, not when they appeared."""
    mentioned = [entry for entry in found.entries if entry.dates and entry.dates[0].is_mention]
    if len(mentioned) < _USUAL * len(found.entries):
        for entry in mentioned:
            entry.dates.clear()


def _day(entry: Entry, *, month_first: bool) -> date | None:
    if entry.dates and not entry.dates[0].is_other:
        return entry.dates[0].found.resolve(month_first=month_first)
    return url_day(entry.link.url)
