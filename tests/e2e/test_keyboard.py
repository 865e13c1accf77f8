"""Every page by the Tab key alone: all is reached, seen and not covered; nothing holds the focus."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import Site, administrator, visitor, walk

pytestmark = pytest.mark.browser

BAD = """
<style>
  :focus-visible { outline: 2px solid }
  #a { outline: none }
  #c { position: relative; z-index: 1 }
  #lid { position: fixed; inset: 0 }
</style>
<button id=a>a</button><button>b</button>
<button id=c onkeydown="event.preventDefault()">c</button>
<button>d</button><div id=lid></div>
"""
KEYS = (Path(__file__).parent / "keys.js").read_text(encoding="utf-8")


def faults_of(page: Page) -> list[str]:
    """What is wrong on the page that is open, for who has no mouse."""
    left: int = page.evaluate(KEYS)
    # A date takes several presses, a box that scrolls one: some more than there are things to use.
    for _ in range(4):
        for _ in range(left + 1):
            page.keyboard.press("Tab")
        left = len(page.evaluate("keys.missed()"))
        if not left:
            break
    faults: list[str] = page.evaluate("keys.faults")
    return faults + [f"never reached: {one}" for one in page.evaluate("keys.missed()")]


@pytest.mark.parametrize("width", [1024, 360])
def test_every_page_can_be_used_by_the_tab_key(browser: Browser, site: Site, width: int) -> None:
    faults = {
        name: found for name, page in walk(browser, site, width=width) if (found := faults_of(page))
    }
    assert faults == {}


def test_what_cannot_be_reached_seen_or_is_covered_would_be_noticed(
    browser: Browser, site: Site
) -> None:
    context = visitor(browser, site)
    page = context.new_page()
    page.set_content(BAD)
    found = faults_of(page)
    context.close()
    assert [line.split(":")[0] for line in found] == [
        "focus not seen", "covered", "covered", "never reached",
    ]  # fmt: skip


def test_the_menu_opens_and_is_walked_by_keys(browser: Browser, site: Site) -> None:
    context = administrator(browser, site, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(site.address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".menu-pages a").first).to_be_focused()
    page.locator(".menu-pages a", has_text="Clocks").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/clocks")
    context.close()


def test_skipping_leads_past_the_frame(browser: Browser, site: Site) -> None:
    context = administrator(browser, site)
    page = context.new_page()
    page.goto(f"{site.address}/alerts")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    context.close()
