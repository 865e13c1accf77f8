"""Long work in a real browser: asked, watched, reloaded, stopped, read; with scripts and without."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine

from data.db import writing
from data.queries.people import user_by_email
from data.settings import Settings
from tests.benchmarks._seen_fleet import write_seen_fleet
from tests.e2e.browser import Watch
from tests.e2e.server import serving
from tests.factories import make_people
from tests.webapp.work.kinds import job_of
from webapp import create_app
from webapp.accounts.passwords import issue_login_link
from webapp.context import Context
from webapp.security import limiter
from webapp.work.doing import work_off
from webapp.work.kinds import kinds

pytestmark = pytest.mark.browser


class Gate(threading.Event):
    """Looked at before each step of the work: the test lets it through, step by step."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = threading.Semaphore(0)

    def is_set(self) -> bool:
        self.steps.acquire(timeout=60)
        return super().is_set()


@dataclass
class Office:
    """The app, its address, and a worker that takes a step when it is told to."""

    app: Flask
    address: str
    store: Engine
    link: str
    gate: Gate
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """The worker takes up what waits."""
        known: Context = self.app.extensions["roamwatch"]
        context = Context(engine=known.engine, settings=known.settings, stop=self.gate)
        self.gate.steps.release()  # the look before a job
        thread = threading.Thread(target=work_off, args=(context, kinds()["what_if"]))
        thread.start()
        self.threads.append(thread)

    def go(self, steps: int = 1) -> None:
        """It takes so many steps more."""
        self.gate.steps.release(steps)


@pytest.fixture
def office(
    sqlite_settings: Settings, sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """A fleet of so many SIMs that a question over them is for the worker."""
    monkeypatch.setattr("webapp.work.doing.EVERY", 0.0)
    now = datetime.now(UTC)
    write_seen_fleet(sqlite_store, sims=60_000, now=now)
    with writing(sqlite_store) as session:
        make_people(session, now=now)
    app = create_app(sqlite_settings, sqlite_store)
    limiter.reset()
    with serving(app) as address:
        with writing(sqlite_store) as session:
            user = user_by_email(session, "teammate@fleet.test")
            assert user is not None
            link = issue_login_link(session, user, base_url=address, now=now)
        office = Office(app, address, sqlite_store, link, Gate())
        yield office
        office.go(1000)
        for thread in office.threads:
            thread.join(timeout=60)


@pytest.fixture
def watch(office: Office) -> Watch:
    return Watch(urlsplit(office.address).netloc)


def came_in(context: BrowserContext, office: Office, watch: Watch) -> Page:
    page = watch.over(context.new_page())
    page.goto(office.link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return page


def ask(page: Page, office: Office, days: int = 90) -> None:
    page.goto(f"{office.address}/check/what-if")
    page.get_by_label("Country").fill("BR")
    page.get_by_label("Days allowed").fill(str(days))
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"What if: {days} days in a row in Brazil"
    )
    expect(page.locator("[data-work-state]")).to_contain_text("It waits for the worker")


def test_from_the_question_to_its_answer_with_a_reload_on_the_way(
    browser: Browser, office: Office, watch: Watch
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = came_in(context, office, watch)
    ask(page, office)
    address = page.url
    office.begin()
    office.go(1)
    state, bar = page.locator("[data-work-state]"), page.get_by_role("progressbar")
    expect(state).to_contain_text("Finding the SIMs that were ever there")
    office.go(1)
    expect(state).to_contain_text("Counting the days of their stays")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    page.reload()
    expect(state).to_contain_text("Counting the days of their stays")
    assert page.url == address
    page.get_by_role("link", name="Work in progress").first.click()
    expect(page.get_by_role("main")).to_contain_text("1 under way")
    page.go_back()
    office.go(10)
    expect(page).to_have_url(re.compile(r"/check/what-if\?.*job=1"))
    expect(page.get_by_role("main")).to_contain_text("90 days in a row in Brazil")
    expect(page.get_by_role("main")).to_contain_text("Counted just now")
    assert job_of(office.store).state == "done"
    context.close()
    assert watch.faults == []


def test_it_is_stopped_by_a_button_and_says_so(
    browser: Browser, office: Office, watch: Watch
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = came_in(context, office, watch)
    ask(page, office, 60)
    office.begin()
    office.go(1)
    expect(page.locator("[data-work-state]")).to_contain_text("Finding the SIMs")
    page.get_by_role("button", name="Stop it").click()
    expect(page.locator("[data-work-state]")).to_contain_text("It stops after the step in hand")
    expect(page.get_by_role("button", name="Stop it")).to_have_count(0)
    office.go(5)
    expect(page.locator("[data-work-state]")).to_contain_text("Stopped by teammate@fleet.test.")
    assert job_of(office.store).state == "cancelled"
    context.close()
    assert watch.faults == []


def test_without_scripts_the_page_renews_itself(
    browser: Browser, office: Office, watch: Watch
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = came_in(context, office, watch)
    ask(page, office)
    office.begin()
    office.go(20)
    expect(page).to_have_url(re.compile(r"/check/what-if\?.*job=1"), timeout=30_000)
    context.close()
    assert watch.faults == []
