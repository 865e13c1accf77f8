"""axe-core finds nothing on any page, in each language, light and dark, laptop and phone (WCAG 2.2 AA)."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.site import VISITORS, Site, visitor, walk
from tests.webapp.page_roles import pages_of

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = (Path(__file__).parent / "axe.js").read_text(encoding="utf-8")
#: The rules that a width or a colour scheme can break where all others hold.
DRAWN = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, site: Site, scheme: str) -> None:
    # Each scheme has all rules at one width; at the other those that it can break.
    every: list[str] = []
    light = scheme == "light"
    rules = {1024: every, 360: DRAWN} if light else {1024: DRAWN, 360: every}
    faults: dict[str, list[str]] = {}
    for name, page in walk(browser, site, width=1024, scheme=scheme):
        page.evaluate(AXE)
        for width, chosen in rules.items():
            page.set_viewport_size({"width": width, "height": 900})
            if found := page.evaluate(RUN, chosen):
                faults[f"{name} at {width}"] = found
    assert faults == {}


@pytest.mark.parametrize(
    ("language", "scheme", "width", "turn"), [("de", "dark", 360, 0), ("es", "light", 1024, 1)]
)
def test_axe_finds_nothing_on_any_page_in_another_language(
    browser: Browser, site: Site, language: str, scheme: str, width: int, turn: int
) -> None:
    # Longer words stand elsewhere: each page in one of the two, so that the suite is not twice as long.
    faults: dict[str, list[str]] = {}
    pages = walk(browser, site, width=width, scheme=scheme, language=language)
    for place, (name, page) in enumerate(pages):
        assert page.get_attribute("html", "lang") == language, name
        if place % 2 != turn:
            continue
        page.evaluate(AXE)
        if found := page.evaluate(RUN, []):
            faults[name] = found
    assert faults == {}


def test_axe_would_find_a_pale_word_and_a_field_without_a_name(
    browser: Browser, site: Site
) -> None:
    context = visitor(browser, site)
    page = context.new_page()
    page.set_content(
        '<!doctype html><html lang="en"><title>x</title><main><h1 style="color:#ccc">Pale</h1><input></main>'
    )
    page.evaluate(AXE)
    found = page.evaluate(RUN, [])
    context.close()
    assert sorted(line.split(":")[0] for line in found) == ["color-contrast", "label"]


def test_pages_of_visitors_are_pages_of_the_map(site: Site) -> None:
    assert set(VISITORS) == site.visitors.keys()
    assert set(VISITORS) <= {route.name for route in pages_of(site.app)}
