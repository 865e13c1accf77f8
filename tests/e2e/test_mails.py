"""Every kind of mail at two widths, light and dark: nothing spills, all can be read."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.settings import Settings
from tests.e2e.mails import SCHEMES, WIDTHS, notices, opened
from tests.webapp.delivery.reading import letter, text_of

pytestmark = pytest.mark.browser

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", notices())
def test_a_mail_does_not_spill_and_can_be_read(
    browser: Browser, settings: Settings, name: str
) -> None:
    html = text_of(letter(notices()[name], settings, reader_id=12), "html")
    faults = {}
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = opened(browser, html, width=width, scheme=scheme)
            if found := page.evaluate(PROBES):
                faults[width, scheme] = found
            page.context.close()
    assert faults == {}


def test_a_quote_from_right_to_left_stands_so_with_its_rule_on_the_right(
    browser: Browser, settings: Settings
) -> None:
    html = text_of(letter(notices()["raised-rtl"], settings), "html")
    page = opened(browser, html, width=360, scheme="light")
    quote = page.locator("blockquote")
    style = quote.evaluate(
        "e => { const s = getComputedStyle(e); return [s.direction, s.borderLeftWidth, s.borderRightWidth] }"
    )
    page.context.close()
    assert style == ["rtl", "0px", "3px"]
