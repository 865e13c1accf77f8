"""Alerts: the list to work through, and one alert with its evidence, its SIMs and its trail."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.queries.alert_facts import alert_facts
from data.queries.alert_page import (
    AlertPage,
    ClockAlertPage,
    alert_page,
    clock_alert_page,
    publications,
)
from data.queries.alerts import (
    STATE_GROUPS,
    AlertFilter,
    alert_countries,
    count_alerts,
    count_alerts_by,
    list_alerts,
)
from data.queries.change_clocks import change_clocks
from data.queries.pages_clocks import LimitCounts, counts_of, days_of
from data.words import SEVERITY_ORDER, AlertState, Role, Topic
from webapp.alerts.advice import advice
from webapp.alerts.days import limits_days
from webapp.alerts.states import allowed_actions
from webapp.alerts.workflow import (
    MAX_NOTE,
    Action,
    AlertNotFoundError,
    InvalidTransition,
    NoteError,
    act,
)
from webapp.auth import requires
from webapp.context import current
from webapp.feedback.pages import said_of
from webapp.listing import country_arg, country_filter, filter_group, page_of, word_arg
from webapp.pages import db, forget_reading, now
from webapp.reading import cited_files, dated, evidence_passages, shares, what_happened
from webapp.remedies import WaysOut, ways_out
from webapp.wording import label

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")

PAGE_SIZE = 50
#: What the list is filtered by: the filter's title, its word in the address, its words.
_FILTERS = (
    ("State", "state", (*STATE_GROUPS, *AlertState)),
    ("Severity", "severity", SEVERITY_ORDER),
    ("Topic", "topic", tuple(Topic)),
)


@blueprint.get("")
def index() -> str:
    """The list, filtered by plain links."""
    session = db()
    chosen = AlertFilter(
        **{name: word_arg(name, words) for _, name, words in _FILTERS}, country=country_arg()
    )
    page = page_of(count_alerts(session, chosen), size=PAGE_SIZE)
    groups = [
        filter_group(
            title,
            name,
            words,
            chosen=getattr(chosen, name),
            counts=count_alerts_by(session, name, chosen),
        )
        for title, name, words in _FILTERS
    ]
    return render_template(
        "alerts/index.html",
        alerts=list_alerts(session, chosen, limit=PAGE_SIZE, offset=page.offset),
        page=page,
        chosen=chosen,
        filters=[*groups, country_filter(alert_countries(session), chosen=chosen.country)],
    )


@blueprint.get("/<id:alert_id>")
def show(alert_id: int) -> str:
    """One alert."""
    return _page(alert_id)


@blueprint.post("/<id:alert_id>")
@requires(Role.OFFICER)
def work(alert_id: int) -> Response | tuple[str, int]:
    """One act on the alert; what is refused comes back with the reason and the note as typed."""
    action = request.form.get("action", "")
    if action not in {word.value for word in Action}:
        abort(400)
    note = request.form.get("note", "")
    try:
        with writing(current().engine) as session:
            event = act(
                session,
                alert_id,
                action=action,
                actor=current_user.email,
                note=note,
                now=now(),
                version=_version(),
            )
            done = event.action
    except AlertNotFoundError:
        abort(404)
    except NoteError as exc:
        return _page(alert_id, note=note, note_error=str(exc), action=exc.action), 422
    except InvalidTransition as exc:
        return _page(alert_id, note=note, conflict=exc), 409
    flash(_done(done))
    return redirect(url_for("alerts.show", alert_id=alert_id))


def _version() -> int | None:
    """The alert's version as the person saw it; None when the form does not say."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _done(word: str) -> str:
    """What to say of an act that was carried out."""
    if word == "commented":
        return "Your comment is in the trail."
    if word == "started":
        return "The alert is in progress."
    return f"The alert is {label(word).lower()}."


def _page(
    alert_id: int,
    *,
    note: str = "",
    note_error: str = "",
    action: str = "",
    conflict: InvalidTransition | None = None,
) -> str:
    forget_reading()
    acting = {
        "max_note": MAX_NOTE,
        "note": note,
        "note_error": note_error,
        "tried": action,
        "conflict": conflict,
    }
    clock = clock_alert_page(db(), alert_id)
    if clock is not None:
        return _clock_page(clock, acting)
    found = alert_page(db(), alert_id)
    if found is None:
        abort(404)
    return _change_page(found, acting)


def _change_page(found: AlertPage, acting: Mapping[str, Any]) -> str:
    """An alert whose cause is a change of a rule."""
    clocks = change_clocks(db(), found.development, fleet_id=found.alert.fleet_id)
    return render_template(
        "alerts/show.html",
        page=found,
        sentence=what_happened(found),
        dates=dated(found.change, found.development),
        passages=evidence_passages(found.version, found.evidence),
        files=cited_files(found.version, found.evidence),
        shares=shares(found.impact),
        ways=_ways(found),
        clocks=clocks,
        counts_days=bool(clocks) or limits_days(found.development, found.change),
        steps=_steps(found.alert.id or 0),
        publications=publications(db(), found.development.id or 0),
        said=said_of(db(), found.development),
        actions=allowed_actions(found.alert.state),
        **acting,
    )


def _clock_page(page: ClockAlertPage, acting: Mapping[str, Any]) -> str:
    """An alert whose cause is a limit that SIMs have crossed."""
    return render_template(
        "alerts/clock.html",
        page=page,
        row=LimitCounts(limit=page.limit, counts=counts_of(db(), page.limit, page.alert.fleet_id)),
        days=days_of(db(), page.limit.id or 0, fleet_id=page.alert.fleet_id)[:14],
        steps=_steps(page.alert.id or 0),
        actions=allowed_actions(page.alert.state),
        **acting,
    )


def _steps(alert_id: int) -> list[str]:
    """What we advise to do."""
    return [
        step
        for facts in alert_facts(db(), [alert_id])
        for step in advice(facts, today=now().date())
    ]


def _ways(page: AlertPage) -> WaysOut | None:
    """How the alert's fleet may meet the rule; None where it asks nothing of anybody."""
    return ways_out(
        db(),
        page.development,
        page.alert.fleet_id,
        now=now(),
        live_days=current().settings.live_days,
    )
