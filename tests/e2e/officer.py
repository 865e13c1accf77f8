"""What an officer does in the browser, step by step; works on any running instance."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect


@dataclass
class Officer:
    """A person at a browser page on the app at ``address``."""

    page: Page
    address: str

    def sign_in(self, link: str) -> None:
        """Come in by a one-time link."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Overview")).to_be_visible()

    def import_fleet(self, file: Path, fleet: str) -> None:
        """Send a CSV file through the form, and see what became of it."""
        self.page.goto(f"{self.address}/fleet")
        self.page.get_by_label("CSV, XLSX or JSON lines").set_input_files(file)
        self.page.get_by_label("Fleet", exact=True).fill(fleet)
        self.page.get_by_role("button", name="Import", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(file.name)
        expect(self.page.get_by_role("status")).to_contain_text("added")

    def open_alert(self, title: str | re.Pattern[str]) -> None:
        """From the overview through the list of open alerts to one of them."""
        self.page.goto(self.address)
        self.page.get_by_role("link", name=re.compile(r"^\d+ alerts?$")).click()
        expect(self.page.get_by_role("heading", name="Alerts", level=1)).to_be_visible()
        self.page.get_by_role("link", name=title).first.click()
        expect(self.page).to_have_url(re.compile(r"/alerts/\d+"))

    def open_evidence(self) -> str:
        """Follow the quote to its place in the whole text; the quote as it is marked there."""
        quote = self.page.locator("mark.mark-evidence").first.inner_text()
        self.page.get_by_role("link", name="see it in the whole text").first.click()
        target = self.page.locator("mark:target")
        expect(target).to_be_in_viewport()
        assert target.inner_text() == quote
        return quote

    def acknowledge(self, note: str) -> None:
        """Take the alert, with a note, and see it in the trail."""
        self.page.get_by_label("Note").fill(note)
        self.page.get_by_role("button", name="Acknowledge").click()
        expect(self.page.get_by_role("status")).to_have_text("The alert is acknowledged.")
        expect(self.page.locator(".trail")).to_contain_text(note)
