"""A store with the ledger, and a rule change that an authority has adopted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data.db import writing
from data.ledger import sync_ledger
from data.models import Development
from data.rules import rule_facts
from tests.factories import make_change, make_development, make_document, make_source, make_version

Found = Callable[..., int]


@pytest.fixture
def found(store: Engine, now: datetime) -> Found:
    """Puts a change into the store, with the ledger; gives its development's number."""
    with writing(store) as session:
        sync_ledger(session, rule_facts(), now=now - timedelta(days=90))
        make_source(session, "tr-test", authority_name="Test authority", country="TR")

    def put(**values: Any) -> int:
        confirmed = values.pop("confirmed", True)
        with writing(store) as session:
            source = make_source(session, f"tr-test-{values.pop('number', 2)}", country="TR")
            version = make_version(session, make_document(session, source))
            change = make_change(session, version, **values)
            return make_development(session, change, confirmed=confirmed).id or 0

    return put


def moved(engine: Engine, development_id: int, at: datetime, **values: Any) -> None:
    """The development moves: another status, another day."""
    with writing(engine) as session:
        development = session.get_one(Development, development_id)
        for name, value in (values | {"moved_at": at}).items():
            setattr(development, name, value)
        session.add(development)
