"""Every page at three widths, light and dark: nothing spills, nothing is unnamed, text can be read."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from data.db import writing
from data.queries.people import user_by_email
from tests.e2e.browser import Watch
from tests.e2e.server import serving
from tests.factories import NOW
from tests.webapp.filled import PAGES, engine_of
from webapp.accounts.passwords import issue_login_link

pytestmark = pytest.mark.browser

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")


@pytest.fixture
def served(filled_app: Flask) -> Iterator[tuple[str, str]]:
    """Address of a server on the filled store, and a sign-in link of its owner."""
    with serving(filled_app) as address:
        with writing(engine_of(filled_app)) as session:
            owner = user_by_email(session, "owner@fleet.test")
            assert owner is not None
            link = issue_login_link(session, owner, base_url=address, now=NOW)
        yield address, link


def signed_in(
    browser: Browser, link: str, *, width: int, scheme: str, language: str = "en"
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=language,
    )
    page = context.new_page()
    page.goto(link)
    page.locator(".card .button-main").click()
    return context


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (360, "light", "en"),
        (1024, "dark", "en"),
        (1920, "light", "en"),
        (360, "light", "de"),
        (1260, "light", "de"),
        (360, "dark", "es"),
        (1260, "light", "es"),
    ],
)
def test_no_page_spills_hides_a_name_or_is_hard_to_read(
    browser: Browser, served: tuple[str, str], width: int, scheme: str, language: str
) -> None:
    address, link = served
    watch = Watch(urlsplit(address).netloc)
    context = signed_in(browser, link, width=width, scheme=scheme, language=language)
    page = watch.over(context.pages[0])
    faults: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(address + path)
        found = page.evaluate(PROBES)
        if found:
            faults[path] = found
    context.close()
    assert faults == {}
    assert watch.faults == []


def test_a_page_can_be_printed_without_its_controls(
    browser: Browser, served: tuple[str, str]
) -> None:
    address, link = served
    context = signed_in(browser, link, width=1280, scheme="dark")
    page = context.pages[0]
    page.goto(f"{address}/alerts/1")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Acknowledge").is_visible()
    assert page.locator("mark.mark-evidence").is_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert background == "rgb(255, 255, 255)"
