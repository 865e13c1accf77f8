"""An app beside an issuer, both real: a client goes from one to the other by HTTP."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from data.models import User
from data.settings import Settings
from tests.issuer import CLIENT, PASSPHRASE, Issuer, issuing
from webapp import create_app
from webapp.security import limiter

#: Makes the app with these settings changed.
Make = Callable[..., Flask]


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer at which the owner of the store signs in."""
    with issuing() as served:
        yield served


@pytest.fixture
def make(
    sqlite_settings: Settings,
    sqlite_store: Engine,
    people: dict[str, User],
    now: datetime,
    issuer: Issuer,
) -> Make:
    """An app whose people sign in at the issuer."""

    def made(**changed: Any) -> Flask:
        clock = changed.pop("clock", lambda: now)
        values = {
            "oidc_issuer": issuer.address,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": PASSPHRASE,
            # Only the issuer's own host may be private, whatever else is set.
            "allow_private_addresses": False,
        } | changed
        settings = Settings.load(instance=sqlite_settings.instance, **values)
        app = create_app(settings, sqlite_store, clock)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        limiter.reset()
        return app

    return made


@pytest.fixture
def app(make: Make) -> Flask:
    """One without more settings."""
    return make()
