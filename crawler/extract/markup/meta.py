"""What a page says of itself: its title, its language, the day it was published."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.clean import clean_line

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]{1,2}\s+|\s*[|»]\s*|::")
_ISO = re.compile(r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
#: Names under which pages give the day of publication, the surest first (all in small letters).
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "date.issued"),
    *("dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created"),
    *("dc.date.created", "pubdate", "publishdate", "publish-date", "publish_date"),
    *("publicationdate", "publication_date", "publication-date", "sailthru.date"),
    *("parsely-pub-date", "cxenseparse:recs:publishtime", "citation_publication_date", "date"),
)
_LONGEST_TITLE = 500


def title_of(root: html.HtmlElement, url: str) -> str:
    """The page's title without its site's name; empty when it has none."""
    headings = [clean_line(element.text_content()) for element in root.iter("h1")]
    headings = [text for text in headings if text]
    metas = _metas(root)
    named = [metas.get("og:title"), metas.get("dc.title"), _document_title(root)]
    titles = [text for text in named if text]
    for text in titles:
        for heading in headings:
            if heading.casefold() in text.casefold() and len(heading) > 3:
                return heading[:_LONGEST_TITLE]
    site = metas.get("og:site_name", "")
    stripped = [_without_site(text, site, url) for text in titles]
    if not stripped and len(headings) == 1:
        return headings[0][:_LONGEST_TITLE]
    return stripped[0][:_LONGEST_TITLE] if stripped else ""


def language_of(root: html.HtmlElement) -> str:
    """The language that the page declares (BCP 47), empty if none."""
    metas = _metas(root)
    declared = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or next((body.get("lang") for body in root.iter("body") if body.get("lang")), "")
        or metas.get("content-language")
        or metas.get("og:locale")
    )
    first = (declared or "").split(",")[0].strip()
    return first.replace("_", "-") if _LANGUAGE.match(first) else ""


def published_on(root: html.HtmlElement) -> date | None:
    """The day of publication where the page says it in a form made for machines."""
    metas = _metas(root)
    for text in (
        *_from_json(root),
        *(metas.get(name, "") for name in _PUBLISHED),
        *_from_microdata(root),
        *_from_time(root),
    ):
        day = _day(text)
        if day is not None:
            return day
    return None


def _document_title(root: html.HtmlElement) -> str:
    return next((clean_line(element.text_content()) for element in root.iter("title")), "")


def _metas(root: html.HtmlElement) -> dict[str, str]:
    """The page's ``<meta>`` statements: name in small letters → first text that is not empty."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        given = element.get("property") or element.get("name") or element.get("http-equiv") or ""
        text = clean_line(element.get("content") or "")
        if text:
            found.setdefault(given.strip().lower(), text)
    return found


def _without_site(title: str, site: str, url: str) -> str:
    """Of ``Decision 5 | Office of Telecoms``, what is not the site's name."""
    parts = [part for part in _SEPARATOR.split(title) if part and part.strip()]
    if len(parts) < 2:
        return title
    if site:
        kept = [part for part in parts if part.casefold() != site.casefold()]
        if 0 < len(kept) < len(parts):
            return _between(title, kept)
    host = (urlsplit(url).hostname or "").removeprefix("www.").replace("-", "")
    for edge in (parts[-1], parts[0]):
        word = re.sub(r"\W", "", edge).lower()
        if len(word) > 2 and word in host:
            return _between(title, [part for part in parts if part is not edge])
    if len(parts[-1]) < len(parts[0]):
        return _between(title, parts[:-1])
    return title


def _between(title: str, kept: list[str]) -> str:
    """The stretch of the title from the first to the last kept part."""
    start = title.find(kept[0])
    end = title.rfind(kept[-1]) + len(kept[-1])
    return title[start:end].strip()


def _from_json(root: html.HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            content = json.loads(script.text or "", strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        yield from _values(content, "datePublished")


def _values(content: Any, name: str) -> Iterator[str]:
    """Every text under ``name``, however deep; nearest the top first."""
    level = [content]
    while level:
        deeper: list[Any] = []
        for node in level:
            if isinstance(node, dict):
                if isinstance(node.get(name), str):
                    yield node[name]
                deeper.extend(node.values())
            elif isinstance(node, list):
                deeper.extend(node)
        level = deeper


def _from_microdata(root: html.HtmlElement) -> Iterator[str]:
    for element in root.xpath("//*[contains(@itemprop, 'datePublished')]"):
        yield element.get("content") or element.get("datetime") or element.text_content()


def _from_time(root: html.HtmlElement) -> Iterator[str]:
    """The one ``<time>`` of the article; several would be a list of other things."""
    found = root.xpath("//time[@pubdate]") or root.xpath("(//main | //article)//time[@datetime]")
    days = {element.get("datetime") or "" for element in found}
    if len(days) == 1:
        yield days.pop()


def _day(text: str) -> date | None:
    found = _ISO.match(text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
