"""What Schemathesis loads: a new token of the administrator for each request."""

import os
from pathlib import Path
from typing import Any

import schemathesis

from data.db import make_engine, writing
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from data.settings import Settings
from tests.factories import NOW
from tests.webapp.api import fuzz_media

SCOPES = "read work notify import admin"
_ENGINE = make_engine(Settings.load(instance=Path(os.environ["API_FUZZ_INSTANCE"])))

fuzz_media.register()


@schemathesis.auth(refresh_interval=None)
class FreshToken:
    """Each request its own."""

    def get(self, case: Any, context: Any) -> str:
        """Make one."""
        with writing(_ENGINE) as session:
            owner = user_by_email(session, "owner@fleet.test")
            assert owner is not None
            return issue_token(session, owner.id or 0, name="fuzz", scope=SCOPES, now=NOW)

    def set(self, case: Any, data: str, context: Any) -> None:
        """Send it."""
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
