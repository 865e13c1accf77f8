"""Where an alert stands, and writing steps into it and into its trail."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from data.audit import record
from data.models import Alert, AuditEntry
from data.words import WAITING, AlertState
from webapp.alerts.states import Standing, Step, plain

#: Who raises and moves alerts, in the trail.
ACTOR = "roamwatch"
#: Words of the trail that change nothing of the alert itself: they make no page stale.
REMARKS = (
    "commented", "noted", "linked", "unlinked", "watched", "unwatched", "told",
    "evidence_packed", "corrected", "split", "joined",
)  # fmt: skip


def apply(
    session: Session, alert: Alert, steps: Iterable[Step], *, actor: str, now: datetime
) -> list[AuditEntry]:
    """Write steps into an alert that is locked, and their lines into its trail; the caller commits."""
    return [_apply(session, alert, step, actor, now) for step in steps]


def _apply(session: Session, alert: Alert, step: Step, actor: str, now: datetime) -> AuditEntry:
    changed = {
        name: [plain(getattr(alert, name)), plain(value)] for name, value in step.changes.items()
    }
    for name, value in step.changes.items():
        setattr(alert, name, value)
    if step.word not in REMARKS:
        alert.version += 1
        alert.updated_at = now
    if "state" in changed and AlertState(alert.state) in WAITING:
        alert.waiting_since, alert.escalated = now, 0
    session.add(alert)
    return record(
        session,
        actor=actor,
        action=step.word,
        alert_id=alert.id,
        note=step.note,
        detail=({"changed": changed} if changed else {}) | dict(step.detail),
        now=now,
    )


def standing_of(alert: Alert) -> Standing:
    """Where an alert stands."""
    return Standing(
        state=AlertState(alert.state),
        assignee_id=alert.assignee_id,
        due_on=alert.due_on,
        snoozed_until=alert.snoozed_until,
        snoozed_for_effect=alert.snoozed_for_effect,
    )


def last_change(session: Session, alert_id: int) -> AuditEntry | None:
    """The last line of the trail that changed the alert."""
    return session.exec(
        select(AuditEntry)
        .where(AuditEntry.alert_id == alert_id, col(AuditEntry.action).not_in(REMARKS))
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    ).first()


def meanwhile(events: Sequence[AuditEntry], *, changes: int) -> list[AuditEntry]:
    """The lines of a trail (the oldest first) from the last so many changes on, remarks between them too."""
    where = [at for at, entry in enumerate(events) if entry.action not in REMARKS]
    return list(events[where[max(len(where) - changes, 0)] :]) if where and changes > 0 else []
