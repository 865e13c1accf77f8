"""A tree's text as blocks: headings, paragraphs, list items, table rows, quotes.

Walks without recursion, so that nesting of any depth is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from crawler.extract.blocks import Block
from crawler.extract.clean import clean_line
from crawler.extract.types import SectionKind

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = frozenset(("li", "dt", "dd"))
_CELLS = frozenset(("td", "th"))
_ENUMERATOR = re.compile(r"^(?:\(?\w{1,5}[.)]|[—–•·-])$")


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A block and the element whose text it is."""

    block: Block
    element: html.HtmlElement


@dataclass
class _State:
    found: list[Placed] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    kinds: list[tuple[html.HtmlElement, SectionKind, int]] = field(default_factory=list)
    row: html.HtmlElement | None = None
    cells: list[str] = field(default_factory=list)

    def flush(self, element: html.HtmlElement) -> None:
        text = clean_line("".join(self.parts))
        self.parts.clear()
        if self.row is not None:
            if text:
                self.cells.append(text)
            return
        if text:
            kind, level = self.kinds[-1][1:] if self.kinds else ("paragraph", 0)
            self.found.append(
                Placed(block=Block(text=text, kind=kind, level=level), element=element)
            )


def read_blocks(root: html.HtmlElement) -> list[Placed]:
    """The blocks of everything in ``root``, in the order of the page."""
    state = _State()
    layout = _layout_tables(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            _start(state, element, layout)
        else:
            _end(state, element, root)
    state.flush(root)
    return state.found


def _start(state: _State, element: html.HtmlElement, layout: set[html.HtmlElement]) -> None:
    tag = element.tag
    if tag in _INLINE:
        pass
    elif state.row is not None and tag not in _CELLS:
        state.parts.append(" ")
    else:
        state.flush(element.getparent() if element.getparent() is not None else element)
        _enter(state, element, layout)
    state.parts.append(element.text or "")


def _enter(state: _State, element: html.HtmlElement, layout: set[html.HtmlElement]) -> None:
    tag = str(element.tag)
    if tag == "tr" and state.row is None and _table_of(element) not in layout:
        state.row = element
        state.cells = []
    elif tag in _HEADINGS:
        state.kinds.append((element, "heading", _HEADINGS[tag]))
    elif tag in _ITEMS:
        state.kinds.append((element, "list_item", 0))
    elif tag == "blockquote":
        state.kinds.append((element, "quote", 0))


def _end(state: _State, element: html.HtmlElement, root: html.HtmlElement) -> None:
    tag = element.tag
    if tag not in _INLINE and (state.row is None or tag in _CELLS or element is state.row):
        state.flush(element)
    if element is state.row:
        _end_row(state, element)
    if state.kinds and state.kinds[-1][0] is element:
        state.kinds.pop()
    if element is not root:
        state.parts.append(element.tail or "")


def _end_row(state: _State, element: html.HtmlElement) -> None:
    cells, state.row = state.cells, None
    glue = " " if len(cells) == 2 and _ENUMERATOR.match(cells[0]) else " | "
    if cells:
        state.found.append(
            Placed(block=Block(text=glue.join(cells), kind="table"), element=element)
        )


def _table_of(row: html.HtmlElement) -> html.HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _layout_tables(root: html.HtmlElement) -> set[html.HtmlElement]:
    """Tables that arrange a page instead of holding data: those with tables, headings or lists in cells."""
    return {table for table in root.iter("table") if _is_layout(table)}


def _is_layout(table: html.HtmlElement) -> bool:
    if table.get("role") == "presentation":
        return True
    return any(True for _ in _inner(table))


def _inner(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from table.iterdescendants("table", "h1", "h2", "h3", "article", "main", "ul", "ol")
