"""Pages on which nothing is yet: each says what to do next and leads there; none says what is not so."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.settings import Settings
from tests.webapp.conftest import SignIn
from webapp.firststeps import load_sample
from webapp.service.setup import set_up

PAGES = (
    "/",
    "/alerts",
    "/alerts?state=resolved&work=mine",
    "/silences",
    "/changes",
    "/changes?topic=imei",
    "/countries",
    "/countries?show=live",
    "/countries/TR",
    "/countries/EU",
    "/countries/AQ",
    "/coverage",
    "/clocks",
    "/clocks?country=TR",
    "/rules",
    "/rules/TR",
    "/rules/AQ",
    "/rules/AQ/history",
    "/rules/proposals",
    "/check",
    "/check/services",
    "/check/what-if",
    "/documents",
    "/documents?q=IMEI",
    "/sources",
    "/sources?health=trouble",
    "/fleet",
    "/fleet/sims",
    "/fleet/members",
    "/fleet/platforms",
    "/plans",
    "/account",
    "/channels",
    "/subscriptions",
    "/deliveries",
    "/admin/people",
    "/admin/audit",
    "/admin/feedback",
    "/start",
)
#: Where there is nothing to do but wait.
_RESTS = ("Nothing in the next", "One day so far", "None</strong><div>No source was read yet")


def empties(page: str) -> Iterator[str]:
    """The empty states of a page, as markup."""
    for found in re.finditer(r'<div class="empty">(.*?)</div></div>', page, re.DOTALL):
        if not any(words in found[1] for words in _RESTS):
            yield found[1]


@pytest.fixture
def owner(sqlite_settings: Settings, sqlite_store: Engine, sign_in: SignIn) -> FlaskClient:
    """The administrator of an installation that was just set up: the catalogue is in, nothing was read."""
    set_up(sqlite_settings, sqlite_store)
    return sign_in("owner")


@pytest.mark.parametrize("with_fleet", [False, True])
def test_every_empty_state_leads_on(
    owner: FlaskClient, sqlite_store: Engine, now: datetime, with_fleet: bool
) -> None:
    if with_fleet:
        load_sample(sqlite_store, actor="owner@fleet.test", live_days=30, now=now)
    stuck, seen = [], 0
    for path in (*PAGES, *(("/fleet/replay/1", "/plans/1/TR") if with_fleet else ())):
        page = owner.get(path)
        assert page.status_code == 200, path
        for empty in empties(page.text):
            seen += 1
            if "<a " not in empty:
                stuck.append((path, empty))
    assert seen > 15
    assert stuck == []


def test_links_to_a_place_on_the_same_page_find_it(owner: FlaskClient) -> None:
    for path in PAGES:
        page = owner.get(path).text
        for empty in empties(page):
            for place in re.findall(r'href="#([^"]+)"', empty):
                assert f'id="{place}"' in page, (path, place)


@pytest.mark.parametrize(
    ("path", "says", "says_not"),
    [
        ("/countries/EU", "was read yet", "were read, and none of them"),
        ("/clocks", "Not counted yet", "No source names a limit"),
        ("/rules/proposals", "No change waits for a decision", "was decided on"),
    ],
)
def test_nothing_is_claimed_of_what_was_not_read(
    owner: FlaskClient, path: str, says: str, says_not: str
) -> None:
    page = owner.get(path).text
    assert says in page
    assert says_not not in page


def test_the_replay_of_nothing_says_so(
    owner: FlaskClient, sqlite_store: Engine, now: datetime
) -> None:
    load_sample(sqlite_store, actor="owner@fleet.test", live_days=30, now=now)
    page = owner.get("/fleet/replay/1").text
    assert "No change is known yet" in page
    assert "None of the 0" not in page
