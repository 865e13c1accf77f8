"""Feeds: RSS 0.9x to 2.0, RDF and Atom by feedparser; JSON Feed by the standard library.

feedparser drops the document type before it parses, so that no entity of the sender's is
expanded, and it is given a stream: a bare string it would take for a file name or an
address to fetch. It gets UTF-8 whatever the feed declares, since what feeds declare is
often another thing than what they are.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from w3lib.html import remove_tags, replace_entities

from crawler.answers import Answer
from crawler.errors import EmptyFeedError, NotAFeedError
from crawler.extract.clean import clean_line
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Kind, Listed
from crawler.spiders.feed_days import Days, moment_of
from data.words import SourceKind

_JSON_FEED = "https://jsonfeed.org/version/1"
_WHEN = ("published", "updated", "created")
_JSON_WHEN = ("date_published", "date_modified")
#: What the XML declaration says of the charset.
_ENCODING = re.compile(
    r"""(<\?xml\s+version\s*=\s*["'][^"']*["'])(?:\s+encoding\s*=\s*["'][^"']{0,40}["'])?"""
)
_START = 64
#: Tags that format a title; others, such as ``<select>``, may be what it is about.
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|em|br|sup|sub|div|span|font|strong|small|h[1-6])(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"{_TAG.pattern}|&(?:[a-z]{{2,8}}|#x?[0-9a-f]{{2,6}});", re.IGNORECASE)
_HEADING = re.compile(r"<h[1-4][^>]{0,200}>(.{1,500}?)</h[1-4]>", re.IGNORECASE | re.DOTALL)
#: So much of a text is looked at, and so much of it stands for a title.
_LOOK = 2_000
_LONGEST = 160


def read(answer: Answer, task: SourceTask) -> Listed:
    """The feed's entries in its order. Raises :class:`NotAFeedError`."""
    text = answer.text(task.language)
    if text.lstrip("\ufeff \t\r\n")[:1] == "{":
        return _json_feed(answer, text, task)
    parsed = feedparser.parse(
        io.BytesIO(_as_utf8(answer.body, text)),
        response_headers={"content-location": answer.url, "content-type": "application/xml"},
        # Only titles and links are used, and those are cleaned here.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    # An empty body leaves even "version" out.
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeedError(answer.url, f"expected a feed, got {_what(answer)}")
    days = _days((_when(entry, name) for entry in parsed.entries for name in _WHEN), answer, task)
    home = dict.get(parsed.feed, "link", "")
    links = _links([list(_candidates(entry)) for entry in parsed.entries], home, base=answer.url)
    entries = zip(parsed.entries, links, strict=True)
    return Listed(
        entries=tuple(_entry(entry, link, days) for entry, link in entries),
        max_age=_ttl(parsed.feed),
    )


def _as_utf8(body: bytes, text: str) -> bytes:
    """The feed in UTF-8, declared as such; one of two or four bytes a letter as it is."""
    if b"\0" in body[:_START]:
        return body
    start = text.removeprefix("\ufeff").lstrip()
    if not start.startswith("<?xml"):
        start = f"<?xml version='1.0'?>{start}"
    return _ENCODING.sub(r"\1 encoding='utf-8'", start, count=1).encode("utf-8", errors="replace")


def _days(texts: Iterator[str], answer: Answer, task: SourceTask) -> Days:
    return Days(texts, language=task.language, host=urlsplit(answer.url).hostname or "")


def _what(answer: Answer) -> str:
    head = answer.body[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "an HTML page"
    return answer.media_type or "something without a type"


def _ttl(feed: Any) -> float | None:
    """RSS ``ttl``, minutes by its specification, as seconds."""
    text = str(dict.get(feed, "ttl", ""))
    return float(text) * 60 if text.isascii() and text.isdigit() and len(text) < 7 else None


def _when(entry: dict[str, Any], name: str) -> str:
    # dict.get: feedparser's own get() warns when it answers with a neighbouring key.
    return str(dict.get(entry, name) or "")


def _entry(entry: dict[str, Any], link: str, days: Days) -> ListedLink:
    written = (days.day_of(_when(entry, name)) for name in _WHEN)
    return ListedLink(
        url=link,
        title=_title(dict.get(entry, "title_detail") or {}) or _title_in_text(entry),
        published_on=next((day for day in written if day), None),
        updated_at=moment_of(_when(entry, "updated")),
    )


def _candidates(entry: dict[str, Any]) -> Iterator[str]:
    """Where an entry could lead: its link, its enclosures, its id if that is an address."""
    enclosures = (link for link in entry.get("links", ()) if _is_document(link))
    identity = str(dict.get(entry, "id") or "")
    for candidate in (
        dict.get(entry, "feedburner_origlink"),
        dict.get(entry, "link"),
        *(link.get("href") for link in enclosures),
        identity if identity.startswith(("http://", "https://")) else "",
    ):
        if isinstance(candidate, str) and candidate.strip():
            yield candidate.strip()


def _is_document(link: dict[str, Any]) -> bool:
    """Whether a link is an enclosure that can be read: no sound, no film, no picture."""
    media_type = str(link.get("type", "")).lower()
    is_media = media_type.startswith(("audio/", "video/", "image/"))
    return link.get("rel") == "enclosure" and not is_media


def _links(entries: list[list[str]], home: str, *, base: str) -> list[str]:
    """The link of each entry: the first that is its own.

    Some feeds link every entry to the same list; its enclosure or its id then says which
    document it is.
    """
    shared = Counter(link for candidates in entries for link in dict.fromkeys(candidates))
    front = urljoin(base, home) if isinstance(home, str) and home else ""
    return [
        next(
            (one for one in candidates if shared[one] == 1 and urljoin(base, one) != front),
            candidates[0] if candidates else "",
        )
        for candidates in entries
    ]


def _title(detail: dict[str, Any]) -> str:
    text = str(detail.get("value", ""))
    if "html" in str(detail.get("type", "")):
        text = replace_entities(remove_tags(text))
    # What was escaped twice shows tags and entities even now.
    return clean_line(replace_entities(_TAG.sub("", text)) if _TWICE.search(text) else text)


def _title_in_text(entry: dict[str, Any]) -> str:
    """For an entry without a title: the first heading of its text, else how it begins."""
    contents = [part.get("value", "") for part in dict.get(entry, "content") or ()]
    text = next((text for text in (*contents, dict.get(entry, "summary", "")) if text), "")
    heading = _HEADING.search(text)
    line = clean_line(replace_entities(remove_tags(heading[1] if heading else text[:_LOOK])))
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _json_feed(answer: Answer, text: str, task: SourceTask) -> Listed:
    """JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as exc:
        raise NotAFeedError(answer.url, "expected a feed, got broken JSON") from exc
    items = content.get("items")
    if not str(content.get("version", "")).startswith(_JSON_FEED) or not isinstance(items, list):
        raise NotAFeedError(answer.url, "expected a feed, got JSON that is no JSON Feed")
    known = [
        {name: value for name, value in item.items() if isinstance(value, str)}
        for item in items
        if isinstance(item, dict)
    ]
    days = _days((item.get(name, "") for item in known for name in _JSON_WHEN), answer, task)
    return Listed(entries=tuple(_json_entry(item, days) for item in known))


def _json_entry(item: dict[str, str], days: Days) -> ListedLink:
    written = (days.day_of(item.get(name, "")) for name in _JSON_WHEN)
    return ListedLink(
        url=item.get("url") or item.get("external_url") or item.get("id", ""),
        title=clean_line(item.get("title", "")),
        published_on=next((day for day in written if day), None),
        updated_at=moment_of(item.get("date_modified", "")),
    )


KIND = Kind(name=SourceKind.FEED, read=read, empty=EmptyFeedError)
