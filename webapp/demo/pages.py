"""HTML pages, listings and feeds of the demo's sites, with a site's ordinary furniture."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from webapp.demo.dates import write_date
from webapp.demo.markup import Block
from webapp.demo.samples import FOLDER
from webapp.demo.site import Page, morning, ready

LAYOUTS = ("portal", "classic", "gov")
LISTINGS = ("list", "table", "cards", "definitions")
FEEDS = ("rss", "atom", "json")
_FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one authority's site looks and speaks."""

    name: str
    language: str
    """BCP 47."""
    home: str
    """Address of its front page, with a slash at the end."""
    encoding: str = "utf-8"
    charset_in_header: bool = True
    layout: str = "portal"
    sample: bool = True
    """Whether texts are made up (the notice says so), or copies of real ones."""

    @property
    def words(self) -> Mapping[str, Any]:
        """The furniture's words in its language, English where we have none."""
        words = _furniture()
        own = self.language.partition("-")[0]
        return words[own if own in words else "en"]

    @property
    def notice(self) -> str:
        """The sentence on each page that says what this site is."""
        return str(self.words["sample" if self.sample else "copy"])


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a listing or feed."""

    title: str
    href: str
    day: date | None
    day_text: str = ""
    summary: str = ""

    @property
    def rfc822(self) -> str:
        """For RSS."""
        return format_datetime(morning(self.day)) if self.day else ""

    @property
    def rfc3339(self) -> str:
        """For Atom, which wants a time in any case."""
        return morning(self.day or date(2000, 1, 1)).isoformat().replace("+00:00", "Z")


def document_page(look: Look, *, title: str, body: Sequence[Block], day: date | None) -> Page:
    """One publication as a web page."""
    text = _render(
        f"page_{look.layout}.html",
        look,
        title=title,
        body=body,
        day=day,
        day_text=write_date(day, look.language) if day else "",
    )
    return _html(look, text, day)


def listing_page(look: Look, form: str, *, title: str, entries: Sequence[Entry]) -> Page:
    """An index page in one of :data:`LISTINGS`."""
    return _html(look, _render("listing.html", look, title=title, form=form, entries=entries), None)


def challenge_page(look: Look) -> Page:
    """What a bot shield shows instead of the page: status 200, no content."""
    return ready(_render("challenge.html", look).encode(), "text/html; charset=utf-8")


def broken_page(look: Look) -> Page:
    """A server's error page, status 500."""
    body = f"<!doctype html><title>500</title><h1>Internal Server Error</h1><p>{look.notice}</p>"
    return ready(body.encode(), "text/html; charset=utf-8", status=500)


def feed_page(look: Look, form: str, *, title: str, address: str, entries: Sequence[Entry]) -> Page:
    """A feed in one of :data:`FEEDS` at ``address``."""
    if form == "json":
        return ready(_json_feed(look, title, address, entries), "application/feed+json")
    latest = max((entry.rfc3339 for entry in entries), default="2000-01-01T09:00:00Z")
    text = _render(
        f"{form}.xml", look, title=title, address=address, entries=entries, updated=latest
    )
    body = text.encode(look.encoding, "xmlcharrefreplace")
    return ready(body, f"{_FEED_TYPES[form]}; charset={look.encoding}")


def _json_feed(look: Look, title: str, address: str, entries: Sequence[Entry]) -> bytes:
    items = [
        {"id": e.href, "url": e.href, "title": e.title, "content_text": e.summary}
        | ({"date_published": e.rfc3339} if e.day else {})
        for e in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "description": look.notice,
        "home_page_url": look.home,
        "feed_url": address,
        "language": look.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _html(look: Look, text: str, day: date | None) -> Page:
    charset = f"; charset={look.encoding}" if look.charset_in_header else ""
    body = text.encode(look.encoding, "xmlcharrefreplace")
    return ready(body, f"text/html{charset}", published=day)


def _render(template: str, look: Look, **values: object) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            site_name=look.name,
            home=look.home,
            language=look.language,
            encoding=look.encoding,
            words=look.words,
            notice=look.notice,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _furniture() -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / "furniture.toml").read_text(encoding="utf-8"))
