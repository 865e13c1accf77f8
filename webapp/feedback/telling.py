"""Alerts follow what officers put right: closed, moved or raised, each with its line in the trail."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from data.audit import record
from data.models import Alert, Development
from data.queries.alerts_work import telling_change, unalerted
from data.settings import Settings
from data.words import OPEN, ChangeKind
from webapp.alerts.exposure import exposure_of
from webapp.alerts.moves import seen_of
from webapp.alerts.raising import move_alert, raise_alert
from webapp.alerts.workflow import Action, act


def follow(
    session: Session,
    developments: Iterable[Development],
    *,
    action: str,
    actor: str,
    note: str,
    settings: Settings,
    now: datetime,
) -> list[int]:
    """Bring all alerts of these developments up to them; the numbers of those that were raised.

    ``action`` and ``note`` are the trail's line on each alert. A development without a
    change left closes its alerts with the note. The caller holds the order of alerts
    (:func:`data.queries.order.hold_order`) and commits.
    """
    touched = list(developments)
    for development in touched:
        for alert in _alerts_of(session, development):
            _say(session, alert.id or 0, action, actor, note, now)
            if development.kind == ChangeKind.NONE:
                _close(session, alert, development, actor=actor, note=note, now=now)
                continue
            _show_a_member(session, alert, development, settings, now)
            move_alert(
                session, alert.id or 0, settings=settings, now=now, because=f"Put right by {actor}."
            )
    raised = _raise(session, [one.id or 0 for one in touched], settings, now)
    for alert_id in raised:
        _say(session, alert_id, action, actor, note, now)
    return raised


def _say(
    session: Session, alert_id: int, action: str, actor: str, note: str, now: datetime
) -> None:
    record(session, actor=actor, action=action, alert_id=alert_id, note=note, now=now)


def _alerts_of(session: Session, development: Development) -> list[Alert]:
    statement = select(Alert).where(Alert.development_id == development.id)
    return list(session.exec(statement.order_by(col(Alert.id)).with_for_update()))


def _close(
    session: Session,
    alert: Alert,
    development: Development,
    *,
    actor: str,
    note: str,
    now: datetime,
) -> None:
    if alert.state in OPEN:
        act(session, alert.id or 0, action=Action.DISMISS, actor=actor, note=note, now=now)
    # What it says from now on: should the change come back, readers see that it does.
    alert.seen = seen_of(development, [])
    alert.seen_moved_at = development.moved_at
    alert.updated_at = now
    session.add(alert)
    session.flush()


def _show_a_member(
    session: Session, alert: Alert, development: Development, settings: Settings, now: datetime
) -> None:
    """The evidence that an alert shows is of its own development, whatever was taken out."""
    exposure = exposure_of(
        session, development, alert.fleet_id, now=now, live_days=settings.live_days
    )
    change = telling_change(session, development, exposure.by_country)
    if change is not None and change.id is not None:
        alert.rule_change_id = change.id
        session.add(alert)
        session.flush()


def _raise(
    session: Session, development_ids: list[int], settings: Settings, now: datetime
) -> list[int]:
    wanted = unalerted(session, now=now, live_days=settings.live_days, only=development_ids)
    for development_id, fleet_id in wanted:
        try:
            with session.begin_nested():
                raise_alert(session, development_id, fleet_id, settings=settings, now=now)
        except IntegrityError:
            continue  # the worker raised it at the same moment: the unique key chose
    raised = select(Alert.id).where(col(Alert.development_id).in_([number for number, _ in wanted]))
    return [number for number in session.exec(raised) if number is not None]
