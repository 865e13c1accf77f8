"""Changing where a source is read: what is refused and why, whose word holds, who was quicker."""

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import reading, writing
from data.models import Source
from tests.factories import NOW, make_source
from tests.webapp.conftest import SignIn

GOOD = {"rhythm_days": "7", "min_items": "1", "max_silence_days": "90"}
NEW = "https://regulator.test/new-feed"


@pytest.fixture
def url(sqlite_store: Engine) -> str:
    with writing(sqlite_store) as session:
        return make_source(session, "tr-news", health="failing", health_reason="HTTP 404").url


def row(store: Engine) -> Source:
    with reading(store) as session:
        return session.get_one(Source, "tr-news")


def mark(client: FlaskClient) -> str:
    found = re.search(r'name="mark" value="([^"]*)"', client.get("/sources/tr-news").text)
    assert found is not None
    return html.unescape(found[1])


def test_a_new_address_holds_and_the_catalogue_s_stands_beside_it_until_it_is_taken_back(
    sign_in: SignIn, sqlite_store: Engine, url: str
) -> None:
    client = sign_in("teammate")
    form = {**GOOD, "url": f" {NEW} ", "mark": mark(client)}
    page = client.post("/sources/tr-news", data=form, follow_redirects=True).text
    assert "Saved. Read it now" in page
    assert f"the catalogue says address <bdi>{url}</bdi>" in page
    assert (row(sqlite_store).url, row(sqlite_store).next_check_at) == (NEW, NOW)
    told = sign_in("owner").get("/admin/audit?about=source").text
    assert "Changed of the source “Announcements" in told
    assert NEW in told
    page = client.post(
        "/sources/tr-news", data={"back": "yes", "mark": mark(client)}, follow_redirects=True
    ).text
    assert row(sqlite_store).url == url
    assert "the catalogue says" not in page


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("url", "ftp://regulator.test/feed", "beginning with https://"),
        ("url", "javascript:alert(1)", "beginning with https://"),
        ("url", "https://me:secret@regulator.test/", "without a password"),
        ("url", "https://regulator.test/" + "a" * 2000, "without a password"),
        ("url", "https://[::1/", "beginning with https://"),
        ("rhythm_days", "nan", "Give days: more than 0"),
        ("rhythm_days", "0", "Give days: more than 0"),
        ("min_items", "-1", "Give a whole number"),
        ("min_items", "1" + "0" * 30, "Give a whole number"),
        ("min_items", "1.5", "Give a whole number"),
        ("max_silence_days", "9" * 5000, "1 to 1000"),
        ("max_silence_days", "<b>", "1 to 1000"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_stays_as_typed(
    sign_in: SignIn, sqlite_store: Engine, url: str, name: str, typed: str, says: str
) -> None:
    client = sign_in("teammate")
    form = {"url": NEW, **GOOD, name: typed, "mark": mark(client)}
    answer = client.post("/sources/tr-news", data=form)
    assert answer.status_code == 422
    field = answer.text.partition(f'<input id="{name}"')[2].partition("</div>")[0]
    assert f'value="{html.escape(typed)}"' in field
    assert 'aria-invalid="true"' in field
    assert says in field
    assert answer.text.count('aria-invalid="true"') == 1
    assert row(sqlite_store).url == url


def test_who_was_slower_is_told_and_keeps_what_was_typed(
    sign_in: SignIn, sqlite_store: Engine, url: str
) -> None:
    slow, quick = sign_in("teammate"), sign_in("owner")
    seen = mark(slow)
    quick.post("/sources/tr-news", data={**GOOD, "url": NEW, "mark": mark(quick)})
    mine = "https://regulator.test/mine"
    answer = slow.post("/sources/tr-news", data={**GOOD, "url": mine, "mark": seen})
    assert answer.status_code == 409
    assert "<bdi>owner@fleet.test</bdi> changed it" in answer.text
    assert f'value="{mine}"' in answer.text
    assert row(sqlite_store).url == NEW


def test_a_move_is_proposed_and_taken_by_one_click(
    sign_in: SignIn, sqlite_store: Engine, url: str
) -> None:
    with writing(sqlite_store) as session:
        session.get_one(Source, "tr-news").moved_to = NEW
    assert "Take the new address" not in sign_in("stranger").get("/sources/tr-news").text
    client = sign_in("teammate")
    page = client.get("/sources/tr-news").text
    form = page.partition('class="note note-warning"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    client.post("/sources/tr-news", data={k: html.unescape(v) for k, v in fields.items()})
    assert (row(sqlite_store).url, row(sqlite_store).moved_to) == (NEW, "")


def test_what_was_just_read_elsewhere_may_be_read_at_once(
    sign_in: SignIn, sqlite_store: Engine, url: str
) -> None:
    with writing(sqlite_store) as session:
        session.get_one(Source, "tr-news").last_attempt_at = NOW - timedelta(seconds=5)
    client = sign_in("teammate")
    again = client.post("/sources/tr-news/crawl", follow_redirects=True).text
    assert "less than a minute ago" in again
    client.post("/sources/tr-news", data={**GOOD, "url": NEW, "mark": mark(client)})
    assert "/work/" in client.post("/sources/tr-news/crawl").location


def test_who_may_only_look_is_not_offered_it(sign_in: SignIn, url: str) -> None:
    client = sign_in("stranger")
    assert "Change it" not in client.get("/sources/tr-news").text
    assert client.post("/sources/tr-news", data={**GOOD, "url": NEW}).status_code == 403
    assert sign_in("owner").post("/sources/none", data={**GOOD, "url": NEW}).status_code == 404
