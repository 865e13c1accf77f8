"""What goes wrong at an address for programs is a problem document, whatever it was."""

import pytest
from flask import Flask

from data.db import writing
from data.queries.tokens import issue_token
from tests.factories import NOW
from tests.webapp.filled import engine_of


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/rules?country=%00", 400, "bad_request"),
        ("GET", "/api/v1/clocks?fleet=a%00b", 400, "bad_request"),
        ("GET", "/api/v1/check?country=TR&technology=%00", 400, "bad_request"),
        ("GET", "/api/v1/coverage?token=%00", 400, "bad_request"),
        ("GET", "/api/v1/rules/proposals/99999999999999", 404, "not_found"),
        ("DELETE", "/api/v1/rules", 405, "method_not_allowed"),
    ],
)
def test_it_has_a_machine_word_and_says_what_to_do(
    filled_app: Flask, method: str, path: str, status: int, code: str
) -> None:
    with writing(engine_of(filled_app)) as session:
        secret = issue_token(session, 1, name="probe", now=NOW)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = filled_app.test_client().open(path, method=method, headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    body = answer.get_json()
    assert (body["code"], body["status"]) == (code, status)
    assert body["detail"].endswith(".")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_still_answers_as_a_page(filled_app: Flask) -> None:
    answer = filled_app.test_client().get("/login?next=%00")
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
