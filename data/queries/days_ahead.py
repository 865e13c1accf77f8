"""Days ahead on which a rule takes effect or a term ends: the next ones, and how many on each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, union_all
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from data.models import Development
from data.words import ChangeKind


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One day ahead that matters, and what for."""

    day: date
    what: str
    """``effective`` or ``deadline``."""
    development: Development


def days_ahead(session: Session, *, today: date, limit: int) -> list[Deadline]:
    """The next days on which a rule takes effect or a term ends, soonest first."""
    found: list[Deadline] = []
    for what, column in _columns():
        rows = session.exec(
            select(Development).where(column >= today, _told()).order_by(column).limit(limit)
        )
        found += [
            Deadline(day=getattr(row, f"{what}_on"), what=what, development=row) for row in rows
        ]
    return sorted(found, key=lambda item: (item.day, item.development.id or 0))[:limit]


def count_days(session: Session, *, first: date, last: date) -> dict[tuple[date, str], int]:
    """Day and ``effective`` or ``deadline`` → how many, from ``first`` to ``last``; one statement."""
    parts: list[Any] = [
        select(column.label("day"), literal(what).label("what"), func.count().label("count"))
        .where(column.between(first, last), _told())
        .group_by(column)
        for what, column in _columns()
    ]
    return {(day, what): count for day, what, count in session.execute(union_all(*parts))}


def on_days(first: date, last: date) -> ColumnElement[bool]:
    """The condition under which a development has such a day from ``first`` to ``last``."""
    (_, effective), (_, deadline) = _columns()
    return effective.between(first, last) | deadline.between(first, last)


def _columns() -> Iterator[tuple[str, Mapped[Any]]]:
    yield "effective", col(Development.effective_on)
    yield "deadline", col(Development.deadline_on)


def _told() -> ColumnElement[bool]:
    """What officers closed as no change has no day ahead."""
    return col(Development.kind) != ChangeKind.NONE.value
