"""What the tests of the service share."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.settings import Settings
from webapp.context import Context


@pytest.fixture
def context(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Context:
    return Context(engine=sqlite_store, settings=sqlite_settings, clock=lambda: now, owner="w1")
