"""The log of deliveries: what went out, what waits, what was given up; and sending again."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.queries.attempts import attempts_of
from data.queries.outbox import send_again
from data.queries.pages_deliveries import (
    DeliveryFilter,
    count_deliveries_by,
    dead_ids,
    is_among,
    list_deliveries,
)
from data.words import ChannelKind, DeliveryState, Role
from webapp.auth import requires
from webapp.context import current
from webapp.listing import filter_group, here, page_of, word_arg
from webapp.pages import db, now
from webapp.wording.filters import plural

blueprint = Blueprint("deliveries", __name__, url_prefix="/deliveries")

PAGE_SIZE = 50
#: Most that one click sends again.
MOST_AGAIN = 1000
_FILTERS = (("State", "state", tuple(DeliveryState)), ("Channel", "channel", tuple(ChannelKind)))


@blueprint.get("")
def index() -> str:
    """One's own, the newest first; administrators see everybody's."""
    chosen = replace(
        _whose(),
        state=word_arg("state", tuple(DeliveryState)),
        channel=word_arg("channel", tuple(ChannelKind)),
    )
    counts = {name: count_deliveries_by(db(), name, chosen) for _, name, _ in _FILTERS}
    total = sum(n for word, n in counts["state"].items() if chosen.state in ("", word))
    page = page_of(total, size=PAGE_SIZE)
    rows = list_deliveries(db(), chosen, limit=PAGE_SIZE, offset=page.offset)
    return render_template(
        "deliveries/index.html",
        deliveries=rows,
        attempts=attempts_of(db(), [delivery.id or 0 for delivery, _ in rows]),
        page=page,
        chosen=chosen,
        counts=counts["state"],
        list_href=here,
        filters=[
            filter_group(title, name, words, chosen=getattr(chosen, name), counts=counts[name])
            for title, name, words in _FILTERS
        ],
    )


@blueprint.post("/<id:delivery_id>/again")
@requires(Role.OFFICER)
def again(delivery_id: int) -> Response:
    """Send one again, under its old key: its receiver can tell that it is a copy."""
    if not is_among(db(), _whose(), delivery_id):
        abort(404)
    with writing(current().engine) as session:
        if send_again(session, delivery_id, now=now()):
            flash("It is sent again, under the same key.")
        else:
            flash("It waits to be sent anyway.")
    return redirect(url_for("deliveries.index"))


@blueprint.post("/again")
@requires(Role.OFFICER)
def again_all() -> Response:
    """Send all again that were given up."""
    with writing(current().engine) as session:
        numbers = dead_ids(session, _whose(), limit=MOST_AGAIN)
        count = sum(send_again(session, number, now=now()) for number in numbers)
    flash(f"{count} {plural(count, 'delivery is', 'deliveries are')} tried again.")
    return redirect(url_for("deliveries.index"))


def _whose() -> DeliveryFilter:
    if current_user.may(Role.ADMIN):
        return DeliveryFilter()
    return DeliveryFilter(recipient=str(current_user.email), person=current_user.id)
