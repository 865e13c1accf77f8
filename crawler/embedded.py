"""Lists that stand in a page as JSON, for its scripts to show. Pure.

``__NEXT_DATA__`` and other ``application/json`` scripts, and ``application/ld+json``
(https://schema.org/ItemList, NewsArticle). Where such a list names documents, no browser
is needed.
"""

import json
from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from lxml import html

from crawler.extract.listing.dates import find_dates
from crawler.extract.markup.tree import parse
from crawler.items import ListedLink
from crawler.spiders.json_answers import day_in, plain

_TITLES = ("title", "headline", "name", "heading", "subject", "label", "titulo", "titre")
_LINKS = (
    "url",
    "link",
    "href",
    "permalink",
    "path",
    "fullUrl",
    "pageUrl",
    "fileUrl",
    "file",
    "@id",
)
_DAYS = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "published",
    "publicationDate", "publication_date", "pubDate", "date", "releaseDate", "createdAt",
    "created_at", "created", "dateCreated", "fecha", "data",
)  # fmt: skip
#: Fewer than this is a menu of one, or the page itself.
_LEAST = 2
#: How deep, and over how many values, a script is searched.
_DEEPEST, _MOST = 25, 50_000
#: A title has so many letters; shorter ones are labels of buttons.
_SHORTEST = 8


def embedded_links(page: str, *, url: str) -> list[ListedLink]:
    """The documents of the longest dated list in the page's JSON; of undated ones, the longest."""
    root = parse(page)
    if root is None:
        return []
    lists = [
        found
        for script in root.iter("script")
        for values in _lists(_content(script))
        if len(found := _entries(values, url)) >= _LEAST
    ]
    return max(lists, key=_rank, default=[])


def _rank(entries: list[ListedLink]) -> tuple[bool, int]:
    dated = sum(entry.published_on is not None for entry in entries)
    return 2 * dated >= len(entries), len(entries)


def _content(script: html.HtmlElement) -> Any:
    media_type = script.get("type", "").lower()
    if "json" not in media_type or not script.text:
        return None
    try:
        return json.loads(script.text)
    except (ValueError, RecursionError):
        return None


def _lists(content: Any) -> Iterator[list[Any]]:
    """Every list of objects within, outermost first."""
    waiting, seen = deque([(content, 0)]), 0
    while waiting and seen < _MOST:
        value, depth = waiting.popleft()
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(value, list):
            if any(isinstance(one, dict) for one in value):
                yield value
            waiting += [(one, depth + 1) for one in value if isinstance(one, dict | list)]
        elif isinstance(value, dict):
            inner = value.values()
            waiting += [(one, depth + 1) for one in inner if isinstance(one, dict | list)]


def _entries(values: list[Any], base: str) -> list[ListedLink]:
    """The documents that a list names, each address once."""
    found: dict[str, ListedLink] = {}
    for value in values:
        item = value.get("item", value) if isinstance(value, dict) else None
        entry = _entry(item, base) if isinstance(item, dict) else None
        if entry is not None:
            found.setdefault(entry.url, entry)
    return list(found.values())


def _entry(item: dict[str, Any], base: str) -> ListedLink | None:
    title = next((text for name in _TITLES if (text := plain(_text(item, name)))), "")
    link = next((text for name in _LINKS if (text := _address(_text(item, name), base))), "")
    if not link or sum(map(str.isalpha, title)) < _SHORTEST:
        return None
    days = (_day(_text(item, name)) for name in _DAYS)
    return ListedLink(url=link, title=title, published_on=next((day for day in days if day), None))


def _text(item: dict[str, Any], name: str) -> str:
    """A text, or the one in an object with a text of its own (``{"rendered": …}``, ``{"url": …}``)."""
    value = item.get(name)
    if isinstance(value, dict):
        value = next((value[key] for key in ("rendered", "value", *_LINKS) if key in value), "")
    return value.strip() if isinstance(value, str) else ""


def _address(text: str, base: str) -> str:
    if not text.startswith(("http://", "https://", "/")) or " " in text:
        return ""
    try:
        address = urljoin(base, text)
    except ValueError:
        return ""
    return "" if address.rstrip("/") == base.rstrip("/") else address


def _day(text: str) -> date | None:
    day = day_in(text)
    if day is None and text:
        found = next(iter(find_dates(text)), None)
        day = found.resolve(month_first=False) if found else None
    return day
