"""Small builders of what happened to a source: attempts to read it, and troubles."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from data.models import Fetch, Source, Trouble
from tests.factories import NOW, put


def make_fetch(session: Session, source: Source, **values: Any) -> Fetch:
    """A good attempt to read a source."""
    started = values.pop("started_at", NOW - timedelta(hours=1))
    defaults: dict[str, Any] = {
        "finished_at": started + timedelta(seconds=1.5),
        "outcome": "ok",
        "http_status": 200,
        "items": 20,
    }
    return put(session, Fetch(source_id=source.id, started_at=started, **{**defaults, **values}))


def make_trouble(session: Session, source: Source, **values: Any) -> Trouble:
    """What is wrong with a source since two days, or was until ``closed_at``."""
    defaults: dict[str, Any] = {
        "kind": source.health,
        "reason": source.health_reason,
        "opened_at": NOW - timedelta(days=2),
        "open_as": None if values.get("closed_at") else source.id,
    }
    return put(session, Trouble(source_id=source.id, **{**defaults, **values}))
