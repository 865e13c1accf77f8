"""A person's own views on the page of alerts: their links with counts, and the form that changes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import SavedView
from data.queries.alert_desk import Desk
from data.queries.alerts import AlertFilter
from data.queries.saved_views import count_each, first_view, views_of
from webapp.alerts import saved
from webapp.alerts.saved import NoSuchViewError, SavedViewError
from webapp.context import current
from webapp.forms import form_number
from webapp.language import gettext
from webapp.listing import Choice, FilterGroup
from webapp.pages import db, now, today

#: Word of the address that asks for the whole list, though a view opens first.
WHOLE = "all"


@dataclass(frozen=True, kw_only=True)
class Views:
    """What the page shows of them: links, the view that is shown, whether there is one to keep."""

    links: FilterGroup | None
    shown: SavedView | None
    may_keep: bool
    error: str = ""
    typed: str = ""


def views_on(chosen: AlertFilter, *, error: str = "") -> Views:
    """A person's views, beside the list that ``chosen`` narrows; ``error``: why a form was refused."""
    own, words = views_of(db(), current_user.id), saved.words_of(chosen)
    plain = not (chosen.news and chosen.since)
    shown = next((view for view in own if plain and view.words == words), None)
    return Views(
        links=_links(own, shown, plain=plain and not words) if own else None,
        shown=shown,
        may_keep=bool(words) and shown is None,
        error=error,
        typed=request.form.get("name", ""),
    )


def opens_first() -> Response | None:
    """Where the list is opened without any word in its address: the view that opens first, if any."""
    if request.query_string:
        return None
    view = first_view(db(), current_user.id)
    return redirect(_address(view)) if view else None


def act_on_views(chosen: AlertFilter) -> Response:
    """What the form asks for; raises :class:`SavedViewError`."""
    do, user_id = request.form.get("view", ""), current_user.id
    name, number = request.form.get("name", ""), form_number("view_id") or 0
    try:
        with writing(current().engine) as session:
            if do == "keep":
                words = saved.words_of(chosen)
                view = saved.keep(session, user_id, name=name, words=words, now=now())
            elif do == "rename":
                view = saved.rename(session, user_id, number, name=name)
            elif do in ("first", "not_first"):
                view = saved.make_first(session, user_id, number, on=do == "first")
            elif do == "remove":
                view = saved.remove(session, user_id, number)
            else:
                abort(400)
            address = _address(view)
    except NoSuchViewError:
        abort(404)
    flash(_said(do, view.name))
    return redirect(url_for("alerts.index", view=WHOLE) if do == "remove" else address)


def desk() -> Desk:
    """Whose list it is."""
    return Desk(user_id=current_user.id, today=today())


def _said(do: str, name: str) -> str:
    return {
        "keep": gettext("The view “%(name)s” is kept."),
        "rename": gettext("The view is called “%(name)s” now."),
        "first": gettext("“%(name)s” opens first from now on."),
        "not_first": gettext("All alerts open first from now on."),
        "remove": gettext("The view “%(name)s” is gone."),
    }[do] % {"name": name}


def _address(view: SavedView) -> str:
    words: dict[str, Any] = {**view.words, "view": view.id}
    return url_for("alerts.index", **words)


def _links(own: Sequence[SavedView], shown: SavedView | None, *, plain: bool) -> FilterGroup:
    counts = count_each(db(), [saved.filter_of(view, desk()) for view in own])
    everything = Choice(
        text=gettext("All alerts"), href=url_for("alerts.index", view=WHOLE), active=plain
    )
    return FilterGroup(
        title=gettext("Views"),
        choices=(
            everything,
            *(
                Choice(text=view.name, href=_address(view), active=view is shown, count=count)
                for view, count in zip(own, counts, strict=True)
            ),
        ),
    )


__all__ = ["SavedViewError", "Views", "act_on_views", "desk", "opens_first", "views_on"]
