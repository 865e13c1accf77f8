"""Pages at 200 and 400 % of their size: nothing is lost, and nothing scrolls sideways but a table in its box.

A laptop of 1280 pixels is one of 640 or 320 when what it shows is enlarged (WCAG 1.4.4, 1.4.10); letters may
be set wider apart, too (1.4.12). And nothing moves while a page is loaded.
"""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.site import Site, administrator, walk

pytestmark = pytest.mark.browser

#: Letters, words and lines as far apart as somebody with dyslexia may set them.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
#: The page's own sheet forbids others by its Content-Security-Policy; one that is made by script is let in.
DRESS = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
SIDEWAYS = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const widest = [...document.querySelectorAll("main *")]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .filter((element) => !element.closest(".scroll"))
    .slice(-2).map((element) => element.outerHTML.slice(0, 100));
  return [`${root.scrollWidth} of ${root.clientWidth}`, ...widest];
}"""
#: Sum of layout shifts since the page began to load (web.dev/articles/cls).
SHIFTED = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => resolve(sum), 30));
})"""

#: A line that settles by a pixel; what anybody would notice is a hundred times as much.
SLIGHT = 0.001
#: A box that grows after it was drawn, and pushes down what stands below.
LATE = """() => new Promise((done) => setTimeout(() => {
  document.querySelector("h1").style.height = "300px";
  requestAnimationFrame(() => setTimeout(done, 300));
}, 300))"""


def sideways(page: Page, width: int, rules: str = "") -> list[str]:
    """What makes the page scroll sideways at this width, dressed with these rules."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(DRESS, rules)
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def test_enlarged_pages_do_not_scroll_sideways(browser: Browser, site: Site) -> None:
    faults: dict[str, list[str]] = {}
    for name, page in walk(browser, site, width=320):
        for dress, width, rules in (
            ("400 %", 320, ""), ("200 %", 640, ""),
            ("spaced", 360, SPACED),
        ):  # fmt: skip
            found = sideways(page, width, rules)
            if found:
                faults[f"{name}: {dress}"] = found
    assert faults == {}


def test_nothing_moves_while_a_page_is_loaded(browser: Browser, site: Site) -> None:
    shifts = {
        name: shift
        for name, page in walk(browser, site, width=360, shorten=False)
        if (shift := page.evaluate(SHIFTED)) > SLIGHT
    }
    assert shifts == {}


def test_what_moves_or_is_too_wide_would_be_noticed(browser: Browser, site: Site) -> None:
    context = administrator(browser, site)
    page = context.new_page()
    page.goto(f"{site.address}/account")
    page.evaluate(LATE)
    shift = page.evaluate(SHIFTED)
    wide = sideways(page, 320, "h1 { width: 900px }")
    context.close()
    assert wide
    assert shift > SLIGHT
