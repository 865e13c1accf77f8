"""A store whose ledger knows the limits of the bundled facts."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from data.db import writing
from tests.analysis.clocking.fleet_world import FleetWorld


@pytest.fixture
def ruled(store: Engine, now: datetime) -> Engine:
    """The store, once on each kind, with rules and without a fleet."""
    with writing(store) as session:
        FleetWorld(session, now).rules()
    return store
