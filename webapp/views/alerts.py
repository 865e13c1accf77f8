"""The list of alerts to work through, alone or many at once, and one alert."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.queries.alert_desk import WORK
from data.queries.alerts import (
    NEWS,
    STATE_GROUPS,
    AlertFilter,
    count_alerts,
    count_alerts_by,
    count_alerts_by_country,
    count_alerts_by_work,
    list_alerts,
)
from data.queries.news import newest_alert
from data.queries.people import everybody
from data.queries.sight import narrow
from data.words import SEVERITY_ORDER, AlertState, Role, Topic
from webapp.alertpages import alert_html
from webapp.alerts.bulk import BULK, Done, Pick, act_on_many
from webapp.alerts.states import MAX_NOTE, Action
from webapp.context import current
from webapp.forms import form_day, form_number, whole_number
from webapp.language import gettext, ngettext
from webapp.listing import (
    FilterGroup,
    chosen_filter,
    country_arg,
    country_filter,
    filter_group,
    here,
    page_of,
    since_arg,
    word_arg,
)
from webapp.pages import db, forget_reading, lately, now
from webapp.savedviews import SavedViewError, act_on_views, desk, opens_first, views_on
from webapp.wording.filters import label, number

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")

PAGE_SIZE = 50
#: What the list is filtered by: the filter's title, its word in the address, its words.
_FILTERS = (
    ("State", "state", (*STATE_GROUPS, *AlertState)),
    ("Severity", "severity", SEVERITY_ORDER),
    ("Topic", "topic", tuple(Topic)),
)
#: What was done with one, and with several.
_DONE = {
    Action.ACKNOWLEDGE: ("%(n)s alert is acknowledged.", "%(n)s alerts are acknowledged."),
    Action.RESOLVE: ("%(n)s alert is resolved.", "%(n)s alerts are resolved."),
    Action.DISMISS: ("%(n)s alert is dismissed.", "%(n)s alerts are dismissed."),
    Action.ASSIGN: ("%(n)s alert is given.", "%(n)s alerts are given."),
    Action.SNOOZE: ("%(n)s alert is snoozed.", "%(n)s alerts are snoozed."),
}
_WORK_LABELS = {"quiet": "Under a silence", "all": "All, also out of sight"}


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """A form for many alerts that was not carried out, or not whole: why, and what was typed."""

    error: str = ""
    done: Done | None = None
    picked: frozenset[int] = frozenset()


@blueprint.route("", methods=["GET", "POST"])
def index() -> str | Response | tuple[str, int]:
    """The list, filtered by plain links; one form acts on those that are ticked, one on own views."""
    if request.method == "POST":
        return _change_views() if "view" in request.form else _work_many()
    return opens_first() or _list(Bulk())


@blueprint.get("/<id:alert_id>")
def show(alert_id: int) -> str:
    """One alert."""
    return alert_html(alert_id)


def _change_views() -> Response | tuple[str, int]:
    try:
        return act_on_views(_chosen())
    except SavedViewError as exc:
        return _list(Bulk(), view_error=str(exc)), 422


def _work_many() -> Response | tuple[str, int]:
    if not current_user.may(Role.OFFICER):
        abort(403)
    action = request.form.get("action", "")
    if action not in BULK:
        abort(400)
    picks = [pick for text in request.form.getlist("pick") if (pick := _pick(text))]
    picked = frozenset(pick.alert_id for pick in picks)
    if not picks:
        return _list(Bulk(error=gettext("Tick the alerts first."))), 422
    with writing(current().engine) as session:
        narrow(session, g.sight)
        done = act_on_many(
            session,
            picks,
            action=action,
            actor=current_user.email,
            now=now(),
            note=request.form.get("note", ""),
            assignee_id=form_number("assignee"),
            day=form_day("day"),
        )
    if done.done:
        count = len(done.done)
        one, many = _DONE[Action(action)]
        flash(ngettext(one, many, count, n=number(count)))
    if done.refused:
        return _list(Bulk(done=done, picked=picked & done.refused.keys())), 409
    return redirect(here())


def _pick(text: str) -> Pick | None:
    """A ticked alert, as ``number.version``."""
    number, _, version = text.partition(".")
    alert_id, seen = whole_number(number), whole_number(version)
    return Pick(alert_id=alert_id, version=seen) if alert_id and seen else None


def _chosen() -> AlertFilter:
    """The filters that the address names."""
    return AlertFilter(
        **{name: word_arg(name, words) for _, name, words in _FILTERS},
        country=country_arg(),
        work=word_arg("work", WORK),
        desk=desk(),
        news=word_arg("news", NEWS),
        since=since_arg(),
    )


def _list(bulk: Bulk, *, view_error: str = "") -> str:
    forget_reading()
    session, chosen = db(), _chosen()
    page = page_of(count_alerts(session, chosen), size=PAGE_SIZE)
    by_work = count_alerts_by_work(session, chosen)
    by_country = count_alerts_by_country(session, chosen)
    views = views_on(chosen, error=view_error)
    return render_template(
        "alerts/index.html",
        alerts=list_alerts(session, chosen, limit=PAGE_SIZE, offset=page.offset),
        page=page,
        newest=newest_alert(session),
        chosen=chosen,
        by_work=by_work,
        views=views,
        filters=[
            *([views.links] if views.links else []),
            *_news(chosen),
            *_groups(chosen, by_work),
            country_filter(by_country, chosen=chosen.country, counts=by_country),
        ],
        people=[user for user in everybody(session) if user.active and user.role != Role.VIEWER],
        bulk=bulk,
        all_ticked=request.args.get("tick") == "all",
        max_note=MAX_NOTE,
        list_href=here,
    )


def _news(chosen: AlertFilter) -> list[FilterGroup]:
    """What a link from the overview has chosen."""
    if chosen.since is None or not chosen.news:
        return []
    text = {"raised": gettext("New since %(when)s"), "moved": gettext("Moved since %(when)s")}
    shown = text[chosen.news] % {"when": lately(chosen.since)}
    return [chosen_filter("News", "news", shown)]


def _groups(chosen: AlertFilter, by_work: dict[str, int]) -> list[FilterGroup]:
    states = [
        filter_group(
            title,
            name,
            words,
            chosen=getattr(chosen, name),
            counts=count_alerts_by(db(), name, chosen),
        )
        for title, name, words in _FILTERS
    ]
    labels = {word: _WORK_LABELS.get(word, label(word)) for word in WORK}
    work = filter_group("Work", "work", WORK, chosen=chosen.work, counts=by_work, labels=labels)
    return [work, *states]
