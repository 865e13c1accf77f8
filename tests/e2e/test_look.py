"""Every page at three widths, light and dark: nothing spills, nothing is unnamed, text can be read."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect

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
    expect(page).not_to_have_url(re.compile("/login"))
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
    button = page.get_by_role("button", name="Acknowledge")
    expect(button).to_be_visible()
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
    expect(page.locator("mark.mark-evidence")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert background == "rgb(255, 255, 255)"


#: Facts that begin a line, and how far the dot before each stands from what is shown of its row.
DOTS = """() => [...document.querySelectorAll(".facts")].flatMap((row) => {
  const left = row.getBoundingClientRect().left;
  const shown = left - parseFloat(getComputedStyle(row).clipPath.match(/inset\\(.* -(.*)px\\)/)[1]);
  return [...row.children].flatMap((fact, place) => {
    const dot = getComputedStyle(fact, "::before");
    if (dot.content !== '"·"' || !place) return [];
    const last = row.children[place - 1].getBoundingClientRect();
    const begins = fact.getBoundingClientRect().top >= last.bottom - 1;
    const end = fact.getBoundingClientRect().left + parseFloat(dot.left) + parseFloat(dot.width);
    return begins ? [end - shown] : [];
  });
})"""


def test_a_dot_between_facts_neither_begins_nor_ends_a_line(
    browser: Browser, served: tuple[str, str]
) -> None:
    address, link = served
    context = signed_in(browser, link, width=360, scheme="dark")
    page = context.pages[0]
    page.goto(f"{address}/alerts")
    beyond = page.evaluate(DOTS)
    ends = page.locator(".facts > *").evaluate_all(
        "all => all.map((one) => getComputedStyle(one, '::after').content)"
    )
    context.close()
    assert beyond, "no row of facts is wrapped"
    assert max(beyond) <= 0
    assert set(ends) == {"none"}


def test_a_button_stays_beside_the_field_that_it_is_about(
    browser: Browser, served: tuple[str, str]
) -> None:
    address, link = served
    context = signed_in(browser, link, width=360, scheme="light", language="de")
    page = context.pages[0]
    page.goto(f"{address}/alerts")
    for field, act in (("assignee", "assign"), ("day", "snooze")):
        above = page.locator(f"[name={field}]").bounding_box()
        button = page.locator(f"button[value={act}]").bounding_box()
        assert above is not None
        assert button is not None
        assert abs(above["y"] + above["height"] - button["y"] - button["height"]) <= 1, act
    context.close()


def test_the_matrix_of_countries_fits_a_laptop(browser: Browser, served: tuple[str, str]) -> None:
    address, link = served
    context = signed_in(browser, link, width=1024, scheme="light")
    page = context.pages[0]
    page.goto(f"{address}/countries")
    box = page.locator(".scroll:has(> .matrix)")
    hidden = box.evaluate("box => box.scrollWidth - box.clientWidth")
    context.close()
    assert hidden == 0
