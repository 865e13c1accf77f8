"""A hostile server, a fixed clock, and sources on that server."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.runner import crawl_sources
from crawler.tally import CrawlReport
from data.db import writing
from data.models import Source
from data.settings import Settings
from tests.crawler.pulls import Pulls
from tests.replica.server import Replica, serving


class Clock:
    """Stands still until told otherwise."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


class World:
    """A store, a web server and a clock; crawls what is asked."""

    def __init__(self, engine: Engine, settings: Settings, replica: Replica, clock: Clock) -> None:
        self.engine = engine
        self.settings = settings
        self.replica = replica
        self.clock = clock

    def source(self, source_id: str, kind: str, url: str, **facts: Any) -> str:
        """Watch an address."""
        with writing(self.engine) as session:
            session.add(make_source(source_id, kind, url, **facts))
        return source_id

    def crawl(self, *source_ids: str, **more: Any) -> CrawlReport:
        """Read these sources now."""
        return asyncio.run(
            crawl_sources(self.engine, self.settings, source_ids, clock=self.clock, **more)
        )

    def set(self, **values: Any) -> None:
        """Change settings."""
        self.settings = self.settings.model_copy(update=values)


def make_source(source_id: str, kind: str, url: str, **facts: Any) -> Source:
    """A source with its least facts."""
    values: dict[str, Any] = {
        "authority": source_id,
        "authority_name": source_id.upper(),
        "authority_kind": "telecom_regulator",
        "country": "DE",
        "title": f"News of {source_id}",
        "language": "en",
        "min_items": 1,
    }
    return Source(id=source_id, kind=kind, url=url, **{**values, **facts})


@pytest.fixture
def replica() -> Iterator[Replica]:
    """The hostile server."""
    with serving() as running:
        yield running


@pytest.fixture
def clock(now: datetime) -> Clock:
    """A clock that stands."""
    return Clock(now)


@pytest.fixture
def world(sqlite_store: Engine, sqlite_settings: Settings, replica: Replica, clock: Clock) -> World:
    """A world on SQLite."""
    return World(sqlite_store, sqlite_settings, replica, clock)


@pytest.fixture
def stored_world(store: Engine, store_settings: Settings, replica: Replica, clock: Clock) -> World:
    """A world on SQLite and on PostgreSQL."""
    return World(store, store_settings, replica, clock)


@pytest.fixture
def pulls(store: Engine, store_settings: Settings) -> Pulls:
    """Pulls from SIM platforms on loopback, into both stores."""
    settings = store_settings.model_copy(update={"allow_private_addresses": True})
    return Pulls(store, settings)
