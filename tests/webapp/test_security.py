import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from data.settings import Settings
from tests.webapp.conftest import SignIn
from tests.webapp.filled import PAGES, client_of
from webapp import create_app
from webapp.security import CONTENT_SECURITY_POLICY

TEMPLATES = Path(__file__).parents[2] / "webapp" / "templates"


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_every_answer_carries_the_guard_headers(app: Flask) -> None:
    client = app.test_client()
    for path in ("/login", "/healthz", "/", "/nothing", "/static/icon.svg", "/feed.json"):
        with client.get(path) as answer:
            headers = answer.headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    sources = {word for part in CONTENT_SECURITY_POLICY.split("; ") for word in part.split()[1:]}
    assert sources == {"'self'", "'none'"}
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_pages_hold_nothing_that_the_policy_forbids(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    for path in PAGES:
        for tag, attributes in Tags(client.get(path).text).found:
            if tag == "script":
                # A module of ours under the hash of its content, and nothing else.
                assert set(attributes) == {"type", "src"}, path
                assert str(attributes["src"]).startswith("/script-"), path
            assert tag not in ("style", "iframe", "object", "embed"), (path, tag)
            assert "style" not in attributes, (path, tag)
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            for name in ("src", "action", "poster"):
                assert (attributes.get(name) or "/").startswith("/"), (path, tag)


def test_crawled_markup_stays_text_on_every_page(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    shown = 0
    for path in PAGES:
        page = client.get(path).text
        assert "<script>alert" not in page, path
        assert "<img src=http" not in page, path
        shown += page.count("&lt;script&gt;alert")
    assert shown > 5


def test_no_template_trusts_anything() -> None:
    for path in TEMPLATES.rglob("*.html"):
        if "mail" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|autoescape", text), path


def test_titles_lose_the_overrides_that_make_a_line_read_as_something_else(
    filled_app: Flask,
) -> None:
    page = client_of(filled_app, "owner").get("/alerts").text
    assert "gnp.exe" in page
    assert "\u202e" not in page


def test_a_form_without_its_token_is_refused_with_help(app: Flask, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    page = sign_in("owner").post("/account/tokens", data={"name": "feed reader"})
    assert page.status_code == 400
    assert "load the page again" in page.text


def test_a_form_with_its_token_is_taken(app: Flask, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = sign_in("owner")
    fields = [tag for tag in Tags(client.get("/account").text).found if tag[0] == "input"]
    token = next(values["value"] for _, values in fields if values.get("name") == "csrf_token")
    answer = client.post("/account/tokens", data={"name": "feed reader", "csrf_token": token})
    assert answer.status_code == 201


def test_every_form_that_changes_something_brings_a_token(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    for path in ("/", "/alerts/1", "/fleet", "/account", "/admin/people"):
        tags = Tags(client.get(path).text).found
        forms = sum(1 for tag, values in tags if tag == "form" and values.get("method") == "post")
        tokens = sum(1 for _, values in tags if values.get("name") == "csrf_token")
        assert forms == tokens > 0, path


def test_pages_are_kept_by_no_cache_and_the_sheet_by_all(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/login")
    assert page.headers["Cache-Control"] == "no-store"
    address = next(
        values["href"]
        for tag, values in Tags(page.text).found
        if tag == "link" and values["rel"] == "stylesheet"
    )
    sheet = client.get(str(address))
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "--accent:" in sheet.text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(app: Flask) -> None:
    cookie = app.test_client().get("/login").headers["Set-Cookie"]
    assert cookie.startswith("roamwatch=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_and_the_site_stay_on_https(
    sqlite_settings: Settings, sqlite_store: Engine
) -> None:
    settings = sqlite_settings.model_copy(update={"base_url": "https://roamwatch.test"})
    answer = create_app(settings, sqlite_store).test_client().get("/login")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-roamwatch=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def send(client: FlaskClient, path: str, size: int) -> TestResponse:
    """Send a form with a file of so many bytes."""
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = (
        "--b\r\n"
        + part.format("fleet", "F")
        + "--b\r\n"
        + part.format('file"; filename="sims.csv', "x" * size)
        + "--b--\r\n"
    )
    return client.post(path, data=body.encode(), content_type="multipart/form-data; boundary=b")


def test_a_fleets_file_may_be_large_and_is_refused_with_help_when_too_large(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.security.MAX_UPLOAD_BYTES", 2_000_000)
    client = sign_in("teammate")
    assert send(client, "/fleet/imports", 1_900_000).status_code == 422
    page = send(client, "/fleet/imports", 2_100_000)
    assert page.status_code == 413
    assert "Split the file" in page.text


def test_nobody_else_can_send_a_large_body(app: Flask, sign_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True  # so that the form is read before the view
    assert send(sign_in("stranger"), "/fleet/imports", 1_000_000).status_code == 413
    assert send(sign_in("owner"), "/account/tokens", 1_000_000).status_code == 413
    assert send(app.test_client(), "/login", 1_000_000).status_code == 413
    answer = send(app.test_client(), "/fleet/imports", 1_000_000)
    assert (answer.status_code, answer.location) == (302, "/login")


def test_our_own_fault_is_a_page_without_its_inner_life(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("the inner life")

    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    # It is the logger of the whole package: silent for this test only.
    monkeypatch.setattr(app.logger, "disabled", True)
    page = sign_in("owner").get("/broken")
    assert page.status_code == 500
    assert "our fault" in page.text
    assert "inner life" not in page.text


@pytest.mark.parametrize("method", ["DELETE", "PUT"])
def test_a_method_that_nobody_offers_is_refused(app: Flask, sign_in: SignIn, method: str) -> None:
    answer = sign_in("owner").open("/alerts", method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
