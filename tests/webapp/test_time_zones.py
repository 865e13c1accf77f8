"""Times by the clocks of the one who looks, UTC on pointing at them; days of law are never shifted."""

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlmodel import select

from data.db import writing
from data.models import Alert, Development, RuleChange, Trouble, User
from tests.webapp.filled import client_of, engine_of
from webapp.wording.filters import told

#: As far ahead of UTC, and behind it, as clocks go.
ENDS = ("Pacific/Kiritimati", "Pacific/Pago_Pago")


def page(app: Flask, path: str, zone: str) -> str:
    with writing(engine_of(app)) as session:
        owner = session.exec(select(User).where(User.email == "owner@fleet.test")).one()
        owner.time_zone = zone
    return client_of(app, "owner").get(path).text


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "31 Dec 2026, 22:30 UTC"),
        ("Europe/Istanbul", "1 Jan 2027, 01:30 UTC+3 (31 Dec, 22:30 UTC)"),
        ("Asia/Kolkata", "1 Jan 2027, 04:00 UTC+5:30 (31 Dec, 22:30 UTC)"),
        ("America/Sao_Paulo", "31 Dec 2026, 19:30 UTC−3 (31 Dec, 22:30 UTC)"),
    ],
)
def test_a_moment_is_told_by_both_clocks_where_they_differ(zone: str, said: str) -> None:
    assert told(datetime.fromisoformat("2026-12-31T22:30:00+00:00"), zone) == said


@pytest.mark.parametrize("zone", ENDS)
def test_days_of_law_stand_as_the_authority_wrote_them(filled_app: Flask, zone: str) -> None:
    with writing(engine_of(filled_app)) as session:
        development = session.get_one(Development, session.get_one(Alert, 1).development_id)
        effective = development.effective_on
    assert effective is not None
    for path in ("/alerts/1", "/alerts", "/"):
        text = page(filled_app, path, zone)
        assert f'datetime="{effective.isoformat()}"' in text, path
        shown = f"{effective.day} {effective:%b %Y}"
        assert shown in text, path


def test_when_we_found_it_is_told_by_the_reader_s_clocks(filled_app: Flask) -> None:
    at = datetime.fromisoformat("2026-11-13T23:30:00+00:00")
    with writing(engine_of(filled_app)) as session:
        change = session.get_one(RuleChange, session.get_one(Alert, 1).rule_change_id)
        change.detected_at, change.published_on = at, at.date()
    assert re.search(
        r">13 Nov 2026</time><small>found on the day", page(filled_app, "/alerts/1", "UTC")
    )
    text = page(filled_app, "/alerts/1", "Europe/Istanbul")
    assert re.search(r">14 Nov 2026</time><small>found 1 day after publication", text)
    assert 'title="14 Nov 2026, 02:30 UTC+3 (13 Nov, 23:30 UTC)"' in text


def test_what_is_written_out_has_utc_on_pointing_at_it(filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        trouble = session.exec(select(Trouble).where(Trouble.source_id == "fr-arm")).one()
        trouble.opened_at = datetime.fromisoformat("2026-11-14T08:00:00+00:00")
    text = page(filled_app, "/sources/fr-arm", "Asia/Tokyo")
    assert 'title="14 Nov 2026, 08:00 UTC">14 Nov 2026, 17:00 UTC+9<' in text


def test_the_foot_of_the_page_names_the_clocks_and_leads_to_where_they_are_chosen(
    filled_app: Flask,
) -> None:
    text = page(filled_app, "/", "America/Sao_Paulo")
    assert 'href="/subscriptions#time_zone">America/Sao Paulo</a>, with UTC where' in text
    assert ">UTC</a>; days of law" in page(filled_app, "/", "UTC")
    assert 'id="time_zone"' in page(filled_app, "/subscriptions", "UTC")
    assert "Times are UTC." in filled_app.test_client().get("/login").text
