"""An entry's texts, in order, each with the element it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from crawler.extract.clean import clean_line

#: A ``<time>`` that shows no year (“three days ago”) is read by what it tells machines.
_YEAR = re.compile(r"\d{4}")
_PHRASES = frozenset(
    (
        "b",
        "em",
        "i",
        "strong",
        "u",
        "sup",
        "sub",
        "font",
        "mark",
        "bdi",
        "wbr",
        "abbr",
        "small",
        "q",
    )
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """A run of text between two tags."""

    text: str
    element: html.HtmlElement


def read_pieces(root: html.HtmlElement) -> list[Piece]:
    """The texts within ``root``, without what follows it."""
    found: list[Piece] = []
    parts: list[str] = []
    for text, element in _runs(root):
        if text is None:
            _add(found, parts, element)
        else:
            parts.append(text)
    _add(found, parts, root)
    return found


def _add(found: list[Piece], parts: list[str], element: html.HtmlElement) -> None:
    text = clean_line("".join(parts))
    parts.clear()
    if text:
        found.append(Piece(text=text, element=element))


def _runs(root: html.HtmlElement) -> Iterator[tuple[str | None, html.HtmlElement]]:
    """Texts and, between them, ``None`` where an element other than a phrase begins or ends."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_border = element.tag not in _PHRASES
        if event == "start":
            parent = element.getparent()
            if is_border and element is not root and parent is not None:
                yield None, parent
            if element.tag == "time" and not _YEAR.search(element.text_content()):
                yield f"{element.get('datetime') or ''} ", element
            yield element.text or "", element
        else:
            if is_border:
                yield None, element
            if element is not root:
                yield element.tail or "", element
