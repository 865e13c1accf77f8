"""New alerts come to an open page by themselves, in a real browser under the strict policy."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from data.db import writing
from tests.e2e.browser import Watch
from tests.e2e.test_look import served, signed_in
from tests.factories import NOW
from tests.webapp.alert_world import AlertWorld
from tests.webapp.filled import engine_of
from webapp.views import news

__all__ = ["served"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(
    browser: Browser,
    served: tuple[str, str],
    filled_app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    monkeypatch.setattr(news, "RETRY", 200)
    address, link = served
    watch = Watch(urlsplit(address).netloc)
    context = signed_in(browser, link, width=1280, scheme="light")
    page = watch.over(context.pages[0])
    page.goto(f"{address}/alerts")
    yield page
    context.close()
    assert watch.faults == []


def raise_one(app: Flask) -> None:
    with writing(engine_of(app)) as session:
        world = AlertWorld(session, NOW)
        world.alert(title="Fresh from the authority", severity_score=99)


def test_a_new_alert_appears_without_reloading_and_the_title_counts_it(
    page: Page, filled_app: Flask
) -> None:
    expect(page).to_have_title("Alerts · Roamwatch")
    raise_one(filled_app)
    expect(page).to_have_title("(1) Alerts · Roamwatch")
    expect(page.locator("[data-news]")).to_contain_text("Fresh from the authority")
    page.get_by_role("button", name="Show the list anew").click()
    expect(page).to_have_title("Alerts · Roamwatch")


def test_who_is_ticking_alerts_keeps_the_list_until_they_ask(page: Page, filled_app: Flask) -> None:
    page.locator("[data-news] input[type=checkbox]").first.check()
    raise_one(filled_app)
    expect(page.locator("[data-news-note]")).to_contain_text("1 new alert.")
    expect(page.locator("[data-news]")).not_to_contain_text("Fresh from the authority")
    assert page.locator("[data-news] input:checked").count() == 1


def test_sound_is_off_until_somebody_turns_it_on_in_this_browser(page: Page) -> None:
    sound = page.get_by_label("A sound for new alerts")
    expect(sound).not_to_be_checked()
    sound.check()
    page.reload()
    expect(sound).to_be_checked()
