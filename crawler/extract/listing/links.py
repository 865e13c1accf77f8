"""The links of a page that could lead to documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from crawler.extract.clean import clean_line

#: More links than this are no index page but a register; the first are read.
_MOST = 5_000
_NO_ADDRESS = ("", "#", "javascript:", "mailto:", "tel:", "data:", "fax:", "sms:", "whatsapp:")
#: An address that a script opens: ``location.href='/a'``, ``openDocument("https://…")``.
_BY_SCRIPT = re.compile(
    r"""(?:location(?:\.href)?\s*=|window\.open\()\s*['"]([^'"]{2,500})['"]"""
    r"""|\(\s*['"]((?:https?:/)?/[^'"]{2,500})['"]"""
)
#: Pictures, sound, films, calendars, programs: nothing to read.
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|bmp|tiff?|mp[34]|m4a|wav|avi|mov|wmv|webm|ics|vcf|exe|apk|css|js)$",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"(?:facebook\.com/sharer|twitter\.com/(?:share|intent)|x\.com/intent|linkedin\.com/share"
    r"|wa\.me/|api\.whatsapp|t\.me/share|plus\.google|pinterest\.|addtoany|service\.weibo)"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Link:
    """An anchor that leads somewhere else."""

    element: html.HtmlElement
    url: str
    text: str
    place: int
    """Its number on the page."""


def base_of(root: html.HtmlElement, url: str) -> str:
    """The address that relative links start from."""
    given = next((element.get("href") for element in root.iter("base") if element.get("href")), "")
    return str(urljoin(url, given))


def read_links(root: html.HtmlElement, url: str, *, base: str) -> list[Link]:
    """Every anchor with an address of its own (not the page's), in the order of the page."""
    here = urldefrag(url)[0]
    found: list[Link] = []
    for element in root.iter("*"):
        if element.tag != "a" and not element.get("onclick"):
            continue
        address = _address(element, base)
        if address and address != here:
            text = clean_line(element.text_content())
            found.append(Link(element=element, url=address, text=text, place=len(found)))
        if len(found) >= _MOST:
            break
    return found


def _address(element: html.HtmlElement, base: str) -> str:
    for reference in _references(element):
        try:
            address = urldefrag(urljoin(base, reference))[0]
            parts = urlsplit(address)
        except ValueError:
            continue
        if _MEDIA.search(parts.path):
            continue
        if parts.scheme in ("http", "https") and parts.hostname and not _SHARING.search(address):
            return address
    return ""


def _references(element: html.HtmlElement) -> Iterator[str]:
    href = "".join((element.get("href") or "").split("\n")).strip()
    if not (
        href.lower() in _NO_ADDRESS
        or href.lower().startswith(_NO_ADDRESS[2:])
        or href.startswith("#")
    ):
        # Browsers take a backslash for a slash.
        yield href.replace(" ", "%20").replace("\\", "/")
    found = _BY_SCRIPT.search(element.get("onclick") or "") or _BY_SCRIPT.search(href)
    if found:
        yield found[1] or found[2]
