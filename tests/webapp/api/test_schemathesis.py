"""Schemathesis on the app, a few requests an operation; all: ``python -m tests.webapp.api.fuzz``."""

from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from data.db import writing
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from tests.factories import NOW
from tests.webapp.api import fuzz_media
from tests.webapp.filled import engine_of
from webapp.api.operation import operations
from webapp.security import limiter

SCOPES = "read work notify import admin"


def fresh_token(app: Flask) -> str:
    """One operation revokes the token that asks, so each request has its own."""
    with writing(engine_of(app)) as session:
        owner = user_by_email(session, "owner@fleet.test")
        assert owner is not None
        return issue_token(session, owner.id or 0, name="fuzz", scope=SCOPES, now=NOW)


def ask(app: Flask, operation: Any) -> None:
    """Some requests that the description allows, and some that it does not; every check on the answers."""

    @settings(
        max_examples=3,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def one(case: Any) -> None:
        limiter.reset()  # some checks ask without a token
        headers = {
            "Authorization": f"Bearer {fresh_token(app)}",
            "Accept-Encoding": "identity",  # asked without a wire, nothing unpacks the answer
        }
        case.call_and_validate(headers=headers)

    one()


def test_what_is_served_is_what_is_described(filled_app: Flask) -> None:
    fuzz_media.register()
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", filled_app)
    found = [one.ok() for one in described.get_all_operations() if isinstance(one, Ok)]
    assert len(found) == len(operations())
    for operation in found:
        ask(filled_app, operation)
