"""Signing in at an issuer, as a person does it in a browser."""

import re
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from sqlalchemy import Engine

from data.db import writing
from data.settings import Settings
from tests.e2e.server import serving
from tests.factories import NOW, make_people
from tests.issuer import CLIENT, Issuer, issuing
from webapp import create_app
from webapp.security import limiter

pytestmark = pytest.mark.browser


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing(asks=True) as served:
        yield served


@pytest.fixture
def address(sqlite_settings: Settings, sqlite_store: Engine, issuer: Issuer) -> Iterator[str]:
    """The app, which has to know its address before it is made."""
    made: list[Flask] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return made[0](environ, start_response)

    with writing(sqlite_store) as session:
        make_people(session)
    with serving(app) as address:
        settings = sqlite_settings.model_copy(
            update={
                "base_url": address,
                "oidc_issuer": issuer.address,
                "oidc_client_id": CLIENT,
                "oidc_button": "Sign in with the company account",
            }
        )
        issuer.secret = ""
        made.append(create_app(settings, sqlite_store, lambda: NOW))
        limiter.reset()
        yield address


def test_a_person_goes_to_the_issuer_and_comes_back_where_they_wanted(
    browser: Browser, address: str, issuer: Issuer
) -> None:
    context = browser.new_context()
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda message: faults.append(said(message)))
    page.goto(f"{address}/alerts?state=open")
    button = page.get_by_role("link", name="Sign in with the company account")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    button.click()
    expect(page).to_have_url(re.compile(re.escape(issuer.address)))
    page.get_by_role("button", name="Yes, it is me").click()
    expect(page).to_have_url(f"{address}/alerts?state=open")
    assert "code=" not in page.content()
    page.goto(f"{address}/account")
    expect(page.get_by_text("You sign in with your company account")).to_be_visible()
    sign_out(page)
    issuer.person["email_verified"] = False
    issuer.person["sub"] = "somebody else"
    page.get_by_role("link", name="Sign in with the company account").click()
    page.get_by_role("button", name="Yes, it is me").click()
    expect(page.get_by_role("heading", name="Your e-mail address is not confirmed")).to_be_visible()
    page.get_by_role("link", name="Start again").click()
    expect(page).to_have_url(re.compile(re.escape(issuer.address)))
    page.go_back()
    page.reload()
    # The same answer a second time lets nobody in, whatever it was.
    expect(page.get_by_role("heading", name="This sign-in is over")).to_be_visible()
    assert [fault for fault in faults if "status of 40" not in fault] == []
    context.close()


def sign_out(page: Page) -> None:
    page.get_by_label("Menu and account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("your sign-in service may still know you")).to_be_visible()


def said(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"
