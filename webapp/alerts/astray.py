"""Alerts that do not stand where their trail leads: somebody changed them past the workflow."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from data.models import Alert, AuditEntry
from webapp.alerts.states import Standing, as_json, replay
from webapp.alerts.trail import standing_of


def astray(session: Session, *, most: int = 20) -> list[str]:
    """One sentence for each such alert, the first ``most`` of them; reads every trail once."""
    trails = dict(_trails(session))
    found: list[str] = []
    for alert in session.exec(select(Alert).order_by(col(Alert.id))):
        fault = _fault(alert, trails.get(alert.id or 0, []))
        if fault and len(found) < most:
            found.append(f"alert {alert.id}: {fault}")
    return found


def _trails(session: Session) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    rows = session.exec(
        select(AuditEntry.alert_id, AuditEntry.detail)
        .where(col(AuditEntry.alert_id).is_not(None))
        .order_by(col(AuditEntry.alert_id), col(AuditEntry.id))
        .execution_options(yield_per=1000)
    )
    for number, lines in groupby(rows, key=lambda row: row[0]):
        yield number or 0, [line[1]["changed"] for line in lines if "changed" in line[1]]


def _fault(alert: Alert, changes: list[dict[str, Any]]) -> str:
    try:
        led: Standing = replay(changes)
    except ValueError as exc:
        return f"its trail does not hang together, {exc}"
    told, stands = as_json(led), as_json(standing_of(alert))
    wrong = [name for name in told if told[name] != stands[name]]
    return ", ".join(f"{name} is {stands[name]!r}, its trail says {told[name]!r}" for name in wrong)
