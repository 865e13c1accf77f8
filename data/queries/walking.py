"""Lists of a million rows: read in the order of their numbers, from the nearer end, until a page is full.

An index on a column with few values would give half the table in another order, to be sorted for
each page. So such a column is asked for as a value that leads to no index.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row")


def unled(column: Any) -> ColumnElement[Any]:
    """A column of numbers as a value (``+column``): the same rows, by no index on it."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def stretch(
    session: Session,
    statement: SelectOfScalar[Row],
    number: Mapped[Any],
    *,
    total: int,
    limit: int,
    offset: int,
) -> Sequence[Row]:
    """The rows from ``offset`` on of the ``total`` that match, ordered by their number.

    Those of the second half are counted off from the end. No more are looked for than are there.
    """
    count = min(limit, total - offset)
    if count <= 0:
        return []
    if offset <= total // 2:
        return session.exec(statement.order_by(number).limit(count).offset(offset)).all()
    after = total - offset - count
    return session.exec(statement.order_by(number.desc()).limit(count).offset(after)).all()[::-1]
