"""The app on a fresh store, with a browser-like client per person."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import writing
from data.models import User
from data.settings import Settings
from tests.factories import make_people
from webapp import create_app
from webapp.auth import person_of
from webapp.security import limiter

SignIn = Callable[[str], FlaskClient]


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
def sign_in(app: Flask, people: dict[str, User]) -> SignIn:
    """A client that is signed in as one of the three."""

    def client_of(name: str) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = person_of(people[name]).get_id()
            cookie["_fresh"] = True
        return client

    return client_of
