"""The app on a fresh store, with a browser-like client per person."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, before_render_template
from flask.testing import FlaskClient
from sqlalchemy import Engine

from analysis.clocking.tick import tick
from data.db import is_writing, make_engine, writing
from data.models import User
from data.search.index import index_some
from data.settings import Settings
from tests.factories import NOW, make_people
from tests.webapp.filled import engine_of
from tests.webapp.signing import carry
from tests.webapp.world import fill
from webapp import create_app
from webapp.security import limiter

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def _pages_after_writing() -> Iterator[None]:
    """While the store is written English is spoken: no page is made then."""

    def look(_app: Flask, **_page: Any) -> None:
        assert not is_writing(), "make the page after the store was written, or it is in English"

    with before_render_template.connected_to(look):
        yield


@pytest.fixture
def app(sqlite_settings: Settings, sqlite_store: Engine, now: datetime) -> Flask:
    """The app at the fixed moment; forms need no CSRF token (its own tests turn that on)."""
    app = create_app(sqlite_settings, sqlite_store, lambda: now)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    limiter.reset()
    return app


@pytest.fixture
def people(sqlite_store: Engine, now: datetime) -> dict[str, User]:
    """Owner, teammate and stranger, stored."""
    with writing(sqlite_store) as session:
        return make_people(session, now=now)


@pytest.fixture
def sign_in(app: Flask, people: dict[str, User], now: datetime) -> SignIn:
    """A client that is signed in as one of the three."""

    def client_of(name: str) -> FlaskClient:
        return carry(app.test_client(), engine_of(app), people[name], now=now)

    return client_of


@pytest.fixture(scope="session")
def _filled_template(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Path:
    """One filled SQLite file; tests copy it, which is quicker than filling each time."""
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "roamwatch.db"
    path.write_bytes(_sqlite_template.read_bytes())
    engine = make_engine(Settings.load(instance=folder))
    with writing(engine) as session:
        fill(session, now=NOW)
        index_some(session, limit=1000)
    tick(engine, now=NOW)
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def filled_app(settings: Settings, _filled_template: Path) -> Iterator[Flask]:
    """An app whose store is filled (see :mod:`tests.webapp.world`)."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    (settings.instance / "roamwatch.db").write_bytes(_filled_template.read_bytes())
    engine = make_engine(settings)
    app = create_app(settings, engine, lambda: NOW)
    app.config.update(TESTING=True)
    limiter.reset()
    yield app
    engine.dispose()
