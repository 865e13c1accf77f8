"""The coverage page: who watches each country with live SIMs, and what nobody would see."""

import itertools
from datetime import timedelta

from flask import Flask
from sqlalchemy import Engine

from data.coverage import build_report, verified_lately
from data.db import reading, writing
from data.queries.coverage import STALE, WatchedBy, blind_spots, coverage_statements
from tests.factories import NOW, make_fleet, make_sims, make_source
from tests.webapp.conftest import SignIn
from tests.webapp.filled import client_of
from tests.webapp.test_pages import get, text_of
from webapp.wording.filters import blind_spot, label


def row_of(page: str, country: str) -> str:
    return next(part for part in page.split("<tr>") if f">{country}</a>" in part)


def test_it_says_in_one_sentence_how_things_stand(filled_app: Flask) -> None:
    text = text_of(get(filled_app, "/coverage"))
    assert "6 of 16 countries with live SIMs verified within 3 days; 11 have a blind spot." in text


def test_countries_stand_by_their_live_sims(filled_app: Flask) -> None:
    page = get(filled_app, "/coverage")
    places = [page.index(f">{name}</a>") for name in ("Germany", "Türkiye", "Brazil", "Singapore")]
    assert places == sorted(places)
    assert 'href="/fleet/sims?live=yes&amp;country=TR">2,404</a>' in row_of(page, "Türkiye")


def test_each_source_is_told_with_its_health_role_certainty_and_last_good_read(
    filled_app: Flask,
) -> None:
    row = text_of(row_of(get(filled_app, "/coverage"), "Nigeria"))
    assert "NCA Failing Primary address seen last good read 2 days ago" in row
    assert "None of its sources is healthy" in row


def test_a_source_of_a_group_is_marked_as_such(filled_app: Flask) -> None:
    row = row_of(get(filled_app, "/coverage"), "Belgium")
    assert '<span class="badge badge-accent">European Union</span>' in row
    assert "Watched only through a group; no source of its own" in row
    assert "European Union" not in row_of(get(filled_app, "/coverage"), "Türkiye")


def test_a_country_that_nobody_watches_says_so(filled_app: Flask) -> None:
    row = text_of(row_of(get(filled_app, "/coverage"), "Japan"))
    assert "Verified" not in row
    assert "not verified No primary source watches it nobody" in row


def test_only_blind_spots_are_shown_on_demand(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        fleet = make_fleet(session)
        make_sims(session, fleet, 3, visited_country="TR")
        make_sims(session, fleet, 2, visited_country="KE")
        make_source(session, "tr-good", authority_kind="telecom_regulator")
    client = sign_in("owner")
    everything, blind = client.get("/coverage").text, client.get("/coverage?show=blind").text
    assert "1 of 2 countries with live SIMs verified within 3 days; 1 has a blind spot" in text_of(
        everything
    )
    assert ">Türkiye</a>" in everything
    assert ">Türkiye</a>" not in blind
    assert ">Kenya</a>" in blind
    assert 'href="/coverage?show=blind" aria-current="true"' in blind


def test_many_sources_of_a_country_are_folded_and_counted(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        make_sims(session, make_fleet(session), 1, visited_country="TR")
        for place in range(5):
            make_source(session, health="healthy" if place else "failing")
    page = sign_in("owner").get("/coverage").text
    assert "<summary>5 sources, 4 healthy</summary>" in page
    assert row_of(page, "Türkiye").count('href="/sources/') == 5


def test_no_blind_spot_is_said_too(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        make_sims(session, make_fleet(session), 1, visited_country="TR")
        make_source(session, "tr-good", authority_kind="telecom_regulator")
    page = text_of(sign_in("owner").get("/coverage?show=blind").text)
    assert "1 of 1 country with live SIMs verified within 3 days; no blind spot." in page
    assert "Silence can be trusted in each country with live SIMs" in page


def test_without_live_sims_it_says_what_to_do(sign_in: SignIn) -> None:
    assert "No live SIM is known: import the fleet" in text_of(
        sign_in("owner").get("/coverage").text
    )


def test_the_pages_of_countries_sources_and_the_overview_lead_to_it(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    for path in ("/", "/countries", "/sources"):
        assert 'href="/coverage"' in client.get(path).text, path


def test_a_read_older_than_the_limit_does_not_count_as_lately(sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        fleet = make_fleet(session)
        for code, age in (("TR", STALE), ("KE", STALE + timedelta(minutes=1))):
            make_sims(session, fleet, 1, visited_country=code)
            make_source(session, f"{code}-one", country=code, last_success_at=NOW - age)
    with reading(sqlite_store) as session:
        report = build_report(coverage_statements(session, now=NOW, live_days=30))
    assert [one.country for one in verified_lately(report, now=NOW)] == ["TR"]


def test_every_blind_spot_has_plain_words() -> None:
    states = itertools.product(
        ("telecom_regulator", "data_protection"), ("", "EU"), ("primary", "secondary"),
        ("healthy", "silent"), (None, NOW, NOW - 2 * STALE), ("seen", "inferred"),
    )  # fmt: skip
    sources = [
        WatchedBy(
            id="one", authority="A", authority_kind=kind, via_group=group, role=role,
            certainty=certainty, health=health, last_success_at=read,
        )
        for kind, group, role, health, read, certainty in states
    ]  # fmt: skip
    pairs = itertools.product(sources, repeat=2)
    told = {word for pair in ((), *pairs) for word in blind_spots(pair, now=NOW)}
    assert len(told) >= 7
    for word in told:
        assert blind_spot(word) != label(word), word
