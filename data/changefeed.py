"""Writing :class:`data.models.ChangeEntry`: by itself, in the transaction that changes something.

Listeners of every session note which developments and alerts change. As the very last thing
before the commit, entries are written under a lock that is held until the commit is done, so that
their numbers have the order of commits. A reader that asks for what comes after a number can
never be overtaken: whatever commits later has a higher one. (Numbers that are handed out earlier,
as usual, do not: a transaction that is slow would appear below one that was read already.) On
SQLite, where ``writing`` takes the one write lock at its beginning, that holds anyway.

The lock is held for one insert and the commit, and nothing is waited for under it.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, event, func, insert, inspect, select
from sqlalchemy.orm import Session, SessionTransaction

import data.audit  # noqa: F401 - its lock is taken before ours
from data.models.alerts import Alert
from data.models.analysis import Development
from data.models.audit import AuditEntry
from data.models.changes import ChangeEntry
from data.models.clocks import ClockLimit
from data.models.fleet import Fleet
from data.words import ChangeKind

#: Any number that no other advisory lock of this database uses.
_LOCK = 7_262_413
_KEY = "changefeed"
#: What an entry says of a development.
TOLD = (
    "key", "jurisdiction", "countries", "topic", "title", "kind", "status", "direction",
    "effective_on", "deadline_on", "published_on", "confirmed", "joined_id",
)  # fmt: skip
_MOVED = "moved_at"


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table


class _Noted:
    """What one transaction has touched."""

    def __init__(self) -> None:
        self.before: dict[int, dict[str, Any]] = {}
        """Development → what stood before."""
        self.new: list[Development] = []
        self.acts: list[AuditEntry] = []


@event.listens_for(Session, "before_flush")
def _note(session: Session, _context: Any, _instances: Any) -> None:
    changed = [row for row in session.dirty if isinstance(row, Development)]
    new = [row for row in session.new if isinstance(row, Development | AuditEntry)]
    if not changed and not new:
        return
    noted: _Noted = session.info.setdefault(_KEY, _Noted())
    for row in changed:
        if row.id is not None and row not in noted.new:
            noted.before.setdefault(row.id, _before(row))
    noted.new += [row for row in new if isinstance(row, Development)]
    noted.acts += [row for row in new if isinstance(row, AuditEntry)]


def _before(row: Development) -> dict[str, Any]:
    values = {}
    for name in (*TOLD, _MOVED):
        history = inspect(row).attrs[name].history
        values[name] = history.deleted[0] if history.deleted else getattr(row, name)
    return values


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_KEY, None)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    noted: _Noted | None = session.info.pop(_KEY, None)
    if noted is None:
        return
    connection = session.connection()
    rows = [*_developments(connection, noted), *_alerts(connection, noted.acts)]
    if rows:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        connection.execute(insert(_table(ChangeEntry)), rows)


def _developments(connection: Connection, noted: _Noted) -> list[dict[str, Any]]:
    # One that was added within a savepoint that was undone is no row any more.
    new = {inspect(row).identity[0] for row in noted.new if inspect(row).identity}
    table = _table(Development)
    rows = connection.execute(
        select(table).where(table.c.id.in_(new | noted.before.keys())).order_by(table.c.id)
    )
    found = []
    for row in rows:
        what = what_happened(None if row.id in new else noted.before[row.id], dict(row._mapping))
        if what:
            found.append(_entry(row, what))
    return found


def what_happened(before: dict[str, Any] | None, after: dict[str, Any]) -> str:
    """The word for it; empty when nothing that is told has changed. Pure."""
    gone = after["kind"] == ChangeKind.NONE
    if before is None:
        return "" if gone else "appeared"
    if gone:
        return "" if before["kind"] == ChangeKind.NONE else "closed"
    if before["kind"] == ChangeKind.NONE:
        return "appeared"
    if after["joined_id"] is not None and before["joined_id"] != after["joined_id"]:
        return "joined"
    if before[_MOVED] != after[_MOVED]:
        return "moved"
    return "changed" if any(before[name] != after[name] for name in TOLD) else ""


def _entry(row: Row[Any], what: str) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC) if row.moved_at is None else row.moved_at,
        "about": "development",
        "what": what,
        "development_id": row.id,
        "alert_id": None,
        "fleet_id": None,
        "topic": row.topic,
        "places": _places(row.jurisdiction, *row.countries),
        "facts": {"id": row.id, **{name: _plain(getattr(row, name)) for name in TOLD}},
    }


def _alerts(connection: Connection, acts: list[AuditEntry]) -> list[dict[str, Any]]:
    numbers = [inspect(row).identity[0] for row in acts if inspect(row).identity]
    if not numbers:
        return []
    happened, alert, fleet = _table(AuditEntry), _table(Alert), _table(Fleet)
    cause, limit = _table(Development), _table(ClockLimit)
    statement = (
        select(
            happened.c.at,
            happened.c.action,
            happened.c.actor,
            alert,
            fleet.c.name.label("fleet"),
            func.coalesce(cause.c.topic, limit.c.topic).label("topic"),
            func.coalesce(cause.c.jurisdiction, limit.c.country).label("place"),
            cause.c.countries,
        )
        .join(alert, alert.c.id == happened.c.alert_id)
        .join(fleet, fleet.c.id == alert.c.fleet_id)
        .outerjoin(cause, cause.c.id == alert.c.development_id)
        .outerjoin(limit, limit.c.id == alert.c.limit_id)
        .where(happened.c.id.in_(numbers))
        .order_by(happened.c.id)
    )
    return [_alert_entry(row) for row in connection.execute(statement)]


def _alert_entry(row: Row[Any]) -> dict[str, Any]:
    return {
        "at": row.at,
        "about": "alert",
        "what": row.action,
        "development_id": row.development_id,
        "alert_id": row.id,
        "fleet_id": row.fleet_id,
        "topic": row.topic,
        "places": _places(row.place, *(row.countries or ())),
        "facts": {
            "id": row.id,
            "fleet": row.fleet,
            "development": row.development_id,
            "actor": row.actor,
            "title": row.title,
            "reason": row.reason,
            "state": row.state,
            "severity": row.severity,
            "live_sims": row.live_sims,
        },
    }


def _places(*codes: str) -> str:
    return f" {' '.join(dict.fromkeys(codes))} "


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
