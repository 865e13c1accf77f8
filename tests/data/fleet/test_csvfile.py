import csv
import hashlib
import io
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fleet.csvfile import Row, read_rows
from data.fleet.errors import FleetFileError
from data.fleet.opening import open_file

cells = st.text(
    alphabet=st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='",;\t|'),
    min_size=1,
    max_size=8,
)


quoted = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8)


def rows_of(content: bytes) -> list[Row]:
    with open_file(io.BytesIO(content)) as file:
        return list(read_rows(file))


def good(content: bytes) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in rows_of(content) if row.fault is None]


def faults(content: bytes) -> list[tuple[int, str]]:
    return [(row.line, row.fault.code) for row in rows_of(content) if row.fault is not None]


# Forms


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found_out(delimiter: str, end: str) -> None:
    content = end.join(delimiter.join(line) for line in ("abc", "123", "456")) + end
    with open_file(io.BytesIO(content.encode())) as file:
        assert file.headers == ("a", "b", "c")
        assert [row.cells for row in read_rows(file)] == [["1", "2", "3"], ["4", "5", "6"]]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_encodings_are_found_out(encoding: str, found: str) -> None:
    with open_file(io.BytesIO("Größe,b\nTürkiye,é\n".encode(encoding))) as file:
        assert file.encoding == found
        assert file.headers == ("Größe", "b")
        assert next(read_rows(file)).cells == ["Türkiye", "é"]


def test_the_hash_and_size_are_those_of_the_bytes() -> None:
    with open_file(io.BytesIO(b"a,b\n")) as file:
        assert file.size == 4
        assert file.sha256 == hashlib.sha256(b"a,b\n").hexdigest()


def test_excels_line_about_the_separator_is_no_header() -> None:
    with open_file(io.BytesIO(b"sep=;\r\na;b\r\n1;2\r\n")) as file:
        assert file.headers == ("a", "b")
        assert [row.line for row in read_rows(file)] == [3]


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert good(b"\n\na,b\n\n1,2\n   \n3,4\n") == [(5, ["1", "2"]), (7, ["3", "4"])]


def test_quoted_cells_may_hold_separators_quotes_and_line_ends() -> None:
    content = b'a,b,c\n"x,y","say ""hi""","two\nlines"\n1,2,3\n'
    assert good(content) == [(2, ["x,y", 'say "hi"', "two\nlines"]), (4, ["1", "2", "3"])]


def test_headers_may_be_quoted() -> None:
    with open_file(io.BytesIO(b'"a","b"\n1,2\n')) as file:
        assert file.headers == ("a", "b")


def test_rows_can_be_read_again() -> None:
    with open_file(io.BytesIO(b"a,b\n1,2\n")) as file:
        assert list(read_rows(file)) == list(read_rows(file))


def test_a_path_is_opened_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "fleet.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with open_file(path) as file:
        assert not file.stream.closed
    assert file.stream.closed


def test_a_stream_stays_open_for_its_owner() -> None:
    stream = io.BytesIO(b"a,b\n1,2\n")
    with open_file(stream) as file:
        list(read_rows(file))
    assert not stream.closed


class OneWay(io.BytesIO):
    """A stream that cannot be rewound, as from a pipe."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_args: int) -> int:
        raise io.UnsupportedOperation


def test_a_stream_that_cannot_be_rewound_is_read_too() -> None:
    stream: BinaryIO = OneWay(b"a,b\n1,2\n")
    with open_file(stream) as file:
        assert [row.cells for row in read_rows(file)] == [["1", "2"]]


def test_progress_ends_at_the_size_of_the_file() -> None:
    seen: list[tuple[int, int]] = []
    content = b"a,b\n" + b"1,2\n" * 12_000
    with open_file(io.BytesIO(content)) as file:
        list(read_rows(file, lambda done, total: seen.append((done, total))))
    assert seen[-1] == (len(content), len(content))
    assert len(seen) > 2
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


# Files that are something else


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
        (b"  [1, 2]", "JSON"),
        (bytes(range(32)) * 40, "binary"),
        (b"a" * (3 << 20), "endless line"),
    ],
)
def test_what_is_no_csv_is_refused_with_what_it_is(content: bytes, what: str) -> None:
    with pytest.raises(FleetFileError, match=what) as caught:
        rows_of(content)
    assert caught.value.code == "not_a_csv"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(FleetFileError) as caught:
        rows_of(content)
    assert caught.value.code == "empty_file"


# Broken rows


def test_a_row_with_too_many_cells_is_refused_and_the_next_is_read() -> None:
    content = b"a,b\n1,2,3\n4,5\n"
    assert faults(content) == [(2, "too_many_cells")]
    assert good(content) == [(3, ["4", "5"])]


def test_empty_cells_at_the_end_are_no_fault() -> None:
    assert good(b"a,b\n1,2,,\n") == [(2, ["1", "2"])]


def test_cells_that_an_exporter_left_out_at_the_end_are_empty() -> None:
    assert good(b"a,b,c\n1\n2,3\n") == [(2, ["1", "", ""]), (3, ["2", "3", ""])]


def test_a_row_with_nul_bytes_is_refused() -> None:
    content = b"a,b\n1,\x002\n" + b"3,4\n" * 100
    assert faults(content) == [(2, "nul_byte")]
    assert len(good(content)) == 100


def test_a_file_that_ends_in_the_middle_of_a_row_says_so() -> None:
    content = b"a,b,c\n1,2,3\n4,5"
    assert faults(content) == [(3, "cut_off")]
    assert good(content) == [(2, ["1", "2", "3"])]


def test_a_file_that_ends_inside_of_a_quote_says_so() -> None:
    assert faults(b'a,b\n1,2\n3,"4') == [(3, "cut_off")]


def test_a_last_line_without_line_end_is_complete_when_its_cells_are() -> None:
    assert good(b"a,b\n1,2") == [(2, ["1", "2"])]


def test_a_file_cut_inside_of_a_letter_is_still_utf8() -> None:
    content = "a,b\nTürkiye,1\nT".encode() + b"\xc3"
    with open_file(io.BytesIO(content)) as file:
        assert file.encoding == "utf-8"
        assert next(read_rows(file)).cells == ["Türkiye", "1"]


def test_a_quote_that_never_closes_costs_its_own_row_only() -> None:
    content = b'a,b\n1,2\n3,"4\n' + b"5,6\n" * 50
    assert faults(content) == [(3, "open_quote")]
    assert len(good(content)) == 51


def test_two_open_quotes_do_not_swallow_the_rows_between_them() -> None:
    content = b'a,b\n1,"2\n3,4\n5,6\n7,"8\n9,10\n'
    assert faults(content) == [(2, "open_quote"), (5, "open_quote")]
    assert [line for line, _ in good(content)] == [3, 4, 6]


def test_an_open_quote_on_the_last_line_costs_its_own_row_only() -> None:
    content = b'a,b\n1,2\n3,"4\n'
    assert faults(content) == [(3, "open_quote")]
    assert good(content) == [(2, ["1", "2"])]


def test_a_quote_inside_of_a_cell_is_a_letter() -> None:
    content = b'a,b\n10" panel,2\n3,4\n5" panel,6\n'
    assert good(content) == [(2, ['10" panel', "2"]), (3, ["3", "4"]), (4, ['5" panel', "6"])]


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=30))
def test_every_row_comes_once_and_on_its_line(table: list[list[str]]) -> None:
    content = "x,y,z\n" + "".join(",".join(line) + "\n" for line in table)
    expected = [(number, line) for number, line in enumerate(table, 2) if ",".join(line).strip()]
    assert good(content.encode()) == expected


@given(st.lists(st.lists(quoted, min_size=2, max_size=2), max_size=12))
def test_what_a_csv_writer_quotes_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([["x", "y"], *table])
    assert [cells for _, cells in good(out.getvalue().encode())] == table


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_name(content: bytes) -> None:
    try:
        found = rows_of(b"a,b\n" + content)
    except FleetFileError:
        return
    assert all(row.fault or len(row.cells) == 2 for row in found)
