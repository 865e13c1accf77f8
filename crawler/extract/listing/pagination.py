"""Where a list goes on: the address of its next page, if the page states one."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import html

from crawler.extract.clean import clean_line
from crawler.extract.listing.words import is_next

_NEXT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:next|nextpostslink|nav-previous|older)(?:$|[\s_-])", re.IGNORECASE
)
_PAGER_CLASS = re.compile(
    r"pag(?:er|ing|ination|inator|enavi|elist|e-?numbers|e-?nav|es)\b|page[-_]|posts-navigation",
    re.IGNORECASE,
)
_CURRENT_CLASS = re.compile(r"(?:^|[\s_-])(?:current|active|selected|on|cur|thisclass)(?:$|[\s_-])")
#: An arrow alone turns pages only in a pager; two arrows lead to the end.
_ARROWS = frozenset("»›>→▶►▸❯")
_OFF_CLASS = re.compile(r"(?:^|[\s_-])(?:disabled|inactive)(?:$|[\s_-])")
_NUMBER = re.compile(r"^\W*(\d{1,4})\W*$")
_PAGE_PATH = re.compile(r"/page[/-]?\d|[_-]\d{1,4}\.(?:s?html?|aspx?|php|jsp)$", re.IGNORECASE)
#: How far around a link its pager is looked for.
_NEAR = 4
_LONGEST = 30


def next_page(root: html.HtmlElement, url: str, *, base: str) -> str:
    """The address of the page after this one, on the same host; empty where none is stated.

    By ``rel="next"``, by the word for “next” or an arrow in a pager, by the number after
    that of the current page. Pages that only a script can turn have none.
    """
    here = urldefrag(url)[0]
    for found in (*_by_rel(root), *_by_word(root), *_by_number(root)):
        address = _address(found, base)
        if address and address != here and urlsplit(address).netloc == urlsplit(here).netloc:
            return address
    return ""


def _by_rel(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for element in root.iter("link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            yield element


def _by_word(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for element in root.iter("a"):
        if _is_off(element):
            continue
        shown = clean_line(element.text_content())
        said = [shown, element.get("aria-label") or "", element.get("title") or ""]
        is_called_next = any(len(text) <= _LONGEST and is_next(text) for text in said)
        is_arrow = len(shown) == 1 and shown in _ARROWS
        if (is_called_next or is_arrow or _is_classed_next(element)) and _is_in_pager(element):
            yield element


def _is_classed_next(element: html.HtmlElement) -> bool:
    return any(_NEXT_CLASS.search(one.get("class") or "") for one in _near(element, 2))


def _is_in_pager(element: html.HtmlElement) -> bool:
    """Whether page numbers or a pager's name are around: “Next” alone may be the next picture."""
    address = element.get("href") or ""
    if _names_a_page(address):
        return True
    return any(
        _PAGER_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}")
        or one.tag == "nav"
        or _has_numbers(one)
        for one in _near(element, _NEAR)
    )


def _has_numbers(element: html.HtmlElement) -> bool:
    numbers = [a for a in element.iterchildren("a") if _NUMBER.match(a.text_content())]
    return len(numbers) > 1


def _names_a_page(address: str) -> bool:
    path, _, query = address.partition("?")
    names = {name.lower() for name, value in parse_qsl(query) if value.isdigit()}
    return bool(_PAGE_PATH.search(path)) or any(
        "page" in name or name in ("p", "paged", "start", "offset", "from", "b_start:int")
        for name in names
    )


def _by_number(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The link with the number after the one that is shown as the current page."""
    for element in root.iter("a"):
        number = _NUMBER.match(element.text_content())
        if number is None or not _near_pager(element):
            continue
        before = _before(element)
        current = _NUMBER.match(before.text_content()) if before is not None else None
        if (
            before is not None
            and current is not None
            and int(current[1]) + 1 == int(number[1])
            and _is_current(before)
        ):
            yield element


def _before(element: html.HtmlElement) -> html.HtmlElement | None:
    """What stands before a number in its pager: beside it, or beside the item that holds it."""
    for one in _near(element, 2):
        before = one.getprevious()
        if before is not None:
            return before
    return None


def _is_current(element: html.HtmlElement) -> bool:
    links = [one for one in element.iter("a") if (one.get("href") or "#") != "#"]
    marked = [element, *element.iter("a", "span", "li", "strong")]
    return not links or any(
        _CURRENT_CLASS.search(one.get("class") or "") or one.get("aria-current") for one in marked
    )


def _near_pager(element: html.HtmlElement) -> bool:
    return _names_a_page(element.get("href") or "") or any(
        _PAGER_CLASS.search(f"{one.get('class', '')} {one.get('id', '')}")
        for one in _near(element, _NEAR)
    )


def _is_off(element: html.HtmlElement) -> bool:
    return any(_OFF_CLASS.search(one.get("class") or "") for one in _near(element, 1))


def _near(element: html.HtmlElement, steps: int) -> Iterator[html.HtmlElement]:
    """An element and what lies around it, some steps up."""
    one: html.HtmlElement | None = element
    for _ in range(steps + 1):
        if one is None or one.tag in ("body", "html", "main"):
            return
        yield one
        one = one.getparent()


def _address(element: html.HtmlElement, base: str) -> str:
    href = (element.get("href") or "").strip()
    if not href or href.startswith("#"):
        return ""
    try:
        address = urldefrag(urljoin(base, href.replace(" ", "%20")))[0]
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""
