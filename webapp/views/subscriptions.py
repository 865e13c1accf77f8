"""Subscriptions: what one is told of, how soon, over which channel, and what that would have brought."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Subscription, User
from data.queries.channels import channels_of
from data.queries.mutes import mutes_at
from data.queries.pages_fleet import all_fleets
from data.queries.sources import all_sources
from data.queries.subscriptions import AlertNews, own_wishes
from data.words import SEVERITY_ORDER, ChannelKind, ChannelState, MailList, Pace, Topic
from webapp.context import current
from webapp.delivery.unsubscribing import NAMES, resume, stop
from webapp.digests.building import asked_for
from webapp.digests.choosing import Chosen, RhythmError, choose, grouped_zones
from webapp.digests.rhythm import Rhythm, next_end, rhythm_of
from webapp.forms import form_number
from webapp.language import gettext
from webapp.pages import db, forget_reading, now
from webapp.subscriptions.keeping import (
    BACK,
    StaleWishError,
    brought,
    change,
    entered_wish,
    keep,
    lately,
    mark_of,
    own_wish,
    take_back,
)
from webapp.subscriptions.making import KINDS, STATUSES, Entered, SubscriptionError
from webapp.wording.moments import weekdays

blueprint = Blueprint("subscriptions", __name__, url_prefix="/subscriptions")

#: How many alerts the preview names.
_NAMED = 10


@blueprint.get("")
def index() -> str:
    """One's own wishes, and the form for another."""
    return _page()


@blueprint.post("")
def create() -> Response | str | tuple[str, int]:
    """Store a wish, or show what it would have brought."""
    try:
        wish = _entered()
    except SubscriptionError as exc:
        return _page(error=exc), 422
    if request.form.get("do") == "preview":
        return _page(preview=brought(wish, lately(db(), now=now())))
    with writing(current().engine) as session:
        keep(session, wish, session.get_one(User, current_user.id), now=now())
    flash("From now on you are told by your subscriptions.")
    return redirect(url_for("subscriptions.index"))


@blueprint.get("/<id:subscription_id>")
def edit(subscription_id: int) -> str:
    """The form of one of one's own wishes, filled in."""
    wish = own_wish(db(), subscription_id, current_user.id) or abort(404)
    return _form_page(wish, typed=_form_of(wish))


@blueprint.post("/<id:subscription_id>")
def save(subscription_id: int) -> Response | str | tuple[str, int]:
    """Let a wish ask for something else, or show what that would have brought."""
    wish = own_wish(db(), subscription_id, current_user.id) or abort(404)
    try:
        wanted = _entered(instead=True)
    except SubscriptionError as exc:
        return _form_page(wish, typed=request.form, error=exc), 422
    if request.form.get("do") == "preview":
        found = brought(wanted, lately(db(), now=now()))
        return _form_page(wish, typed=request.form, preview=found)
    try:
        with writing(current().engine) as session:
            stored = own_wish(session, subscription_id, current_user.id) or abort(404)
            user, seen = session.get_one(User, current_user.id), request.form.get("seen", "")
            changed = change(session, stored, wanted, user, seen=seen, now=now())
    except StaleWishError:
        forget_reading()
        stored = own_wish(db(), subscription_id, current_user.id) or abort(404)
        return _form_page(stored, typed=request.form, stale=True), 409
    flash(
        gettext("The subscription is changed.")
        if changed
        else gettext("It asked for just that already.")
    )
    return redirect(url_for("subscriptions.index"))


@blueprint.post("/<id:subscription_id>/remove")
def remove(subscription_id: int) -> Response:
    """Take one of one's own wishes back."""
    with writing(current().engine) as session:
        wish = own_wish(session, subscription_id, current_user.id) or abort(404)
        take_back(session, wish, session.get_one(User, current_user.id), now=now())
    flash("The subscription is gone.")
    return redirect(url_for("subscriptions.index"))


@blueprint.post("/rhythm")
def rhythm() -> Response | tuple[str, int]:
    """Set when one's own digests come."""
    form = request.form
    chosen = Chosen(
        time_zone=form.get("time_zone", ""),
        hour=form.get("hour", ""),
        weekday=form.get("weekday", ""),
        month_day=form.get("month_day", ""),
        working_days=form.getlist("working_days"),
    )
    try:
        with writing(current().engine) as session:
            choose(session.get_one(User, current_user.id), chosen)
    except RhythmError as exc:
        return _page(error=exc), 422
    flash("From now on your digests come by that.")
    return redirect(url_for("subscriptions.index"))


@blueprint.post("/mails/<mail_list>")
def mails(mail_list: str) -> Response:
    """Stop one kind of one's own mails, or turn it on again."""
    if mail_list not in list(MailList):
        abort(404)
    turn = stop if request.form.get("do") == "stop" else resume
    with writing(current().engine) as session:
        user, wanted = session.get_one(User, current_user.id), MailList(mail_list)
        if turn(session, user, wanted, how="on the page of subscriptions", now=now()):
            words = "are stopped" if turn is stop else "come again"
            flash(f"{NAMES[wanted].capitalize()} {words}.")
    return redirect(url_for("subscriptions.index"))


def _entered(*, instead: bool = False) -> Subscription:
    form = request.form
    entered = Entered(
        fleet_id=form_number("fleet"),
        countries=form.get("countries", "")[:1000],
        topics=form.getlist("topics"),
        kinds=form.getlist("kinds"),
        statuses=form.getlist("statuses"),
        severity=form.get("severity", ""),
        pace=form.get("pace", Pace.INSTANT.value),
        channel_id=form_number("channel"),
    )
    days = current().settings.live_days
    return entered_wish(
        db(), entered, user_id=current_user.id, instead=instead, live_days=days, now=now()
    )


def _form_of(wish: Subscription) -> MultiDict[str, str]:
    """A stored wish as if it had just been typed."""
    typed: dict[str, str | list[str]] = {
        "countries": ", ".join(wish.countries),
        "severity": wish.severity,
        "pace": wish.pace,
        "fleet": str(wish.fleet_id or ""),
        "channel": str(wish.channel_id or ""),
        "topics": wish.topics,
        "kinds": wish.kinds,
        "statuses": wish.statuses,
    }
    return MultiDict(typed)


def _form_page(
    wish: Subscription,
    *,
    typed: MultiDict[str, str],
    error: SubscriptionError | None = None,
    preview: list[AlertNews] | None = None,
    stale: bool = False,
) -> str:
    return render_template(
        "subscriptions/edit.html",
        wish=wish,
        seen=mark_of(wish),
        typed=typed,
        error=error,
        preview=preview,
        stale=stale,
        **_form_words(),
    )


def _page(
    *,
    error: SubscriptionError | RhythmError | None = None,
    preview: list[AlertNews] | None = None,
) -> str:
    forget_reading()
    session = db()
    user, hour = session.get_one(User, current_user.id), current().settings.digest_hour
    wishes = own_wishes(session, current_user.id)
    news = lately(session, now=now()) if wishes else []
    return render_template(
        "subscriptions/index.html",
        wishes=[(wish, len(brought(wish, news))) for wish in wishes],
        typed=request.form,
        error=error,
        preview=preview,
        mutes=mutes_at(session, [user.id or 0], now()).get(user.id or 0, []),
        sources={source.id: source.title for source in all_sources(session)},
        mail_lists=NAMES,
        user=user,
        zones=grouped_zones(),
        usual_hour=hour,
        weekdays=weekdays(),
        comes=_comes(wishes, rhythm_of(user, hour=hour)),
        **_form_words(),
    )


def _form_words() -> dict[str, Any]:
    """What the form of a wish offers, and what its words are told by."""
    channels = channels_of(db(), current_user.id)
    return {
        "fleets": all_fleets(db()),
        "channels": {one.id: one for one in channels},
        "usable": [
            one
            for one in channels
            if one.kind != ChannelKind.MAIL.value and one.state == ChannelState.ACTIVE.value
        ],
        "choices": {
            "topics": [topic.value for topic in Topic],
            "kinds": KINDS,
            "statuses": STATUSES,
        },
        "severities": SEVERITY_ORDER,
        "default": current().settings.instant_severity,
        "paces": list(Pace),
        "named": _NAMED,
        "days": BACK.days,
    }


def _comes(wishes: Sequence[Subscription], own: Rhythm) -> list[tuple[Pace, datetime]]:
    """Each digest that this person gets, with when the next one ends, by their own clocks."""
    return [
        (pace, next_end(pace, now(), own).astimezone(own.zone))
        for pace in (Pace.DAILY, Pace.WEEKLY, Pace.MONTHLY)
        if asked_for(wishes, pace) is not None
    ]
