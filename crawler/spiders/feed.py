"""Feeds: RSS 0.9x to 2.0, RDF and Atom by feedparser; JSON Feed by the standard library.

feedparser drops the document type before it parses, so that no entity of the sender's is
expanded, and it is given a stream: a bare string it would take for a file name or an
address to fetch.
"""

import calendar
import io
import json
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
from w3lib.html import remove_tags, replace_entities

from crawler.answers import Answer
from crawler.errors import EmptyFeedError, NotAFeedError
from crawler.extract.clean import clean_line
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Kind, Listed
from data.words import SourceKind

_JSON_FEED = "https://jsonfeed.org/version/1"


def read(answer: Answer, _task: SourceTask) -> Listed:
    """The feed's entries in its order. Raises :class:`NotAFeedError`."""
    if answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(answer)
    headers = {"content-location": answer.url}
    if "content-type" in answer.headers:
        headers["content-type"] = answer.headers["content-type"]
    parsed = feedparser.parse(
        io.BytesIO(answer.body),
        response_headers=headers,
        # Only titles and links are used, and those are cleaned here.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    # An empty body leaves even "version" out.
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeedError(answer.url, f"expected a feed, got {_what(answer)}")
    return Listed(entries=tuple(map(_entry, parsed.entries)), max_age=_ttl(parsed.feed))


def _what(answer: Answer) -> str:
    head = answer.body[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "an HTML page"
    return answer.media_type or "something without a type"


def _ttl(feed: Any) -> float | None:
    """RSS ``ttl``, minutes by its specification, as seconds."""
    text = str(dict.get(feed, "ttl", ""))
    return float(text) * 60 if text.isascii() and text.isdigit() and len(text) < 7 else None


def _entry(entry: dict[str, Any]) -> ListedLink:
    # dict.get: feedparser's own get() warns when it answers with a neighbouring key.
    published = dict.get(entry, "published", "")
    return ListedLink(
        url=_link(entry),
        title=_title(dict.get(entry, "title_detail") or {}),
        published_on=day_of(published, dict.get(entry, "published_parsed"))
        or day_of(dict.get(entry, "updated", ""), dict.get(entry, "updated_parsed")),
        updated_at=_moment(dict.get(entry, "updated_parsed")),
    )


def _link(entry: dict[str, Any]) -> str:
    """Where the entry leads: its link, its enclosure, or its id if that is an address."""
    enclosures = (link for link in entry.get("links", ()) if link.get("rel") == "enclosure")
    candidates: Iterable[Any] = (
        dict.get(entry, "feedburner_origlink"),
        dict.get(entry, "link"),
        *(link.get("href") for link in enclosures),
        dict.get(entry, "id"),
    )
    for candidate in candidates:
        if isinstance(candidate, str) and candidate.strip():
            return candidate
    return ""


def _title(detail: dict[str, Any]) -> str:
    text = str(detail.get("value", ""))
    if "html" in str(detail.get("type", "")):
        text = replace_entities(remove_tags(text))
    return clean_line(text)


def day_of(text: str, parsed: time.struct_time | None) -> date | None:
    """The day that the publisher wrote: in its own zone, not the day it was in UTC then."""
    for read_moment in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read_moment(text.strip()).date()
        except (ValueError, OverflowError):
            continue
    moment = _moment(parsed)
    return moment.date() if moment else None


def _moment(parsed: time.struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _json_feed(answer: Answer) -> Listed:
    """JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError) as exc:
        raise NotAFeedError(answer.url, "expected a feed, got broken JSON") from exc
    items = content.get("items")
    if not str(content.get("version", "")).startswith(_JSON_FEED) or not isinstance(items, list):
        raise NotAFeedError(answer.url, "expected a feed, got JSON that is no JSON Feed")
    return Listed(entries=tuple(_json_entry(item) for item in items if isinstance(item, dict)))


def _json_entry(item: dict[str, Any]) -> ListedLink:
    texts = {name: value for name, value in item.items() if isinstance(value, str)}
    modified = texts.get("date_modified", "")
    return ListedLink(
        url=texts.get("url") or texts.get("external_url") or texts.get("id", ""),
        title=clean_line(texts.get("title", "")),
        published_on=day_of(texts.get("date_published", ""), None) or day_of(modified, None),
        updated_at=_iso(modified),
    )


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


KIND = Kind(name=SourceKind.FEED, read=read, empty=EmptyFeedError)
