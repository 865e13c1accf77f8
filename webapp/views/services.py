"""Local service: which providers give a profile, an IMSI or a SIM of a country, and how soon."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from analysis.remedies import LEAD_DAYS
from data.db import writing
from data.queries.offers import local_services
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db, forget_reading, now
from webapp.rules.remedies import OFFERED, ServiceFieldError, drop_service, keep_service

blueprint = Blueprint("services", __name__, url_prefix="/check/services")


@blueprint.get("")
def index() -> str:
    """What is noted, and the form for more."""
    return _page()


@blueprint.post("")
@requires(Role.OFFICER)
def keep() -> Response | tuple[str, int]:
    """Note a provider's service; the same provider and service again corrects it."""
    names = ("country", "provider", "remedy", "lead_days", "note")
    words = {name: request.form.get(name, "") for name in names}
    try:
        with writing(current().engine) as session:
            keep_service(session, **words, by=current_user.email, now=now())
    except ServiceFieldError as exc:
        return _page(error=exc), 422
    flash("Noted. Checks and alerts count with it from now on.")
    return redirect(url_for("services.index"))


@blueprint.post("/<id:service_id>/drop")
@requires(Role.OFFICER)
def drop(service_id: int) -> Response:
    """Forget a service."""
    with writing(current().engine) as session:
        if not drop_service(session, service_id):
            abort(404)
    flash("Forgotten.")
    return redirect(url_for("services.index"))


def _page(*, error: ServiceFieldError | None = None) -> str:
    forget_reading()
    return render_template(
        "check/services.html",
        services=local_services(db()),
        offered=OFFERED,
        lead_days={remedy: LEAD_DAYS[remedy] for remedy in OFFERED},
        error=error,
        typed=request.form,
    )
