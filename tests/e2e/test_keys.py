"""Alerts worked by keys alone, in a real browser under the strict policy."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from data.db import reading, writing
from data.models import Alert, User
from data.queries.people import user_by_email
from tests.e2e.browser import Watch
from tests.e2e.test_look import served, signed_in
from tests.webapp.filled import engine_of

__all__ = ["served"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, served: tuple[str, str]) -> Iterator[Page]:
    address, link = served
    watch = Watch(urlsplit(address).netloc)
    context = signed_in(browser, link, width=1280, scheme="light")
    page = watch.over(context.pages[0])
    page.goto(f"{address}/alerts")
    yield page
    context.close()
    assert watch.faults == []


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def forms_sent(page: Page) -> list[str]:
    """Addresses to which the page sends a form from now on."""
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    return sent


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def titles(page: Page) -> list[str]:
    return page.locator("[data-news] .row-title").all_text_contents()


def states(app: Flask) -> dict[int, str]:
    with reading(engine_of(app)) as session:
        return {n: session.get_one(Alert, n).state for n in (1, 2)}


def test_j_and_k_move_the_focus_which_is_seen_and_stays_within_the_list(page: Page) -> None:
    names = titles(page)
    press(page, "j")
    assert focused(page) == names[0]
    press(page, "jj")
    assert focused(page) == names[2]
    press(page, "k")
    assert focused(page) == names[1]
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    press(page, "k" * 5)
    assert focused(page) == names[0]
    press(page, "j" * 20)
    assert focused(page) == names[-1]


def test_o_and_enter_open_and_j_goes_on_to_the_next_alert_of_the_list(page: Page) -> None:
    second = page.locator("[data-news] .row-title").nth(1).get_attribute("href")
    third = page.locator("[data-news] .row-title").nth(2).get_attribute("href")
    press(page, "jjo")
    page.wait_for_url(f"**{second}")
    press(page, "j")
    page.wait_for_url(f"**{third}")
    press(page, "k")
    page.wait_for_url(f"**{second}")
    page.go_back()
    page.go_back()
    page.go_back()
    press(page, "j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/alerts/*")


def test_x_ticks_and_a_acknowledges_what_is_ticked(page: Page, filled_app: Flask) -> None:
    page.goto(page.url + "?severity=high&state=waiting")
    press(page, "jxjx")
    assert page.locator("input[name=pick]:checked").count() == 2
    press(page, "x")
    assert page.locator("input[name=pick]:checked").count() == 1
    press(page, "xa")
    expect(page.locator(".note-message")).to_contain_text("2 alerts are acknowledged")
    assert states(filled_app) == {1: "acknowledged", 2: "acknowledged"}


def test_a_takes_the_row_with_the_focus_and_the_next_one_is_at_hand(
    page: Page, filled_app: Flask
) -> None:
    page.goto(page.url + "?severity=high&state=waiting")
    first, second = titles(page)
    sent = forms_sent(page)
    press(page, "a")  # no row has the focus: nothing is done
    page.reload()
    assert sent == []
    assert set(states(filled_app).values()) == {"new"}
    press(page, "ja")
    expect(page.locator(".note-message")).to_contain_text("1 alert is acknowledged")
    assert titles(page) == [second]
    assert first != second
    press(page, "j")
    assert focused(page) == second


def test_e_asks_for_the_note_and_resolves_with_it(page: Page, filled_app: Flask) -> None:
    page.goto(page.url + "/1")
    press(page, "e")
    assert page.evaluate("document.activeElement.name") == "note"
    # What is typed now is text, whatever the letters.
    page.keyboard.type("jaxe? done")
    assert page.locator("#note").input_value() == "jaxe? done"
    assert states(filled_app)[1] == "new"
    page.locator("h1").click()
    press(page, "e")
    expect(page.locator(".note-message")).to_contain_text("The alert is resolved")
    assert states(filled_app)[1] == "resolved"


def test_a_on_one_alert_acknowledges_it_once(page: Page, filled_app: Flask) -> None:
    page.goto(page.url + "/1")
    press(page, "aa")
    expect(page.locator(".note-message")).to_contain_text("The alert is acknowledged")
    assert states(filled_app)[1] == "acknowledged"


def test_keys_with_others_held_down_are_the_browser_s_own(page: Page, filled_app: Flask) -> None:
    sent = forms_sent(page)
    press(page, "j")
    for held in ("Control", "Alt", "Meta"):
        page.keyboard.press(f"{held}+a")
    page.reload()
    assert sent == []
    assert set(states(filled_app).values()) == {"new"}


def test_the_question_mark_names_the_keys_and_escape_leads_back(page: Page) -> None:
    press(page, "j")
    before = focused(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    press(page, "j")  # the list behind does not move
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert focused(page) == before
    page.get_by_role("button", name="Keys").click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).not_to_be_visible()


def test_they_are_turned_off_in_the_account(page: Page) -> None:
    alerts = page.url
    page.goto(alerts.replace("/alerts", "/account"))
    page.get_by_role("button", name="Turn keys off").click()
    expect(page.locator(".note-message")).to_contain_text("Keys are off.")
    page.goto(alerts)
    press(page, "j")
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement === document.body")
    assert page.locator("dialog").count() == 0
    page.goto(alerts.replace("/alerts", "/account"))
    page.get_by_role("button", name="Turn keys on").click()
    expect(page.locator(".note-message")).to_contain_text("Keys are on")
    page.goto(alerts)
    press(page, "j")
    assert focused(page) == titles(page)[0]


def test_whoever_may_only_look_moves_and_does_nothing_else(page: Page, filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        owner = user_by_email(session, "owner@fleet.test")
        assert owner is not None
        session.get_one(User, owner.id).role = "viewer"
    page.reload()
    sent = forms_sent(page)
    press(page, "jxae")
    assert focused(page) == titles(page)[0]
    page.reload()
    assert sent == []
    assert set(states(filled_app).values()) == {"new"}
