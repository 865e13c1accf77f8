"""Views of the list of alerts that people keep. The caller commits."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from data.models import SavedView
from data.queries.alerts import AlertFilter, alerts_counted


def views_of(session: Session, user_id: int) -> Sequence[SavedView]:
    """Somebody's views, by name."""
    return session.exec(
        select(SavedView).where(SavedView.user_id == user_id).order_by(col(SavedView.name))
    ).all()


def first_view(session: Session, user_id: int) -> SavedView | None:
    """The view that opens first; None when the whole list does."""
    return session.exec(
        select(SavedView).where(SavedView.user_id == user_id, col(SavedView.opens_first))
    ).one_or_none()


def open_first(session: Session, user_id: int, view_id: int | None) -> None:
    """Let this view open first, and no other of theirs; None: the whole list."""
    mine = update(SavedView).where(col(SavedView.user_id) == user_id)
    session.exec(mine.where(col(SavedView.opens_first)).values(opens_first=False))
    if view_id is not None:
        session.exec(mine.where(col(SavedView.id) == view_id).values(opens_first=True))


def count_each(session: Session, filters: Sequence[AlertFilter]) -> list[int]:
    """How many alerts match each of these; one statement, none for none."""
    if not filters:
        return []
    counts = [alerts_counted(chosen).scalar_subquery() for chosen in filters]
    return [int(count) for count in session.execute(select(*counts)).one()]
