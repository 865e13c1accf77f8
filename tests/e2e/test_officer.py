"""The officer's morning in a real browser, on a real server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from sqlalchemy import Engine

from data.db import writing
from data.fleet.sample import write_fleet
from data.queries.people import user_by_email
from data.settings import Settings
from tests.e2e.browser import Watch
from tests.e2e.officer import Officer
from tests.e2e.server import serving
from tests.factories import (
    QUOTE,
    make_change,
    make_development,
    make_document,
    make_people,
    make_source,
    make_version,
)
from webapp import create_app
from webapp.accounts.passwords import issue_login_link
from webapp.context import Context
from webapp.jobs import assess_pending
from webapp.security import limiter

pytestmark = pytest.mark.browser
TITLE = "Türkiye limits roaming of foreign SIMs"


@pytest.fixture
def address(sqlite_settings: Settings, sqlite_store: Engine) -> Iterator[str]:
    """A server whose store has a rule change and no fleet yet."""
    now = datetime.now(UTC)
    with writing(sqlite_store) as session:
        make_people(session, now=now)
        version = make_version(session, make_document(session, make_source(session)))
        change = make_change(
            session,
            version,
            detected_at=now,
            published_on=now.date(),
            effective_on=now.date() + timedelta(days=40),
        )
        make_development(session, change, title=TITLE)
    app = create_app(sqlite_settings, sqlite_store)
    limiter.reset()
    with serving(app) as address:
        yield address


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch(urlsplit(address).netloc)


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A fresh profile whose every fault is noted."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield watch.over(context.new_page())
    context.close()


def link_for(store: Engine, address: str, name: str = "teammate") -> str:
    now = datetime.now(UTC)
    with writing(store) as session:
        user = user_by_email(session, f"{name}@fleet.test")
        assert user is not None
        return issue_login_link(session, user, base_url=address, now=now)


def test_from_a_sign_in_link_and_a_file_to_an_alert_that_is_acknowledged(
    page: Page,
    watch: Watch,
    address: str,
    tmp_path: Path,
    sqlite_settings: Settings,
    sqlite_store: Engine,
) -> None:
    file = tmp_path / "sample-fleet.csv"
    write_fleet(file, sims=400, now=datetime.now(UTC))
    officer = Officer(page, address)
    officer.sign_in(link_for(sqlite_store, address))
    expect(page.get_by_text("No alert needs you")).to_be_visible()
    officer.import_fleet(file, "Meters")
    expect(page.locator(".standing")).to_contain_text("440 rows: 400 added")
    assert assess_pending(Context(engine=sqlite_store, settings=sqlite_settings)).raised == 1
    officer.open_alert("Türkiye: Permanent roaming – amendment, adopted")
    expect(page.get_by_text(TITLE).first).to_be_visible()
    alert = page.url
    assert officer.open_evidence() == QUOTE
    page.goto(alert)
    officer.acknowledge("I ask the operator for local profiles.")
    page.goto(address)
    expect(page.get_by_text("No alert needs you")).to_be_visible()
    assert watch.faults == []


def test_the_keyboard_alone_reaches_the_content_and_the_menu(
    page: Page, watch: Watch, address: str, sqlite_store: Engine
) -> None:
    Officer(page, address).sign_in(link_for(sqlite_store, address))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    menu = page.locator(".menu > summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Account")).to_be_visible()
    assert watch.faults == []


def test_the_chosen_colours_stay(
    page: Page, watch: Watch, address: str, sqlite_store: Engine
) -> None:
    Officer(page, address).sign_in(link_for(sqlite_store, address))
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    dark = page.get_by_role("button", name="Dark")
    dark.click()
    expect(dark).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(colour) != before
    page.goto(f"{address}/alerts")
    expect(dark).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(colour) != before
    assert watch.faults == []


def test_on_a_phone_the_pages_are_in_the_menu(
    page: Page, watch: Watch, address: str, sqlite_store: Engine
) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    Officer(page, address).sign_in(link_for(sqlite_store, address))
    page.locator(".menu > summary").click()
    page.locator(".menu-pages").get_by_role("link", name="Countries").click()
    expect(page.get_by_role("heading", name="Countries", level=1)).to_be_visible()
    assert watch.faults == []


def test_the_watch_sees_what_it_must_see(page: Page, watch: Watch, address: str) -> None:
    page.goto(f"{address}/login")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with pytest.raises(Error, match="ERR_"):
        page.goto("http://127.0.0.1:9/")
    for directive in ("connect-src", "style-src"):
        assert any(directive in fault for fault in watch.faults)
    assert any("another host" in fault for fault in watch.faults)
