"""Short cuts for plain cells give what the long way gives."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, Table
from sqlmodel import select

from data.db import reading, writing
from data.fleet.bulk import _copied, _each, _moment, insert_columns, moments_of
from data.fleet.checks import luhn_each, not_digits
from data.fleet.dates import exact_moments, read_moment
from data.fleet.firsts import Firsts, repeats
from data.fleet.identifiers import CellError, luhn_ok, read_msisdn
from data.fleet.memo import Memo
from data.fleet.values import SimColumns, SimValues, in_batches
from data.models import Fleet
from tests.data.fleet.files import iccid

FLEETS: Table = Fleet.__table__  # type: ignore[attr-defined]  # SQLModel adds it
MOMENTS = (datetime(2026, 11, 16, 8, 0, tzinfo=UTC), datetime(1999, 1, 1, 0, 0, 0, 7, tzinfo=UTC))
cells = st.text("0123456789٣²+ -", max_size=18)


def said(text: str) -> str:
    """The number, or the fault's code."""
    try:
        return read_msisdn(text)
    except CellError as exc:
        return exc.code


@given(cells)
def test_a_plain_number_is_read_as_one_with_blanks_around_it(text: str) -> None:
    assert said(text) == said(f" {text} ")


@given(st.lists(st.text("0123456789", max_size=33), max_size=12))
def test_many_check_digits_are_judged_as_each_by_itself(texts: list[str]) -> None:
    judged = [(text, ok) for text, ok in zip(texts, luhn_each(texts), strict=True)]
    assert [ok for text, ok in judged if 0 < len(text) <= 32] == [
        luhn_ok(text) for text in texts if 0 < len(text) <= 32
    ]


def test_letters_of_any_alphabet_do_not_shift_the_check_of_their_neighbours() -> None:
    right = iccid(1)
    assert luhn_each(["😀" * len(right), right, "é" * len(right)])[1]


@given(st.lists(st.sampled_from(["", "1", "12", "123", "1x", "٣٣", "²"])), st.booleans())
def test_what_is_no_number_of_such_a_length_is_found(texts: list[str], needed: bool) -> None:
    right = {"12", "123"} if needed else {"", "12", "123"}
    wrong = {place for place, text in enumerate(texts) if text not in right}
    assert not_digits(texts, (2, 3), needed=needed) == wrong


def test_an_answer_is_asked_for_once_however_often_it_is_needed() -> None:
    asked: list[int] = []

    def answer(question: int) -> int:
        asked.append(question)
        return question * 2

    memo = Memo(answer)
    assert memo.each([1, 2, 1]) == memo.each(iter([1, 2, 1])) == [2, 4, 2]
    assert asked == [1, 2]


def test_words_written_in_bulk_are_read_as_they_were(store: Engine) -> None:
    names = ["plain", "a\tb", "a\\nb", "a\nb\r", "\\N", "\\.", "", "Ünïcode 😀"]
    numbers = range(1, len(names) + 1)
    columns: dict[str, Sequence[Any]] = {
        "id": numbers,
        "name": names,
        "created_at": [MOMENTS[0]] * len(names),
        "sample": [n % 2 == 0 for n in numbers],
    }
    with writing(store) as session:
        insert_columns(session, FLEETS, columns)
    with reading(store) as session:
        stored = session.exec(select(Fleet).order_by("id")).all()
    assert [fleet.name for fleet in stored] == names
    assert [fleet.sample for fleet in stored] == [n % 2 == 0 for n in range(1, len(names) + 1)]


def test_no_rows_are_no_work(store: Engine) -> None:
    with writing(store) as session:
        assert insert_columns(session, FLEETS, {"id": []}) == 0


@pytest.mark.parametrize("ready", [False, True])
def test_moments_written_in_bulk_are_read_as_they_were(store: Engine, ready: bool) -> None:
    with writing(store) as session:
        moments = moments_of(session.connection(), MOMENTS) if ready else MOMENTS
        columns: dict[str, Sequence[Any]] = {
            "id": [1, 2],
            "name": ["f1", "f2"],
            "created_at": moments,
            "sample": [False] * 2,
        }
        assert insert_columns(session, FLEETS, columns) == 2
    with reading(store) as session:
        stored = session.exec(select(Fleet).order_by("id")).all()
        found = session.exec(select(Fleet).where(Fleet.created_at == MOMENTS[1])).one()
    assert tuple(fleet.created_at for fleet in stored) == MOMENTS
    assert found.name == "f2"


@given(st.lists(st.sampled_from([*MOMENTS, None]), max_size=9))
def test_columns_with_gaps_are_written_as_each_value_by_itself(moments: list[Any]) -> None:
    texts = [_each([moment], str, "none")[0] for moment in moments]
    assert _each(moments, str, "none") == texts


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_written_as_sqlalchemy_would(moment: datetime) -> None:
    assert _moment(moment) == moment.replace(tzinfo=None).isoformat(" ", "microseconds")


@pytest.mark.parametrize(
    ("cells", "copied"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", None, ""], ["a", "\\N", ""]),
        (["a\tb", None, "a\tb"], ["a\\tb", "\\N", "a\\tb"]),
        ([1, None, 3], ["1", "\\N", "3"]),
        ([None, None], ["\\N", "\\N"]),
    ],
)
def test_a_column_for_copy_tells_nothing_from_empty(cells: list[Any], copied: list[str]) -> None:
    assert list(_copied(cells)) == copied


exact = st.integers(473385600, 4133980800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC).isoformat()[:19] + "Z"
)
almost = st.sampled_from(
    ["2026-11-16T08:00:00+", "2026-13-16T08:00:00Z", "2026-W47-1T08:00:00Z", "0000-00-00T00:00:00Z",
     "20261116T080000.000Z", "2026-11-16 08:00:00", "2026-11-16x08:00:00Z", "٢٠٢٦-11-16T08:00:00Z"]
)  # fmt: skip


@given(st.lists(exact | st.just(""), max_size=4), st.lists(almost, max_size=1))
def test_many_exact_moments_are_read_as_each_by_itself(most: list[str], odd: list[str]) -> None:
    texts, latest = [*most, *odd], datetime(2050, 1, 1, tzinfo=UTC)
    found = exact_moments(texts, latest=latest)
    if found is None:
        assert odd or not all(
            not text or (text[:4] >= "1991" and text < "2050-01-01T00:00:01") for text in most
        )
        return
    assert found == [read_moment(text)[0] if text else None for text in texts]
    assert all(moment is None or moment <= latest for moment in found)


numbers = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=12)


@given(st.lists(numbers, max_size=12))
def test_what_was_noted_first_of_each_number_stays(blocks: list[list[int]]) -> None:
    firsts, expected = Firsts(), dict[int, int]()
    for at, block in enumerate(blocks, 1):
        given_ = np.array(block, dtype=np.uint64)
        again = repeats(given_).tolist()
        assert again == [number in block[:place] for place, number in enumerate(block)]
        assert firsts.notes(given_).tolist() == [expected.get(number, 0) for number in block]
        new = [number for number in dict.fromkeys(block) if number not in expected]
        firsts.note(np.array(new, dtype=np.uint64), np.full(len(new), at, dtype=np.uint64))
        expected.update(dict.fromkeys(new, at))


@given(st.lists(st.integers(0, 7), max_size=8), st.integers(1, 5))
def test_batches_hold_the_rows_of_the_blocks_in_their_order(sizes: list[int], size: int) -> None:
    order = iter(range(100))
    rows = [[one_row(next(order)) for _ in range(many)] for many in sizes]
    batches = list(in_batches(map(SimColumns.of, rows), size))
    assert [row for batch in batches for row in batch.rows()] == [row for b in rows for row in b]
    assert {len(batch) for batch in batches[:-1]} <= {size}
    assert all(0 < len(batch) <= size for batch in batches)


def one_row(number: int) -> SimValues:
    nothing = [""] * (len(SimValues._fields) - 1)
    return SimValues._make([str(number), *nothing])


def test_rows_are_chosen_and_changed_in_columns() -> None:
    rows = [one_row(number) for number in range(4)]
    columns = SimColumns.of(rows)
    assert len(columns.only([False] * 4)) == len(SimColumns.of([])) == 0
    assert list(columns.only([1, 0, 0, 1]).rows()) == [rows[0], rows[3]]
    columns.put(2, rows[0])
    assert columns.column("iccid") == ["0", "1", "0", "3"]
    hashes = columns.hashes()
    assert hashes[0] == hashes[2] != hashes[1]
