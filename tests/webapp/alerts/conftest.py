"""The desk of :mod:`tests.webapp.alerts.desk`, on SQLite and on both stores."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.settings import Settings
from tests.webapp.alerts.desk import Desk, set_desk


@pytest.fixture
def desk(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Desk:
    """One alert and its people, where the kind of store plays no part."""
    return set_desk(sqlite_store, sqlite_settings, now)


@pytest.fixture
def both_desks(store: Engine, store_settings: Settings, now: datetime) -> Desk:
    """The same, once on each store."""
    return set_desk(store, store_settings, now)
