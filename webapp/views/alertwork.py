"""What people do with one alert: acts of the workflow, watching it, attaching links."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Alert
from data.queries.sight import fleet_people
from data.words import MailList, Role
from webapp.alertpages import Typed, alert_html
from webapp.alerts.links import attach, detach
from webapp.alerts.mentions import mentioned
from webapp.alerts.telling import set_watching
from webapp.alerts.workflow import (
    ActError,
    Action,
    AlertNotFoundError,
    InvalidTransition,
    act,
    locked,
)
from webapp.auth import requires
from webapp.context import current
from webapp.delivery.unsubscribing import takes_mail
from webapp.forms import form_day, form_number
from webapp.language import gettext
from webapp.pages import db, forget_reading, now
from webapp.wording.filters import day
from webapp.wording.labels import phrase

blueprint = Blueprint("alertwork", __name__, url_prefix="/alerts")


@blueprint.post("/<id:alert_id>")
@requires(Role.OFFICER)
def work(alert_id: int) -> Response | tuple[str, int]:
    """One act on the alert; what is refused comes back with the reason and all as typed."""
    action = request.form.get("action", "")
    if action not in {word.value for word in Action}:
        abort(400)
    try:
        with writing(current().engine) as session:
            act(
                session,
                alert_id,
                action=action,
                actor=current_user.email,
                note=request.form.get("note", ""),
                now=now(),
                version=form_number("version"),
                assignee_id=form_number("assignee"),
                day=form_day("day"),
                for_effect="for_effect" in request.form,
            )
    except AlertNotFoundError:
        abort(404)
    except ActError as exc:
        return alert_html(alert_id, Typed(form=request.form, error=exc)), 422
    except InvalidTransition as exc:
        return alert_html(alert_id, Typed(form=request.form, conflict=exc)), 409
    flash(_done(alert_id, Action(action)))
    return redirect(url_for("alerts.show", alert_id=alert_id))


@blueprint.post("/<id:alert_id>/watch")
def watch(alert_id: int) -> Response:
    """Be told of what is done with the alert, or stop; everybody who sees it may."""
    on = request.form.get("on") == "yes"
    with writing(current().engine) as session:
        if session.get(Alert, alert_id) is None:
            abort(404)
        set_watching(session, alert_id, current_user.id, on=on)
    flash(
        gettext("You are told what is done with it.") if on else gettext("You are no longer told.")
    )
    return redirect(url_for("alerts.show", alert_id=alert_id))


@blueprint.post("/<id:alert_id>/links")
@requires(Role.OFFICER)
def link(alert_id: int) -> Response | tuple[str, int]:
    """Attach an address."""
    try:
        with writing(current().engine) as session:
            attach(
                session,
                locked(session, alert_id),
                url=request.form.get("url", ""),
                title=request.form.get("title", ""),
                actor=current_user.email,
                now=now(),
            )
    except AlertNotFoundError:
        abort(404)
    except ActError as exc:
        return alert_html(alert_id, Typed(form=request.form, error=exc)), 422
    flash("The link is attached.")
    return redirect(url_for("alerts.show", alert_id=alert_id))


@blueprint.post("/<id:alert_id>/links/<id:link_id>")
@requires(Role.OFFICER)
def unlink(alert_id: int, link_id: int) -> Response:
    """Remove an address; the trail keeps it."""
    with writing(current().engine) as session:
        alert = session.get(Alert, alert_id, with_for_update=True)
        if alert is None or not detach(
            session, alert, link_id, actor=current_user.email, now=now()
        ):
            abort(404)
    flash("The link is removed. The trail keeps its address.")
    return redirect(url_for("alerts.show", alert_id=alert_id))


def _done(alert_id: int, action: Action) -> str:
    """What to say of an act that was carried out."""
    forget_reading()
    alert = db().get_one(Alert, alert_id)
    if action is Action.COMMENT:
        return _commented(alert)
    if action is Action.ASSIGN:
        if alert.assignee_id:
            return gettext("The alert is given.")
        return gettext("Nobody has the alert any more.")
    if action is Action.DUE:
        if alert.due_on:
            return gettext("It is due %(day)s.", day=day(alert.due_on))
        return gettext("It has no due day any more.")
    if action is Action.SNOOZE and alert.snoozed_until:
        return gettext("It is out of sight until %(day)s.", day=day(alert.snoozed_until))
    if action is Action.WAKE:
        return gettext("It is back in sight.")
    return gettext("The alert is %(state)s.", state=phrase(alert.state))


def _commented(alert: Alert) -> str:
    names = mentioned(request.form.get("note", ""), fleet_people(db(), alert.fleet_id))
    said = [gettext("Your comment is in the trail.")]
    told = [user.name or user.email for user in names.found if takes_mail(user, MailList.WORK)]
    silent = [
        user.name or user.email for user in names.found if not takes_mail(user, MailList.WORK)
    ]
    if told:
        said.append(gettext("Told: %(names)s.", names=", ".join(told)))
    if silent:
        said.append(gettext("Takes no mail: %(names)s.", names=", ".join(silent)))
    if names.unknown:
        said.append(f"Nobody who sees this fleet is called {', '.join(names.unknown)}.")
    return " ".join(said)
