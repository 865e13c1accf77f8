"""Programs of our three people on the filled store, and their tokens."""

import json
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from data.db import reading, writing
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from tests.factories import NOW
from tests.webapp.filled import engine_of


def secret_of(
    app: Flask, name: str = "teammate", scope: str = "read", expires_at: datetime | None = None
) -> str:
    """A new token of one of the people."""
    with reading(engine_of(app)) as session:
        user = user_by_email(session, f"{name}@fleet.test")
        assert user is not None
    with writing(engine_of(app)) as session:
        return issue_token(
            session, user.id or 0, name="probe", scope=scope, expires_at=expires_at, now=NOW
        )


class Program:
    """Somebody's program: asks with a token, and reads JSON."""

    def __init__(self, app: Flask, name: str = "teammate", scope: str = "read") -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {secret_of(app, name, scope)}"}

    def ask(self, path: str, method: str = "GET", **kwargs: Any) -> TestResponse:
        headers = self.headers | kwargs.pop("headers", {})
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        """What an address gives; it must give something."""
        answer = self.ask(path, **kwargs)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.data)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> tuple[int, Any]:
        """Status and answer of a write."""
        answer = self.ask(path, "POST", json=body, **kwargs)
        return answer.status_code, json.loads(answer.data) if answer.data else None


def refused(answer: TestResponse) -> tuple[int, str]:
    """Status and code of an error, which must be a problem."""
    assert answer.content_type == "application/problem+json", answer.text
    body = json.loads(answer.data)
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:roamwatch:problem:{body['code']}"
    assert len(body["detail"]) > 10
    return answer.status_code, body["code"]
