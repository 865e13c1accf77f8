"""What the tests of deliveries share."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.settings import Settings
from tests.webapp.delivery.memory import context_of
from webapp.context import Context


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    """A worker on each kind of store, at a moment that stands still."""
    return context_of(store, store_settings, now)
