"""Two people at one alert, each in a browser of their own: the second is told, and loses nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from data.db import reading
from data.models import Alert
from data.queries.alert_page import events_of
from tests.e2e.browser import Watch
from tests.e2e.server import serving
from tests.e2e.site import Site, signed_in_as
from tests.webapp.filled import engine_of
from webapp.views import news

pytestmark = pytest.mark.browser
NOTE = "All 40 SIMs get a local profile by Friday."
#: Milliseconds until an open page asks again: soon, or never within a test. Four streams ask: sooner they
#: would keep the one process that serves and tests from anything else.
SOON, NEVER = 1_000, 600_000
#: Milliseconds that a busy machine is given for what needs no click.
PATIENCE = 30_000


@dataclass
class Desk:
    """Two people, both with the same alert open."""

    app: Flask
    owner: Page
    teammate: Page

    def standing(self) -> tuple[str, int | None, list[str]]:
        """The alert's state, who has it, and what was done since it was raised."""
        with reading(engine_of(self.app)) as session:
            alert = session.get_one(Alert, 1)
            words = [entry.action for entry in events_of(session, 1)]
            return alert.state, alert.assignee_id, [word for word in words if word != "raised"]


@pytest.fixture
def desk(
    browser: Browser,
    filled_app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Desk]:
    monkeypatch.setattr(news, "RETRY", request.param)
    with serving(filled_app) as address:
        watch, site = Watch(urlsplit(address).netloc), Site(app=filled_app, address=address)
        contexts = [signed_in_as(browser, site, name) for name in ("owner", "teammate")]
        pages = [watch.over(context.new_page()) for context in contexts]
        for page in pages:
            page.goto(f"{address}/alerts/1")
        yield Desk(filled_app, *pages)
        for context in contexts:
            context.close()
    # A browser logs each page that comes with an error's number.
    assert [fault for fault in watch.faults if "409" not in fault] == []


def act(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize("desk", [NEVER], indirect=True)
def test_who_acts_on_a_stale_page_is_told_what_happened_and_keeps_what_was_typed(
    desk: Desk,
) -> None:
    mine, theirs = desk.owner, desk.teammate
    theirs.get_by_label("Note or comment").fill(NOTE)
    mine.get_by_label("Note or comment").fill("I ask the operator.")
    act(mine, "Acknowledge")
    mine.get_by_label("Given to").select_option(label="Owner")
    act(mine, "Give")
    before = desk.standing()
    act(theirs, "Resolve")
    refusal = theirs.get_by_role("alert")
    expect(refusal).to_contain_text("The alert is acknowledged now: owner@fleet.test assigned it")
    expect(refusal).to_contain_text("Nothing was changed; what you typed is kept below")
    what_you_do = theirs.get_by_role("region", name="What you do")
    expect(what_you_do).to_contain_text("I ask the operator.")
    expect(what_you_do).to_contain_text("Given to Owner")
    expect(theirs.get_by_label("Note or comment")).to_have_value(NOTE)
    assert desk.standing() == before
    act(theirs, "Resolve")  # with open eyes
    expect(theirs.get_by_role("status").first).to_have_text("The alert is resolved.")
    expect(theirs.get_by_role("region", name="Trail")).to_contain_text(NOTE)
    state, _, words = desk.standing()
    assert (state, words) == ("resolved", ["acknowledged", "assigned", "resolved"])


@pytest.mark.parametrize("desk", [SOON], indirect=True)
def test_an_open_page_is_told_and_shows_it_without_losing_what_is_being_typed(desk: Desk) -> None:
    mine, theirs = desk.owner, desk.teammate
    theirs.get_by_label("Note or comment").fill(NOTE)
    theirs.get_by_label("Due").fill("2026-12-24")
    act(mine, "Acknowledge")
    told = theirs.locator("[data-trail]")
    expect(told).to_contain_text("Meanwhile: Acknowledged by owner@fleet.test.", timeout=PATIENCE)
    act(theirs, "Show it")
    expect(told).to_be_hidden(timeout=PATIENCE)
    expect(theirs.locator(".head-meta")).to_contain_text("Acknowledged")
    expect(theirs.get_by_role("button", name="Acknowledge", exact=True)).to_have_count(0)
    expect(theirs.get_by_label("Note or comment")).to_have_value(NOTE)
    expect(theirs.get_by_label("Due")).to_have_value("2026-12-24")
    act(theirs, "Resolve")  # the page is no longer stale
    expect(theirs.get_by_role("status").first).to_have_text("The alert is resolved.")
    expect(mine.locator("[data-trail]")).to_contain_text(
        "Resolved by teammate@fleet.test", timeout=PATIENCE
    )
