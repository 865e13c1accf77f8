"""One alert as a page: what it stands on, what people do with it, and what they typed if that was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, render_template

from data.models import Alert, Silence
from data.queries.alert_facts import alert_facts
from data.queries.alert_page import (
    AlertPage,
    ClockAlertPage,
    alert_page,
    clock_alert_page,
    publications,
)
from data.queries.change_clocks import change_clocks
from data.queries.pages_clocks import LimitCounts, counts_of, days_of
from data.queries.pages_documents import VersionRow, version_by_id, versions_of
from data.queries.people import everybody
from data.queries.sight import fleet_people
from data.queries.silences import cause_of
from data.words import Role
from webapp.alerts.acts import trail_line
from webapp.alerts.advice import advice
from webapp.alerts.days import limits_days
from webapp.alerts.links import links_of
from webapp.alerts.mentions import handle
from webapp.alerts.refusals import ActError, InvalidTransition
from webapp.alerts.states import MAX_NOTE, allowed_actions
from webapp.alerts.telling import watchers_of
from webapp.alerts.trail import meanwhile
from webapp.alerts.workflow import effect_day
from webapp.context import current
from webapp.feedback.pages import said_of
from webapp.forms import whole_number
from webapp.pages import db, forget_reading, now, today, zone
from webapp.reading import cited_files, dated, evidence_passages, shares, what_happened
from webapp.rules.remedies import WaysOut, ways_out
from webapp.texts.difference import Line, difference

#: Lines of the difference that stand on the page, and the longest texts that are compared for it.
_LINES, _COMPARED = 12, 200_000


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody sent that was refused, and why; empty when the page is just looked at."""

    form: Mapping[str, str] = field(default_factory=dict)
    error: ActError | None = None
    conflict: InvalidTransition | None = None

    @property
    def version(self) -> int:
        """The alert's version on the page that was sent; the first where the page named none."""
        return whole_number(self.form.get("version", "")) or 1


def alert_html(alert_id: int, typed: Typed | None = None) -> str:
    """The page of one alert; aborts with 404 when there is none in sight."""
    forget_reading()
    clock = clock_alert_page(db(), alert_id)
    if clock is not None:
        return _clock_page(clock, _work(clock.alert, typed or Typed()))
    found = alert_page(db(), alert_id)
    if found is None:
        abort(404)
    return _change_page(found, _work(found.alert, typed or Typed()))


def _work(alert: Alert, typed: Typed) -> dict[str, Any]:
    """What every page of an alert shows of the work on it."""
    session, number = db(), alert.id or 0
    people = fleet_people(session, alert.fleet_id)
    names = {user.id or 0: user.name or user.email for user in everybody(session)}
    effect = effect_day(session, alert)
    return {
        "actions": allowed_actions(alert.state),
        "assignee": names.get(alert.assignee_id or 0, ""),
        "effect": effect if effect and effect > today() else None,
        "links": links_of(session, number),
        "line_of": lambda entry: trail_line(entry, names),
        "max_note": MAX_NOTE,
        "meanwhile": lambda events: meanwhile(events, changes=alert.version - typed.version),
        "officers": [user for user in people if user.role != Role.VIEWER],
        "mentionable": [handle(user) for user in people],
        "silence_for": cause_of(session, alert),
        "silence": session.get(Silence, alert.silence_id) if alert.silence_id else None,
        "typed": typed,
        "watchers": watchers_of(session, number),
    }


def _change_page(found: AlertPage, work: Mapping[str, Any]) -> str:
    """An alert whose cause is a change of a rule."""
    clocks = change_clocks(db(), found.development, fleet_id=found.alert.fleet_id)
    return render_template(
        "alerts/show.html",
        page=found,
        sentence=what_happened(found),
        dates=dated(found.change, found.development, zone()),
        passages=evidence_passages(found.version, found.evidence),
        text_change=_text_change(found),
        files=cited_files(found.version, found.evidence),
        shares=shares(found.impact),
        ways=_ways(found),
        clocks=clocks,
        counts_days=bool(clocks) or limits_days(found.development, found.change),
        steps=_steps(found.alert.id or 0),
        publications=publications(db(), found.development.id or 0),
        said=said_of(db(), found.development),
        **work,
    )


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """The first lines of what changed in the text from the version before."""

    lines: list[Line]
    more: bool
    old_id: int


def _text_change(found: AlertPage) -> TextChange | None:
    """What changed against the snapshot before; None where there is none, or too much to look at here."""
    rows = versions_of(db(), found.document.id or 0) if found.snapshot.seq > 1 else []
    before = max((row for row in rows if row.seq < found.snapshot.seq), key=_order, default=None)
    if before is None:
        return None
    old, new = version_by_id(db(), before.id).text, found.version.text
    if max(len(old), len(new)) > _COMPARED:
        return None
    lines = difference(old, new)
    return TextChange(lines=lines[:_LINES], more=len(lines) > _LINES, old_id=before.id)


def _order(row: VersionRow) -> tuple[int, int]:
    return row.seq, row.id


def _clock_page(page: ClockAlertPage, work: Mapping[str, Any]) -> str:
    """An alert whose cause is a limit that SIMs have crossed."""
    return render_template(
        "alerts/clock.html",
        page=page,
        row=LimitCounts(limit=page.limit, counts=counts_of(db(), page.limit, page.alert.fleet_id)),
        days=days_of(db(), page.limit.id or 0, fleet_id=page.alert.fleet_id)[:14],
        steps=_steps(page.alert.id or 0),
        **work,
    )


def _steps(alert_id: int) -> list[str]:
    """What we advise to do."""
    return [
        step for facts in alert_facts(db(), [alert_id]) for step in advice(facts, today=today())
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
