"""Subscriptions: what one is told of at once, over which channel, and what that would have brought."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Fleet, Subscription
from data.queries.channels import channels_of
from data.queries.exposure import live_by_country
from data.queries.pages_fleet import all_fleets
from data.queries.subscriptions import AlertNews, news_since, own_wishes
from data.words import SEVERITY_ORDER, ChannelKind, ChannelState, Topic
from webapp.context import current
from webapp.forms import form_number
from webapp.pages import db, forget_reading, now
from webapp.subscriptions.making import KINDS, STATUSES, Entered, SubscriptionError, wish_of
from webapp.subscriptions.matching import meets

blueprint = Blueprint("subscriptions", __name__, url_prefix="/subscriptions")

#: How far back the preview looks, and how many alerts it names.
BACK = timedelta(days=90)
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
        return _page(preview=[news for news in _lately() if meets(wish, news)])
    with writing(current().engine) as session:
        session.add(wish)
    flash("From now on you are told by your subscriptions.")
    return redirect(url_for("subscriptions.index"))


@blueprint.post("/<id:subscription_id>/remove")
def remove(subscription_id: int) -> Response:
    """Take one of one's own wishes back."""
    with writing(current().engine) as session:
        wish = session.get(Subscription, subscription_id)
        if wish is None or wish.user_id != current_user.id:
            abort(404)
        session.delete(wish)
    flash("The subscription is gone.")
    return redirect(url_for("subscriptions.index"))


def _entered() -> Subscription:
    form, fleet_id = request.form, form_number("fleet")
    if fleet_id is not None and db().get(Fleet, fleet_id) is None:
        raise SubscriptionError("fleet", "choose one of the fleets that you see")
    live = live_by_country(
        db(), now=now(), live_days=current().settings.live_days, fleet_id=fleet_id
    )
    entered = Entered(
        fleet_id=fleet_id,
        countries=form.get("countries", "")[:1000],
        topics=form.getlist("topics"),
        kinds=form.getlist("kinds"),
        statuses=form.getlist("statuses"),
        severity=form.get("severity", ""),
        channel_id=form_number("channel"),
    )
    return wish_of(
        db(),
        entered,
        user_id=current_user.id,
        live=[item.value for item in live if item.value],
        now=now(),
    )


def _lately() -> list[AlertNews]:
    return news_since(db(), now() - BACK)


def _page(*, error: SubscriptionError | None = None, preview: list[AlertNews] | None = None) -> str:
    forget_reading()
    session = db()
    wishes, lately = own_wishes(session, current_user.id), _lately()
    channels = channels_of(session, current_user.id)
    return render_template(
        "subscriptions/index.html",
        wishes=[(wish, sum(meets(wish, news) for news in lately)) for wish in wishes],
        fleets=all_fleets(session),
        channels={one.id: one for one in channels},
        usable=[
            one
            for one in channels
            if one.kind != ChannelKind.MAIL.value and one.state == ChannelState.ACTIVE.value
        ],
        choices={
            "topics": [topic.value for topic in Topic],
            "kinds": KINDS,
            "statuses": STATUSES,
        },
        severities=SEVERITY_ORDER,
        default=current().settings.instant_severity,
        typed=request.form,
        error=error,
        preview=preview,
        named=_NAMED,
        days=BACK.days,
    )
