"""From an empty folder to the first replayed alerts: real ``roamwatch run``, browser and mail server.

The setup link is read from the terminal; what is watched are two authorities on the loopback.
"""

import contextlib
import os
import pty
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data.fleet.sample import write_fleet
from data.settings import Settings
from tests.e2e.browser import Watch
from tests.webapp.delivery.smtp_server import HOST, Mailbox, free_port, mail_server
from tests.webapp.processes import PATIENCE, Running, environment, roamwatch
from tests.webapp.tiny_world import site
from webapp.demo.server import SampleServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHO, PASSWORD = "officer@fleet.example", "a long sentence with words"
CATALOGUE = """
[[authority]]
id = "{code}-auth"
abbr = "AUTH"
name = "Authority of {code}"
name_en = "Authority of {code}"
kind = "telecom_regulator"
country = "{country}"
homepage = "{base}/{code}/"

[[authority.source]]
id = "news"
title = "News"
kind = "feed"
url = "{base}/{code}/feed"
language = "en"
certainty = "seen"
rhythm_days = 1
max_silence_days = 30
"""


@dataclass
class Installation:
    """A service that was just started on an empty folder."""

    address: str
    setup_link: str
    smtp_port: int
    running: Running


@pytest.fixture
def new(settings: Settings, tmp_path: Path) -> Iterator[Installation]:
    """``roamwatch run`` at a terminal; its mail server does not answer yet."""
    catalogue, web, smtp = tmp_path / "catalogue", free_port(), free_port()
    catalogue.mkdir()
    terminal = Terminal()
    with SampleServer() as server:
        server.serve(site(datetime.now(UTC)))
        (catalogue / "two.toml").write_text(
            "".join(
                CATALOGUE.format(code=code, country=code.upper(), base=server.base_url)
                for code in ("br", "in")
            )
        )
        env = environment(
            settings,
            CATALOGUE=str(catalogue),
            WEB_PORT=str(web),
            SMTP_URL=f"smtp://{HOST}:{smtp}",
            MAIL_FROM="roamwatch@fleet.example",
        )
        with roamwatch("run", env=env, log=tmp_path / "log", stderr=terminal.theirs) as running:
            os.close(terminal.theirs)
            link = terminal.setup_link(running, web)
            yield Installation(f"http://{HOST}:{web}", link, smtp, running)
            running.stop()


class Terminal:
    """What stands on it. It is read all the time: who writes to a full one waits."""

    def __init__(self) -> None:
        self._ours, self.theirs = pty.openpty()
        self.text = ""
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        # An error: every writer is gone.
        with contextlib.suppress(OSError):
            while piece := os.read(self._ours, 65_536):
                self.text += piece.decode(errors="replace")

    def setup_link(self, running: Running, port: int) -> str:
        """The link, once the pages are served."""
        running.until(lambda: "web listening" in self.text)
        found = re.search(rf"http://{re.escape(HOST)}:{port}/setup/\S+", self.text)
        assert found is not None, self.text
        return found[0]


def test_from_an_empty_folder_to_the_first_replayed_alerts(
    browser: Browser, new: Installation, tmp_path: Path
) -> None:
    watch = Watch(urlsplit(new.address).netloc)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = watch.over(context.new_page())
    make_account(page, new)
    bring_in_a_fleet(page, tmp_path)
    choose_what_to_be_told(page)
    send_a_test(page, new)
    see_the_past(page, new)
    context.close()
    refused = [fault for fault in watch.faults if "422" not in fault]
    assert refused == []  # a browser logs each page that came with an error's number


def make_account(page: Page, new: Installation) -> None:
    page.goto(f"{new.address}/")
    expect(page.get_by_text("Nobody has an account here yet.")).to_be_visible()
    page.goto(new.setup_link)
    page.get_by_label("E-mail address").fill(WHO)
    page.get_by_label("Name").fill("The officer")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Make the account").click()
    password = page.get_by_label("Password")
    expect(password).to_have_accessible_description(re.compile("12 to 200 characters"))
    expect(password).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(WHO)
    expect(page.get_by_label("Name")).to_have_value("The officer")
    password.fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    expect(step(page)).to_contain_text("Your fleet")


def bring_in_a_fleet(page: Page, folder: Path) -> None:
    holiday = folder / "holiday.csv"
    holiday.write_bytes(b"\x89PNG\r\n\x1a\n not a fleet")
    send_file(page, holiday, "Meters")
    file = page.get_by_label("CSV, XLSX or JSON lines")
    expect(file).to_have_accessible_description(re.compile("not"))
    expect(file).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Fleet", exact=True)).to_have_value("Meters")
    go_on(page, "bring in your fleet")
    sims = folder / "sims.csv"
    write_fleet(sims, sims=400, now=datetime.now(UTC))
    send_file(page, sims, "Meters")
    expect(page.get_by_role("status").first).to_contain_text("400 SIMs added")
    go_on(page, "choose what you are told of")


def choose_what_to_be_told(page: Page) -> None:
    expect(step(page)).to_contain_text("Your SIMs are live in 25 countries")
    expect(page.get_by_label("The usual")).to_be_checked()
    page.get_by_role("button", name="Subscribe").click()
    expect(step(page)).to_contain_text("A mail that arrives")


def send_a_test(page: Page, new: Installation) -> None:
    page.get_by_role("button", name="Send a test").click()
    mailbox = page.get_by_label("To your mailbox")
    expect(mailbox).to_have_accessible_description(
        re.compile(r"mail server not reached \(ConnectionRefusedError\); see that it runs"),
        timeout=60_000,
    )
    expect(mailbox).to_have_value(WHO)
    # Left and resumed: the step is where it was, and says the same.
    page.goto(f"{new.address}/")
    go_on(page, "see that a mail arrives")
    box = Mailbox()
    with mail_server(box, port=new.smtp_port):
        page.get_by_role("button", name="Try again now").click()
        # Mails of the first alerts may have waited as well: the first that is taken is proof.
        expect(page.locator("#step-mail.is-done")).to_be_visible(timeout=90_000)
        new.running.until(lambda: any("Test:" in one["Subject"] for one in box.messages))
    assert {message["To"] for message in box.messages} == {WHO}
    assert all("roamwatch@fleet.example" in message["From"] for message in box.messages)


def see_the_past(page: Page, new: Installation) -> None:
    expect(step(page)).to_contain_text("The alerts you would have had")
    found = page.get_by_text(re.compile(r"3 would have alerted Meters"))
    end = time.monotonic() + PATIENCE
    while not found.is_visible():
        assert time.monotonic() < end, page.locator("#step-replay").inner_text()
        page.goto(f"{new.address}/start")
    page.get_by_role("link", name="See them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would have alerted Meters")
    expect(page.get_by_role("link", name=re.compile("Brazil: Permanent roaming"))).to_be_visible()
    page.get_by_role("button", name="I have seen them").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("The first steps are done with")
    expect(page.locator(".first-strip")).to_have_count(0)


def step(page: Page) -> Locator:
    """The step whose turn it is."""
    return page.locator("[aria-current=step]")


def go_on(page: Page, to: str) -> None:
    """Follow the strip back to the steps."""
    strip = page.get_by_role("complementary", name="First steps")
    expect(strip).to_contain_text(f"Next: {to}.")
    strip.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()


def send_file(page: Page, file: Path, fleet: str) -> None:
    page.get_by_label("CSV, XLSX or JSON lines").set_input_files(file)
    page.get_by_label("Fleet", exact=True).fill(fleet)
    page.get_by_role("button", name="Import", exact=True).click()
