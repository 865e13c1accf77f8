"""A source that broke is mended in the browser: seen on the board, given its new address, read, healthy."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from data.db import writing
from data.models import Source
from data.settings import Settings
from tests.e2e.browser import Watch
from tests.e2e.officer import Officer
from tests.e2e.server import serving
from tests.e2e.test_officer import link_for
from tests.factories import make_people
from tests.webapp.tiny_world import move_in, site
from webapp import create_app
from webapp.context import Context
from webapp.demo.server import SampleServer
from webapp.security import limiter
from webapp.work.doing import work_off
from webapp.work.kinds import kinds
from webapp.work.requests import ask_crawl

pytestmark = pytest.mark.browser


@pytest.fixture
def regulator(sqlite_store: Engine, sqlite_settings: Settings) -> Iterator[SampleServer]:
    """An authority that has moved its feed, so that a real reading of the old address failed."""
    now = datetime.now(UTC)
    with SampleServer() as server:
        server.serve(site(now))
        move_in(sqlite_store, server, now=now)
        with writing(sqlite_store) as session:
            owner = make_people(session, now=now)["owner"]
            source = session.get_one(Source, "br-news")
            source.url = f"{server.base_url}/br/old-feed"
            ask_crawl(session, source, by=owner, now=now)
        worker(sqlite_store, sqlite_settings).join(timeout=60)
        yield server


def worker(store: Engine, settings: Settings) -> threading.Thread:
    """It does what is asked for, in a thread: in ours the browser has its loop."""
    context = Context(engine=store, settings=settings)
    thread = threading.Thread(target=work_off, args=(context, kinds()["crawl"]))
    thread.start()
    return thread


@pytest.fixture
def address(
    regulator: SampleServer, sqlite_settings: Settings, sqlite_store: Engine
) -> Iterator[str]:
    app = create_app(sqlite_settings, sqlite_store)
    limiter.reset()
    with serving(app) as address:
        yield address


def test_a_broken_source_is_given_its_new_address_and_is_healthy_again(
    browser: Browser,
    address: str,
    regulator: SampleServer,
    sqlite_store: Engine,
    sqlite_settings: Settings,
) -> None:
    watch = Watch(urlsplit(address).netloc)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = watch.over(context.new_page())
    Officer(page, address).sign_in(link_for(sqlite_store, address))
    find_it(page, address)
    change_the_address(page, f"{regulator.base_url}/br/feed")
    page.get_by_role("button", name="Read it now").click()
    expect(page.locator("[data-work-state]")).to_contain_text("It waits for the worker")
    thread = worker(sqlite_store, sqlite_settings)
    expect(page).to_have_url(re.compile(r"/sources/br-news\?job=\d+$"), timeout=60_000)
    thread.join(timeout=60)
    expect(page.get_by_role("status").first).to_contain_text("2 new and 0 changed publications")
    expect(page.locator(".head-meta")).to_contain_text("Healthy")
    expect(page.locator(".standing")).to_contain_text("Read and verified")
    expect(page.get_by_role("region", name="Troubles")).not_to_contain_text("still open")
    expect(page.get_by_role("region", name="Newest documents")).to_contain_text("permanent roaming")
    page.goto(f"{address}/sources?health=trouble")
    expect(page.get_by_role("main")).not_to_contain_text("Authority of BR")
    context.close()
    assert [fault for fault in watch.faults if "422" not in fault] == []


def find_it(page: Page, address: str) -> None:
    """From the overview over the board to the source, which says what is wrong."""
    page.goto(f"{address}/sources?health=trouble")
    page.get_by_role("link", name="News").first.click()
    expect(page).to_have_url(re.compile("/sources/br-news$"))
    expect(page.locator(".head-meta")).not_to_contain_text("Healthy")
    expect(page.locator(".standing")).to_contain_text("404")
    expect(page.get_by_role("region", name="Troubles")).to_contain_text("still open")
    expect(page.get_by_role("region", name="Every attempt")).to_contain_text("HTTP 404")


def change_the_address(page: Page, new: str) -> None:
    """First typed wrongly, which is said at the field; then as it is."""
    page.get_by_text("Change it").click()
    field = page.get_by_label("Address", exact=True)
    field.fill("ftp://regulator.test/feed")
    page.get_by_role("button", name="Save").click()
    expect(field).to_have_accessible_description(re.compile("beginning with https://"))
    expect(field).to_have_value("ftp://regulator.test/feed")
    expect(field).to_be_focused()
    field.fill(new)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved. Read it now")
    facts = page.get_by_role("region", name="What we watch")
    expect(facts.get_by_role("link", name=new)).to_be_visible()
    expect(facts).to_contain_text("by teammate@fleet.test; the catalogue says address")
