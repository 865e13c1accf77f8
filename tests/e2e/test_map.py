"""The map in a real browser: colours arrive through the shared shapes, and a click leads down."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.e2e.browser import Watch
from tests.e2e.test_look import served, signed_in

__all__ = ["served"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, served: tuple[str, str], filled_app: Flask) -> Iterator[Page]:
    address, link = served
    watch = Watch(urlsplit(address).netloc)
    context = signed_in(browser, link, width=1280, scheme="light")
    page = watch.over(context.pages[0])
    page.goto(address)
    yield page
    context.close()
    assert watch.faults == []


def colour(page: Page, code: str) -> str:
    """What is really painted: the inherited fill of the shape."""
    shape = page.locator(f"a.land[href='/countries/{code}'] > *").last
    return str(shape.evaluate("node => getComputedStyle(node).fill"))


def test_countries_of_different_stances_have_different_colours(page: Page) -> None:
    assert colour(page, "TR") != colour(page, "ML")
    width = page.locator("a.land[href='/countries/TR']").evaluate("node => node.getBBox().width")
    assert width > 10


def test_a_small_state_can_be_clicked(page: Page) -> None:
    page.locator("a.land[href='/countries/MT'] circle").click(force=True)
    page.wait_for_url("**/countries/MT")
    assert page.get_by_role("heading", level=1).inner_text() == "Malta"


def test_the_chosen_topic_stays_in_the_address(page: Page) -> None:
    page.get_by_role("navigation", name="Topic of the map").get_by_text("IMEI").click()
    page.wait_for_url("**/?topic=imei*")
    assert page.get_by_text("A world map shows IMEI").count() == 1
