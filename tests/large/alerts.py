"""Alerts of the developments in each fleet, most of them worked to their end, with their trail and mails."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session, SQLModel, col, func, select

from data.audit import digest_of
from data.db import writing
from data.models import (
    Alert,
    AlertWatcher,
    AuditEntry,
    Delivery,
    DeliveryAttempt,
    Development,
    DevelopmentMember,
    Fleet,
    Impact,
    User,
)
from data.words import SEVERITY_ORDER
from tests.large.sizes import Sizes

Rows = list[dict[str, Any]]
#: Of a hundred alerts the newest wait, then some are taken; the others are closed.
_WAITING, _TAKEN = 10, 20
_OFFICER = "teammate@fleet.test"
_READERS = ("owner@fleet.test", _OFFICER)


def write_alerts(engine: Engine, sizes: Sizes) -> None:
    """So many alerts, the newest developments first, each in every one of the large fleets."""
    with writing(engine) as session:
        units = select(Fleet.id).where(col(Fleet.name).startswith("Unit")).order_by(col(Fleet.id))
        fleets = [number or 0 for number in session.exec(units)]
        known = session.exec(
            select(Development, func.min(DevelopmentMember.rule_change_id))
            .join(DevelopmentMember, col(DevelopmentMember.development_id) == Development.id)
            .where(col(Development.key).startswith("large-"))
            .group_by(col(Development.id))
            .order_by(col(Development.moved_at).desc())
            .limit(-(-sizes.alerts // len(fleets)))
        ).all()
        first = 1 + (session.exec(select(func.max(Alert.id))).one() or 0)
        officer = session.exec(select(User.id).where(User.email == _OFFICER)).one()
        dice = Random(7)
        chosen = list(product(known, fleets))[: sizes.alerts]
        alerts = [
            _alert(first + place, development, change, fleet, place / len(chosen), officer, dice)
            for place, ((development, change), fleet) in enumerate(chosen)
        ]
        _insert(session, Alert, alerts)
        _insert(session, Impact, [_impact(row, dice) for row in alerts])
        taken = [row for row in alerts if row["assignee_id"]]
        watch = [{"alert_id": row["id"], "user_id": officer} for row in taken]
        _insert(session, AlertWatcher, watch)
        _chain(session, [entry for row in alerts for entry in _trail(row)])
        _deliver(session, alerts)


def _insert(session: Session, model: type[SQLModel], rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(model), rows)


def _alert(
    number: int, development: Development, change: int, fleet: int, age: float,
    officer: int | None, dice: Random,
) -> dict[str, Any]:  # fmt: skip
    percent = age * 100
    state = ("new", "acknowledged", "resolved")[(percent >= _WAITING) + (percent >= _TAKEN)]
    at, live, score = development.moved_at, dice.randrange(1, 40_000), dice.randrange(10, 100)
    return {
        "id": number, "development_id": development.id, "fleet_id": fleet,
        "rule_change_id": change, "live_sims": live, "severity_score": score, "state": state,
        "title": f"{development.jurisdiction}: {development.title}",
        "reason": f"{live} live SIMs are where the rule changes.",
        "severity": SEVERITY_ORDER[0 if score >= 75 else 1 if score >= 40 else 2].value,
        "severity_parts": [{"name": "status", "points": score, "because": development.status}],
        "assignee_id": officer if state == "acknowledged" and number % 2 else None,
        "seen_moved_at": at, "created_at": at, "updated_at": at, "waiting_since": at,
    }  # fmt: skip


def _impact(alert: dict[str, Any], dice: Random) -> dict[str, Any]:
    live = alert["live_sims"]
    return {
        "development_id": alert["development_id"], "fleet_id": alert["fleet_id"],
        "assessed_at": alert["created_at"], "live_sims": live, "foreign_sims": live,
        "by_country": {alert["title"][:2]: live}, "by_technology": {"single": live},
        "by_home": {dice.choice(("DE", "NL", "901")): live},
    }  # fmt: skip


def _trail(alert: dict[str, Any]) -> Iterator[AuditEntry]:
    acts = {"new": 1, "acknowledged": 3, "resolved": 4}[alert["state"]]
    words = ("raised", "acknowledged", "commented", "resolved")[:acts]
    for place, action in enumerate(words):
        yield AuditEntry(
            at=alert["created_at"] + timedelta(hours=place),
            actor=_OFFICER if place else "roamwatch",
            action=action,
            subject=f"alert:{alert['id']}",
            alert_id=alert["id"],
            note="The operator was asked." if action == "commented" else "",
        )


def _chain(session: Session, entries: list[AuditEntry]) -> None:
    """Put them at the end of the chain, as the store does one by one."""
    last = session.exec(
        select(AuditEntry.id, AuditEntry.seq, AuditEntry.digest)
        .where(col(AuditEntry.seq).is_not(None))
        .order_by(col(AuditEntry.seq).desc())
        .limit(1)
    ).one()
    number, place, head = last[0] or 0, last[1] or 0, last[2]
    for entry in entries:
        number, place = number + 1, place + 1
        entry.id, entry.seq, entry.previous = number, place, head
        head = entry.digest = digest_of(entry)
    _insert(session, AuditEntry, [entry.model_dump() for entry in entries])


def _deliver(session: Session, alerts: Rows) -> None:
    """A mail to each reader for every alert, sent at once."""
    first = 1 + (session.exec(select(func.max(Delivery.id))).one() or 0)
    rows: Rows = []
    for alert, reader in product(alerts, _READERS):
        at: datetime = alert["created_at"]
        rows.append(
            {
                "id": first + len(rows), "key": f"large:{alert['id']}:{reader}", "channel": "mail",
                "recipient": reader, "alert_id": alert["id"], "state": "sent", "attempts": 1,
                "created_at": at, "next_attempt_at": at, "attempted_at": at, "sent_at": at,
            }
        )  # fmt: skip
    _insert(session, Delivery, rows)
    attempts = [
        {"delivery_id": row["id"], "at": row["sent_at"], "outcome": "taken", "said": "250 OK"}
        for row in rows
    ]
    _insert(session, DeliveryAttempt, attempts)
