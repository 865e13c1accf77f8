"""The tables of a page as grids: which column a cell stands in, under which heading, beside what."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.clean import clean_line

#: Larger spans are mistakes (``rowspan=9999`` for “to the end” apart, which changes nothing).
_WIDEST = 50
_TALLEST = 1_000
#: Cells from above that are read with a row.
_MOST = 4
_CELLS = ("td", "th")


@dataclass(eq=False)
class Tables:
    """All tables of a page."""

    columns: dict[html.HtmlElement, int] = field(default_factory=dict)
    """Cell → its column, from 0, counting cells of earlier rows that reach down beside it."""
    reaching: dict[html.HtmlElement, list[html.HtmlElement]] = field(default_factory=dict)
    """Row → cells of earlier rows that reach into it (a day for several entries)."""
    heads: dict[html.HtmlElement, str] = field(default_factory=dict)
    """Cell → the heading of its column, empty if it has none."""

    def head_of(self, element: html.HtmlElement) -> str:
        """The heading of the column in which an element stands."""
        for one in (element, *element.iterancestors()):
            if one in self.heads:
                return self.heads[one]
        return ""


def read_tables(root: html.HtmlElement) -> Tables:
    """Lay out every table of a page."""
    tables = Tables()
    rows: dict[html.HtmlElement, list[html.HtmlElement]] = {}
    for row in root.iter("tr"):
        table = next(row.iterancestors("table"), None)
        if table is not None:
            rows.setdefault(table, []).append(row)
    for own in rows.values():
        _lay_out(own, tables)
    return tables


def _lay_out(rows: list[html.HtmlElement], tables: Tables) -> None:
    carried: dict[int, tuple[html.HtmlElement, int]] = {}
    heads: dict[int, str] = {}
    for row in rows:
        cells = list(row.iterchildren(*_CELLS))
        tables.reaching[row] = list(dict.fromkeys(cell for cell, _ in carried.values()))[:_MOST]
        placed = dict(_place(cells, carried))
        tables.columns.update(placed)
        if not heads and len(cells) > 1 and all(cell.tag == "th" for cell in cells):
            heads = {column: clean_line(cell.text_content()) for cell, column in placed.items()}
        elif heads:
            tables.heads.update((cell, heads.get(column, "")) for cell, column in placed.items())
        carried = {column: (cell, left - 1) for column, (cell, left) in carried.items() if left > 1}
        for cell, column in placed.items():
            down = _span(cell, "rowspan", _TALLEST) - 1
            if down and column < _WIDEST:
                carried.update((column + at, (cell, down)) for at in range(_width(cell)))


def _place(
    cells: list[html.HtmlElement], carried: dict[int, tuple[html.HtmlElement, int]]
) -> Iterator[tuple[html.HtmlElement, int]]:
    column = 0
    for cell in cells:
        while column in carried:
            column += 1
        yield cell, column
        column += _width(cell)


def _width(cell: html.HtmlElement) -> int:
    return _span(cell, "colspan", _WIDEST)


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    given = (cell.get(name) or "").strip()
    return max(1, min(int(given), most)) if given.isdecimal() else 1
