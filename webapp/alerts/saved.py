"""A person's own views of the list of alerts: kept, renamed, removed, opened first. The caller commits.

They stand in no audit trail, as other settings of how one's own pages look do not.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from data.errors import RoamwatchError
from data.models import SavedView
from data.queries.alert_desk import Desk
from data.queries.alerts import AlertFilter
from data.queries.saved_views import open_first, views_of
from webapp.alerts.wording import plain_text

MAX_NAME = 40
#: As many as a person can still tell apart in a row of links.
MAX_VIEWS = 12
#: The filters that a view keeps.
KEPT = ("state", "severity", "topic", "country", "work")


class SavedViewError(RoamwatchError):
    """The name, or what would be kept, is no use; the message says what to do."""

    code = "saved_view"


class NoSuchViewError(RoamwatchError):
    """It is none of theirs, or it was removed meanwhile."""

    code = "no_such_view"


def words_of(chosen: AlertFilter) -> dict[str, str]:
    """What of a filter a view keeps."""
    return {name: word for name in KEPT if (word := getattr(chosen, name))}


def filter_of(view: SavedView, desk: Desk) -> AlertFilter:
    """The filter that a view stands for, at somebody's desk."""
    words: dict[str, Any] = {name: view.words.get(name, "") for name in KEPT}
    return AlertFilter(**words, desk=desk)


def keep(
    session: Session, user_id: int, *, name: str, words: Mapping[str, str], now: datetime
) -> SavedView:
    """Keep these filters under a name. Raises :class:`SavedViewError`."""
    own = views_of(session, user_id)
    if not words:
        raise SavedViewError("choose a filter first: all alerts are a view already")
    if len(own) >= MAX_VIEWS:
        raise SavedViewError(f"you have {MAX_VIEWS} views; remove one first")
    view = SavedView(user_id=user_id, name=_name(name, own), words=dict(words), created_at=now)
    session.add(view)
    session.flush()
    return view


def rename(session: Session, user_id: int, view_id: int, *, name: str) -> SavedView:
    """Give a view another name. Raises :class:`SavedViewError`, :class:`NoSuchViewError`."""
    own = views_of(session, user_id)
    view = _own(own, view_id)
    view.name = _name(name, [other for other in own if other is not view])
    session.add(view)
    return view


def remove(session: Session, user_id: int, view_id: int) -> SavedView:
    """Remove a view. Raises :class:`NoSuchViewError`."""
    view = _own(views_of(session, user_id), view_id)
    session.delete(view)
    return view


def make_first(session: Session, user_id: int, view_id: int, *, on: bool) -> SavedView:
    """Let a view open first, or no longer. Raises :class:`NoSuchViewError`."""
    view = _own(views_of(session, user_id), view_id)
    open_first(session, user_id, view_id if on else None)
    return view


def _own(own: Sequence[SavedView], view_id: int) -> SavedView:
    found = next((view for view in own if view.id == view_id), None)
    if found is None:
        raise NoSuchViewError("no such view")
    return found


def _name(typed: str, others: Sequence[SavedView]) -> str:
    name = " ".join(plain_text(typed).split())
    if not name:
        raise SavedViewError("give it a name")
    if len(name) > MAX_NAME:
        raise SavedViewError(f"use at most {MAX_NAME} characters")
    if name.casefold() in {view.name.casefold() for view in others}:
        raise SavedViewError(f"you have a view called “{name}” already")
    return name
