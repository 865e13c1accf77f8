"""Tables as grids: columns, headings, cells that reach into later rows."""

from lxml import html

from crawler.extract.listing.tables import Tables, read_tables


def layout(rows: str) -> tuple[html.HtmlElement, Tables]:
    root = html.document_fromstring(f"<table>{rows}</table>")
    return root, read_tables(root)


def columns(rows: str) -> dict[str, int]:
    root, tables = layout(rows)
    return {cell.text: tables.columns[cell] for cell in root.iter("td", "th")}


def test_columns_are_counted_from_the_left() -> None:
    assert columns("<tr><td>a</td><td>b</td><td>c</td></tr>") == {"a": 0, "b": 1, "c": 2}


def test_a_wide_cell_takes_several_columns() -> None:
    assert columns("<tr><td colspan=2>a</td><td>b</td></tr>") == {"a": 0, "b": 2}


def test_a_tall_cell_moves_those_of_later_rows() -> None:
    rows = "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr>"
    assert columns(rows) == {"a": 0, "b": 1, "c": 1, "d": 0}


def test_a_tall_cell_reaches_into_the_rows_it_spans() -> None:
    root, tables = layout("<tr><td rowspan=2>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr>")
    reached = [[cell.text for cell in tables.reaching[row]] for row in root.iter("tr")]
    assert reached == [[], ["a"], []]


def test_a_cell_knows_the_heading_of_its_column() -> None:
    root, tables = layout(
        "<tr><th>Title</th><th> Date of\n issue </th></tr><tr><td>a</td><td><p>b</p></td></tr>"
    )
    assert [tables.head_of(cell) for cell in root.iter("td")] == ["Title", "Date of issue"]
    assert tables.head_of(next(root.iter("p"))) == "Date of issue"


def test_a_row_of_data_is_no_heading() -> None:
    root, tables = layout("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>")
    assert {tables.head_of(cell) for cell in root.iter("td")} == {""}


def test_a_heading_of_rows_is_no_heading_of_columns() -> None:
    root, tables = layout("<tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr>")
    assert {tables.head_of(cell) for cell in root.iter("td")} == {""}


def test_a_table_in_a_table_has_its_own_columns() -> None:
    rows = "<tr><td>a</td><td>b<table><tr><td>c</td><td>d</td></tr></table></td></tr>"
    assert columns(rows) == {"a": 0, "b": 1, "c": 0, "d": 1}


def test_nonsense_in_a_span_is_one() -> None:
    rows = "<tr><td rowspan=x colspan=0>a</td><td colspan='-2'>b</td><td>c</td></tr>"
    assert columns(rows) == {"a": 0, "b": 1, "c": 2}


def test_cells_outside_a_table_have_no_column() -> None:
    root = html.document_fromstring("<div><tr><td>a</td></tr></div>")
    assert read_tables(root).columns == {}


def test_endless_spans_are_bounded() -> None:
    rows = "".join(f"<tr><td rowspan=999 colspan=999>{number}</td></tr>" for number in range(300))
    root, tables = layout(rows)
    assert len(tables.columns) == 300
    assert max(len(cells) for cells in tables.reaching.values()) <= 4
    assert next(root.iter("td")) in tables.columns
