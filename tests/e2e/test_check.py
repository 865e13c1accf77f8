"""The check before shipping and the ledger's proposals in a real browser."""

from collections.abc import Iterator

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from data.db import writing
from data.queries.people import user_by_email
from tests.e2e.server import serving
from tests.factories import NOW
from tests.webapp.filled import engine_of
from webapp.accounts.passwords import issue_login_link

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, filled_app: Flask) -> Iterator[Page]:
    """A page of an officer who has signed in; addresses are relative."""
    with serving(filled_app) as address:
        with writing(engine_of(filled_app)) as session:
            officer = user_by_email(session, "teammate@fleet.test")
            assert officer is not None
            link = issue_login_link(session, officer, base_url=address, now=NOW)
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        yield page
        context.close()


def test_a_shipment_is_asked_answered_and_printed_on_one_page(page: Page) -> None:
    page.goto("/check")
    page.get_by_label("Countries").fill("Türkiye")
    page.get_by_label("Devices in all").fill("500")
    page.get_by_label("Days of stay").fill("200")
    page.get_by_label("SIM", exact=True).select_option("euicc_sgp32")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Türkiye: not by roaming")
    assert "days=200" in page.url
    expect(page.get_by_text("break it on day 91").first).to_be_visible()
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(printed) == 1
    text = printed[0].get_textpage().get_text_range()
    assert "Before shipping" in text
    assert "500 devices" in text
    assert "Type approval" in text


def test_a_proposal_accepted_in_the_browser_changes_the_rule_with_its_history(page: Page) -> None:
    page.goto("/rules/TR")
    page.get_by_role("link", name="Permanent roaming, restricted").click()
    page.get_by_label("Since").fill("2026-11-01")
    page.get_by_label("In one sentence").fill("Ninety days, then the network ends service.")
    page.get_by_role("button", name="Enter into the ledger").click()
    expect(page.get_by_text("The proposal is accepted.")).to_be_visible()
    page.goto("/rules/TR")
    expect(page.get_by_text("Ninety days, then the network ends service.").first).to_be_visible()
    page.get_by_label("As we knew it on").fill("2026-11-14")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("as we knew it on 14 Nov 2026")).to_be_visible()
    expect(page.get_by_text("Ninety days, then the network ends service.")).to_have_count(0)
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Ninety days, then the network ends service.")).to_be_visible()
