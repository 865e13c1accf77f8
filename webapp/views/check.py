"""The check before shipping: a short form, and an answer whose address can be kept and printed."""

from flask import Blueprint, render_template, request

from data.words import SimTechnology
from webapp.pages import db, today
from webapp.rules.rulebook import when
from webapp.rules.shipping import ShipmentError, answer, shipment_of

blueprint = Blueprint("check", __name__, url_prefix="/check")


@blueprint.get("")
def index() -> str | tuple[str, int]:
    """The form; with a country in the address, the answer below it."""
    words, places = request.args.to_dict(), request.args.getlist("country")
    asked = when("", "", today=today())
    error, found = None, None
    if any(place.strip() for place in places):
        try:
            found = answer(db(), shipment_of(words, places, today=asked), asked)
        except ShipmentError as exc:
            error = exc
    page = render_template(
        "check/index.html",
        words=words,
        places=", ".join(places),
        found=found,
        error=error,
        technologies=list(SimTechnology),
    )
    return (page, 422) if error else page
