"""“What if”: what a rule that nobody has made would do to the fleet."""

from flask import Blueprint, render_template, request

from data.words import LimitPer, LimitShape
from webapp.context import current
from webapp.pages import db, now
from webapp.shipping import ShipmentError
from webapp.supposing import supposition_of, what_if

blueprint = Blueprint("whatif", __name__, url_prefix="/check/what-if")


@blueprint.get("")
def index() -> str | tuple[str, int]:
    """The form; with a country in the address, the answer below it."""
    words = request.args.to_dict()
    error, found = None, None
    if words.get("country", "").strip():
        try:
            asked = supposition_of(words)
            found = what_if(db(), asked, now=now(), live_days=current().settings.live_days)
        except ShipmentError as exc:
            error = exc
    page = render_template(
        "check/whatif.html",
        words=words,
        found=found,
        error=error,
        shapes=list(LimitShape),
        pers=list(LimitPer),
    )
    return (page, 422) if error else page
