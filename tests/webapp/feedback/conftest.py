"""The stage of an officer's word, on both stores or on the lighter one."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.settings import Settings
from tests.webapp.feedback.stage import Stage, set_stage


@pytest.fixture
def stage(store: Engine, store_settings: Settings, now: datetime) -> Stage:
    return set_stage(store, store_settings, now)


@pytest.fixture
def small(sqlite_store: Engine, sqlite_settings: Settings, now: datetime) -> Stage:
    """Where the kind of store plays no part."""
    return set_stage(sqlite_store, sqlite_settings, now)
