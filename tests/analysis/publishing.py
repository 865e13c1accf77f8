"""Publishing rule changes in tests, and looking at the developments that came of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from data.db import reading
from data.models import Development, DevelopmentMember, RuleChange
from tests.factories import make_change, make_document, make_source, make_version

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)


def clock() -> datetime:
    return NOW


def later() -> datetime:
    return LATER


def publish(
    session: Session, title: str, *, sample: bool = False, role: str = "primary", **values: Any
) -> RuleChange:
    """A new document of a new source with one rule change."""
    source = make_source(session, sample=sample, role=role)
    document = make_document(session, source, title=title)
    return make_change(session, make_version(session, document), **values)


def all_developments(store: Engine) -> list[Development]:
    with reading(store) as session:
        return list(session.exec(select(Development).order_by(col(Development.id))))


def members_of(store: Engine) -> dict[int, int]:
    with reading(store) as session:
        rows = session.exec(select(DevelopmentMember)).all()
        return {row.rule_change_id: row.development_id for row in rows}
