"""A tree's text as blocks: headings, paragraphs, list items, table rows, quotes.

Walks without recursion, so that nesting of any depth is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree, html

from crawler.extract.blocks import Block
from crawler.extract.clean import clean_line, clean_lines
from crawler.extract.types import SectionKind

_INLINE = frozenset(
    [
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt"),
        *("ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"),
        *("u", "var", "wbr", "picture", "source", "o:p"),
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = frozenset(("li", "dd"))
_CELLS = frozenset(("td", "th"))
_ENUMERATOR = re.compile(r"^(?:\(?\w{1,5}[.)]|[—–•·-])$")
_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BREAK = "\x1d"
"""Stands for ``<br>`` until the block is cleaned: line feeds of the source are mere spaces."""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A block and the element whose text it is."""

    block: Block
    element: html.HtmlElement
    linked: int
    """How many of its characters are the text of links."""


@dataclass
class _State:
    """Where the walk stands."""

    layout: set[html.HtmlElement]
    found: list[Placed] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    """How many links we are in."""
    kinds: list[tuple[html.HtmlElement, SectionKind, int]] = field(default_factory=list)
    verbatim: int = 0
    row: html.HtmlElement | None = None
    cells: list[str] = field(default_factory=list)
    term: str = ""
    """The ``dt`` that waits for its ``dd``."""

    def write(self, text: str | None) -> None:
        if text:
            self.parts.append(text if self.verbatim else text.replace("\n", " "))
            if self.links:
                self.linked += len(" ".join(text.split()))

    def flush(self, element: html.HtmlElement) -> None:
        if not self.parts:
            return
        raw = "".join(self.parts)
        self.parts.clear()
        if raw.isspace():
            return
        if self.row is not None:
            text = clean_line(raw)
            if text:
                self.cells.append(text)
            return
        linked, self.linked = self.linked, 0
        raw = raw.replace(_BREAK, "\n")
        for text in map(clean_lines, _BLANK.split(raw) if "\n" in raw else (raw,)):
            if text:
                self.add(text, element, min(linked, len(text)))
                linked = max(0, linked - len(text))

    def add(self, text: str, element: html.HtmlElement, linked: int) -> None:
        kind, level = self.kinds[-1][1:] if self.kinds else ("paragraph", 0)
        if element.tag == "dt":
            self.term = f"{self.term} {text}".strip()
            return
        if self.term:
            text, kind, self.term = _defined(self.term, text), "list_item", ""
        block = Block(text=text, kind=kind, level=level)
        self.found.append(Placed(block=block, element=element, linked=linked))


def _defined(term: str, text: str) -> str:
    return f"{term} {text}" if term.endswith((":", "：", ".")) else f"{term}: {text}"


def read_blocks(root: html.HtmlElement) -> list[Placed]:
    """The blocks of everything in ``root``, in the order of the page."""
    state = _State(layout=_layout_tables(root))
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            _start(state, element)
        else:
            _end(state, element, root)
    state.flush(root)
    _flush_term(state, root)
    return state.found


def _start(state: _State, element: html.HtmlElement) -> None:
    tag = str(element.tag)
    if tag == "br":
        state.parts.append(" " if state.row is not None else _BREAK)
    elif tag not in _INLINE:
        if state.row is not None and tag not in _CELLS:
            state.parts.append(" ")
        else:
            parent = element.getparent()
            state.flush(parent if parent is not None else element)
            _enter(state, element, tag)
    elif tag == "a":
        state.links += 1
    state.write(element.text)


def _enter(state: _State, element: html.HtmlElement, tag: str) -> None:
    if tag == "tr" and state.row is None and _table_of(element) not in state.layout:
        state.row, state.cells = element, []
    elif tag in _HEADINGS:
        state.kinds.append((element, "heading", _HEADINGS[tag]))
    elif tag in _ITEMS:
        state.kinds.append((element, "list_item", 0))
    elif tag == "blockquote":
        state.kinds.append((element, "quote", 0))
    elif tag == "pre":
        state.verbatim += 1
    elif tag == "dt":
        _flush_term(state, element)


def _end(state: _State, element: html.HtmlElement, root: html.HtmlElement) -> None:
    tag = str(element.tag)
    if tag not in _INLINE and tag != "br":
        _leave(state, element, tag)
    elif tag == "a":
        state.links -= 1
    if state.kinds and state.kinds[-1][0] is element:
        state.kinds.pop()
    if element is not root:
        state.write(element.tail)


def _leave(state: _State, element: html.HtmlElement, tag: str) -> None:
    if state.row is None or tag in _CELLS or element is state.row:
        state.flush(element)
    else:
        state.parts.append(" ")
    if element is state.row:
        _end_row(state, element)
    if tag == "pre":
        state.verbatim -= 1
    elif tag == "dl":
        _flush_term(state, element)


def _end_row(state: _State, element: html.HtmlElement) -> None:
    cells, state.row = state.cells, None
    linked, state.linked = state.linked, 0
    if cells:
        glue = " " if len(cells) == 2 and _ENUMERATOR.match(cells[0]) else " | "
        text = glue.join(cells)
        block = Block(text=text, kind="table")
        state.found.append(Placed(block=block, element=element, linked=min(linked, len(text))))


def _flush_term(state: _State, element: html.HtmlElement) -> None:
    """A term without a definition is a block of its own."""
    if state.term:
        block = Block(text=state.term, kind="list_item")
        state.found.append(Placed(block=block, element=element, linked=0))
        state.term = ""


def _table_of(row: html.HtmlElement) -> html.HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _layout_tables(root: html.HtmlElement) -> set[html.HtmlElement]:
    """Tables that arrange a page instead of holding data."""
    return {table for table in root.iter("table") if _is_layout(table)}


def _is_layout(table: html.HtmlElement) -> bool:
    if table.get("role") == "presentation":
        return True
    arranged = table.iterdescendants("table", "h1", "h2", "h3", "article", "main", "form")
    if next(arranged, None) is not None:
        return True
    return any(_is_page(cell) for cell in table.iterdescendants("td"))


def _is_page(cell: Iterable[html.HtmlElement]) -> bool:
    """A cell with many paragraphs or list items is a column of a page, not a datum."""
    return sum(child.tag in ("p", "div", "ul", "ol", "dl", "blockquote") for child in cell) > 5
