"""HTML to a tree, and what of the tree no reader sees."""

import re
from itertools import islice

from cssselect import SelectorError
from lxml import etree, html

from crawler.extract.errors import ExtractError

#: Elements whose text no reader sees as text.
_UNSEEN = (
    *("script", "style", "template", "noscript", "svg", "math", "object", "embed", "applet"),
    *("audio", "video", "canvas", "iframe", "select", "button", "input", "textarea"),
    *("datalist", "dialog", "map", "head", "progress", "meter"),
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")
_HIDDEN = (
    "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none') "
    "or contains(translate(@style, ' ', ''), 'visibility:hidden')]"
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,12})\b[^<>]*>")
_PHRASES = frozenset(
    ("span", "font", "b", "i", "u", "em", "strong", "small", "big", "sup", "sub", "abbr")
)
_HUGE = 60_000
_DEEPEST = 200
#: Hidden, but larger than this part of the page: shown by its script.
_SHOWN_LATER = 0.5


def parse(text: str) -> html.HtmlElement | None:
    """The tree of a page, however broken; None when there is nothing in it."""
    root, is_whole = _parse(text)
    if not is_whole:
        # Nested deeper than the parser goes (unclosed tags do that): what lies deeper
        # would be lost, so the page is flattened.
        root, is_whole = _parse(_TAG.sub(_flat, text))
    if not is_whole:
        root, _ = _parse(_TAG.sub("<br>", text))
    return root


def _parse(text: str) -> tuple[html.HtmlElement | None, bool]:
    # Bytes with a stated encoding: lxml refuses a str that has an XML declaration.
    body = text.replace("\0", "").encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(body, parser=parser, ensure_head_body=True)
    except etree.ParserError:
        return None, True
    log = parser.error_log
    return root, not log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT)


def _flat(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name == "a":
        return tag[0]
    return "" if name in _PHRASES else "<br><br>"


def is_huge(root: html.HtmlElement) -> bool:
    """Whether a page has so many elements that only the cheapest reading is bounded."""
    return sum(1 for _ in islice(root.iter(), _HUGE + 1)) > _HUGE


def drop_wrappers(root: html.HtmlElement) -> None:
    """Where a page is nested absurdly deep, take out elements that only wrap another one.

    Whoever walks upward from each of a thousand links pays for every level.
    """
    depths: dict[html.HtmlElement, int] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        depths[element] = 0 if parent is None else depths.get(parent, 0) + 1
    if max(depths.values()) <= _DEEPEST:
        return
    for element in list(root.iter("div", "span", "font", "center", "section", "p")):
        if len(element) == 1 and not (element.text or "").strip() and element is not root:
            element.drop_tag()


def drop_scripts(root: html.HtmlElement) -> None:
    """Take scripts, styles, pictures and form fields out of ``root``; text behind them stays.

    Buttons stay: scripts make links of them, or unfold an entry under its title.
    """
    for element in list(root.iter(*_UNSEEN)):
        if element.tag != "button":
            drop(element)


def drop_unseen(root: html.HtmlElement) -> None:
    """Take out of ``root`` what a browser does not show as text; what is behind it stays.

    A button goes, unless it is a heading that unfolds what stands below it.
    """
    for element in list(root.iter(*_UNSEEN)):
        if element.tag != "button" or next(element.iterancestors(*_HEADINGS), None) is None:
            drop(element)
    sizes = sizes_of(root)
    for element in root.xpath(_HIDDEN):
        if element.tag not in ("html", "body") and (
            sizes.get(element, 0) <= _SHOWN_LATER * sizes.get(root, 0)
        ):
            drop(element)


def drop(element: html.HtmlElement) -> None:
    """Take an element out; the text that follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def sizes_of(root: html.HtmlElement, *, links: bool = True) -> dict[html.HtmlElement, int]:
    """Characters of text (white space at the ends not counted) within each element.

    Without ``links``, only running text counts: the text of links is left out.
    """
    elements = list(root.iter("*"))
    sizes = {
        element: len((element.text or "").strip()) if links or element.tag != "a" else 0
        for element in elements
    }
    # Children stand after their parents in the order of the page: from the back, all are summed.
    for element in reversed(elements):
        parent = element.getparent()
        if parent is not None and element is not root:
            inner = sizes[element] if links or parent.tag != "a" else 0
            sizes[parent] += inner + len((element.tail or "").strip())
    return sizes


def by_selector(root: html.HtmlElement, selectors: str | list[str]) -> list[html.HtmlElement]:
    """Elements that one of the CSS selectors matches, in the order of the page.

    Raises :class:`ExtractError` (``bad_selector``) for what is no selector.
    """
    joined = selectors if isinstance(selectors, str) else ", ".join(selectors)
    if not joined.strip():
        return []
    try:
        return list(root.cssselect(joined))
    except SelectorError as exc:
        raise ExtractError("bad_selector", f"{joined!r} is no CSS selector: {exc}") from exc
