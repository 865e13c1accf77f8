"""What is put on paper: facts and sources, no control, no page left empty, and as of when it was."""

import io
import zipfile
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.site import Site, administrator
from webapp.evidence.making import make_pack

pytestmark = pytest.mark.browser

CONTROLS = ("Overview", "Acknowledge", "Sign out", "something is wrong in it", "Turn on")
CHECK = "/check?country=TR:400,DE:50&technology=euicc_sgp32&days=200&home=DE"
#: What is printed → what must stand on paper.
PRINTED = {
    "/alerts/1": ("What the text says", "90 gün dolaşımda", "btd.test/documents/"),
    CHECK: ("Türkiye: 400 devices", "What is not known", "by the ledger of"),
    "/countries/TR": ("Alerts", "Clocks", "Who watches"),
    "/rules/TR": ("Permanent roaming", "high confidence", "https://"),
    "/rules/TR/history": ("history of the ledger", "known from", "https://"),
    "/changes/1": ("What the text says", "Publications", "Confidence"),
}


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = administrator(browser, site, color_scheme="dark")
    yield context.new_page()
    context.close()


def paper(page: Page) -> list[str]:
    """The text of each sheet of A4. A line may break at a hyphen, which then is no hyphen any more:
    what is looked for holds none."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]


@pytest.mark.parametrize("path", PRINTED)
def test_a_printed_page_holds_the_facts_and_no_control(page: Page, site: Site, path: str) -> None:
    page.goto(site.address + path)
    sheets = paper(page)
    whole = "\n".join(sheets)
    assert [text for text in PRINTED[path] if text not in whole] == []
    assert [text for text in CONTROLS if text in whole] == []
    assert "as of 16 Nov 2026, 08:00 UTC" in whole
    # A card longer than the rest of the sheet begins on it all the same.
    assert all(len(text) > 400 for text in sheets[:-1])


def test_marks_stay_on_a_printer_that_paints_no_grounds(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/alerts/1")
    page.emulate_media(media="print")
    mark = page.locator("mark.mark-evidence").first
    page_ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    decoration = mark.evaluate("node => getComputedStyle(node).textDecorationLine")
    page.emulate_media(media="null")
    assert decoration == "underline"
    assert page_ground == "rgb(255, 255, 255)"


def test_the_summary_of_an_evidence_pack_prints(browser: Browser, site: Site) -> None:
    pack = io.BytesIO()
    make_pack(site.app.extensions["roamwatch"], 1, pack, actor="owner@fleet.test")
    page = browser.new_page()
    page.set_content(zipfile.ZipFile(pack).read("summary.html").decode())
    decoration = page.locator("del").first.evaluate(
        "node => getComputedStyle(node).textDecorationLine"
    )
    whole = "\n".join(paper(page))
    page.close()
    assert decoration == "line-through"
    assert "Evidence for alert 1" in whole
    assert "How to check this" in whole
    assert "+" in whole
