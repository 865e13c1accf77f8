"""Short cuts for plain cells give what the long way gives."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from data.db import reading, writing
from data.fleet.bulk import insert_rows
from data.fleet.identifiers import CellError, read_msisdn
from data.models import Fleet

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
