"""Alerts: what touches a fleet and wants somebody's work."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from data.models import Alert as AlertRow
from data.models import AlertWatcher, AuditEntry
from data.queries.alert_desk import Desk, work_facts
from data.queries.alert_facts import AlertFacts, alert_facts
from data.queries.alert_page import events_of
from data.queries.alerts import AlertFilter, alert_ids
from data.words import AlertState, ChangeKind, ChangeStatus, Direction, Severity, Topic
from webapp.alerts.links import links_of
from webapp.alerts.states import allowed_actions
from webapp.alerts.wording import one_line
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import missing
from webapp.api.shapes import Empty, Page, Place, Reply
from webapp.context import current

NAME = "alerts"


#: The words of :data:`data.queries.alert_desk.WORK`; a test holds the two together.
Work = Literal["mine", "unassigned", "watched", "overdue", "escalated", "snoozed", "quiet", "all"]


class AlertWords(Page):
    """Which alerts."""

    state: AlertState | Literal["waiting", "open"] | None = Field(
        default=None, description="`waiting`: nobody has taken it; `open`: not worked to its end."
    )
    work: Work | None = Field(
        default=None,
        description="Of the token's owner: `mine`, `watched`; of anybody: `unassigned`, `overdue`, "
        "`escalated`, `snoozed`, `quiet` (under a silence); `all`. Left out: what is neither "
        "snoozed nor quiet.",
    )
    severity: Severity | None = None
    topic: Topic | None = None
    country: Place | None = Field(default=None, description="Touched, or the group that is named.")


class Quote(Reply):
    """A byte-exact passage of the archived text."""

    quote: str
    language: str = Field(description="BCP 47; `und` where it is not known.")
    page: int | None
    file: str = Field(description="The attached file in which it stands; empty: the text itself.")
    ocr: bool = Field(description="Read from a picture.")


class Part(Reply):
    """One part of the severity."""

    name: str
    points: int
    because: str


class Alert(Reply):
    """One alert with what it stands on. Counts of SIMs, never an identifier."""

    id: int
    url: str = Field(description="Its page.")
    fleet: str
    fleet_id: int
    development: str = Field(description="Key of its cause; `clock:` and a limit for a clock's.")
    title: str
    reason: str
    jurisdiction: str
    countries: tuple[str, ...]
    topic: Topic
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    published_on: date | None
    effective_on: date | None
    deadline_on: date | None
    limits: tuple[dict[str, Any], ...]
    severity: Severity
    severity_score: int
    severity_parts: tuple[Part, ...]
    state: AlertState
    confirmed: bool = Field(description="False: only the trade press reports it so far.")
    backlog: bool
    sample: bool
    live_sims: int
    foreign_sims: int
    live_sims_by_country: dict[str, int]
    evidence: tuple[Quote, ...]
    authority: str
    document_url: str
    created_at: datetime
    updated_at: datetime


class Act(Reply):
    """One line of the trail."""

    at: datetime
    actor: str
    action: str
    note: str


class Link(Reply):
    """An address that somebody attached."""

    id: int
    title: str
    url: str
    added_by: str
    added_at: datetime


class AlertWhole(Alert):
    """The same with where its work stands."""

    version: int = Field(description="Send it with an act: a changed alert is then not overrun.")
    assignee: str | None = Field(description="E-mail address of who has it.")
    due_on: date | None
    snoozed_until: date | None
    silenced_until: date | None = Field(description="Last day of the silence that keeps it quiet.")
    escalated: int = Field(description="How often it was told to administrators since it waits.")
    watchers: int
    watching: bool = Field(description="Whether the token's owner is among the watchers.")
    comments: int
    links: tuple[Link, ...]
    actions: tuple[str, ...] = Field(description="What may be done with it now.")
    trail: tuple[Act, ...]


@operation("GET", "/alerts")
def list_alerts(call: Call[AlertWords, None]) -> Items[Alert]:
    """Alerts, the newest first."""
    words = call.words
    chosen = AlertFilter(
        state=words.state or "",
        severity=words.severity or "",
        topic=words.topic or "",
        country=words.country or "",
        work=words.work or "",
        desk=Desk(user_id=call.user.id or 0, today=call.now.date()),
    )
    numbers = alert_ids(call.session, chosen, below=start(NAME, words), limit=words.limit + 1)
    facts = {one.alert_id: one for one in alert_facts(call.session, numbers[: words.limit])}
    return piece(NAME, words, numbers, lambda number: number, lambda number: _listed(facts[number]))


@operation("GET", "/alerts/<id:alert_id>")
def read_alert(call: Call[Empty, None], alert_id: int) -> AlertWhole:
    """One alert with its trail."""
    return whole(call, alert_id)


def whole(call: Call[Any, Any], alert_id: int) -> AlertWhole:
    """One alert as it is now. Raises :class:`~webapp.api.problems.Refusal`."""
    session = call.session
    row = session.get(AlertRow, alert_id)
    facts = alert_facts(session, [alert_id]) if row else []
    if row is None or not facts:
        raise missing("alert", alert_id)
    work = asdict(work_facts(session, [alert_id])[alert_id])
    return AlertWhole.model_validate(
        plain(facts[0])
        | work
        | {
            "state": row.state,
            "assignee": work["assignee"] or None,
            "watching": session.get(AlertWatcher, (alert_id, call.user.id)) is not None,
            "links": links_of(session, alert_id),
            "actions": [action.value for action in allowed_actions(row.state)],
            "trail": [_act(entry) for entry in events_of(session, alert_id)],
        }
    )


def _listed(facts: AlertFacts) -> Alert:
    return Alert.model_validate(plain(facts))


def _act(entry: AuditEntry) -> dict[str, Any]:
    return {"at": entry.at, "actor": entry.actor, "action": entry.action, "note": entry.note}


def plain(facts: AlertFacts) -> dict[str, Any]:
    """An alert's facts for programs; crawled texts are one harmless line."""
    return {name: getattr(facts, name) for name in Alert.model_fields if hasattr(facts, name)} | {
        "id": facts.alert_id,
        "url": f"{current().settings.base_url}/alerts/{facts.alert_id}",
        "development": facts.development_key,
        "title": one_line(facts.title, 500),
        "reason": one_line(facts.reason, 1000),
        "live_sims_by_country": facts.by_country,
    }
