"""Short cuts for plain cells give what the long way gives."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, Table
from sqlmodel import Session, select

from data.db import reading, writing
from data.fleet.bulk import insert_rows
from data.fleet.checks import luhn_each, not_digits
from data.fleet.identifiers import CellError, luhn_ok, read_msisdn
from data.fleet.memo import Memo
from data.models import Fleet
from tests.data.fleet.files import iccid

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
    table: Table = Fleet.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    rows = [(n, name, MOMENTS[0], n % 2 == 0) for n, name in enumerate(names, 1)]
    with writing(store) as session:
        insert_rows(session, table, ("id", "name", "created_at", "sample"), rows)
    with reading(store) as session:
        stored = session.exec(select(Fleet).order_by("id")).all()
    assert [fleet.name for fleet in stored] == names
    assert [fleet.sample for fleet in stored] == [n % 2 == 0 for n in range(1, len(names) + 1)]


def test_no_rows_are_no_work(store: Engine) -> None:
    with writing(store) as session:
        assert insert_rows(session, Fleet.__table__, ("id",), []) == 0  # type: ignore[attr-defined]  # as above


def _insert(session: Session) -> int:
    names = ("id", "name", "created_at", "sample")
    rows = ((n, f"f{n}", moment, False) for n, moment in enumerate(MOMENTS, 1))
    return insert_rows(session, Fleet.__table__, names, rows)  # type: ignore[attr-defined]  # SQLModel adds it


def test_moments_written_in_bulk_are_read_as_they_were(store: Engine) -> None:
    with writing(store) as session:
        assert _insert(session) == 2
    with reading(store) as session:
        stored = session.exec(select(Fleet).order_by("id")).all()
        found = session.exec(select(Fleet).where(Fleet.created_at == MOMENTS[1])).one()
    assert tuple(fleet.created_at for fleet in stored) == MOMENTS
    assert found.name == "f2"
