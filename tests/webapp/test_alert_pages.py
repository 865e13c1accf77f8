import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import select

from data.db import reading, writing
from data.models import Alert, AuditEntry, Development
from tests.factories import (
    QUOTE,
    make_alert,
    make_change,
    make_development,
    make_document,
    make_fleet,
    make_source,
    make_story,
    make_version,
)
from tests.webapp.conftest import SignIn
from tests.webapp.filled import client_of


@pytest.fixture
def alert_id(sqlite_store: Engine) -> int:
    with writing(sqlite_store) as session:
        return make_story(session, title="A rule tightens").id or 0


def state_of(store: Engine, alert_id: int) -> str:
    with reading(store) as session:
        return session.get_one(Alert, alert_id).state


def test_an_empty_list_says_what_an_alert_needs(sign_in: SignIn) -> None:
    page = sign_in("stranger").get("/alerts").text
    assert "No alert was raised yet" in page
    assert 'href="/fleet"' in page


def test_the_list_names_title_country_topic_and_sims(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("stranger").get("/alerts").text
    for text in (
        "Türkiye: Permanent roaming – amendment, adopted",
        "A rule tightens",
        ">120<",
        "High",
    ):
        assert text in page
    assert f'href="/alerts/{alert_id}"' in page


def test_filters_are_plain_links_with_counts_that_hold_the_state(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/alerts?severity=high").text
    assert 'href="/alerts?severity=high&amp;state=new"' in page
    assert re.search(r'href="/alerts" aria-current|aria-current="true">High', page)
    assert "Türkiye limits roaming" in page
    assert "Nigeria blocks devices" not in page


def test_a_filter_that_nothing_fits_leads_back(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/alerts?topic=esim").text
    assert "Nothing fits" in page
    assert 'href="/alerts?view=all">Show all alerts' in page


def test_the_quote_is_marked_within_its_passage_in_its_own_language(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/alerts/3").text
    assert '<blockquote lang="ar" dir="rtl">' in page
    marked = re.search(r'<mark class="mark-evidence"[^>]*>([^<]+)</mark>', page)
    assert marked is not None
    assert marked[1].startswith("لا يجوز نقل بيانات المشتركين")
    assert "Arabic" in page


def test_a_pdfs_page_number_is_told(filled_app: Flask) -> None:
    assert "page 2" in client_of(filled_app, "owner").get("/alerts/2").text


def test_the_quote_leads_to_its_place_in_the_whole_text(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    page = client.get("/alerts/1").text
    link = re.search(r'href="(/documents/[^"]+)#here">see it', page)
    quote = re.search(r'<mark class="mark-evidence"[^>]*>([^<]+)</mark>', page)
    assert link is not None
    assert quote is not None
    document = client.get(link[1].replace("&amp;", "&")).text
    target = re.findall(r'<mark class="mark-evidence" id="here"[^>]*>([^<]+)</mark>', document)
    assert target == [quote[1]]


def test_a_quote_within_another_topics_quote_can_still_be_jumped_to(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    inner = "for no more than 90 consecutive days"
    with writing(sqlite_store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        make_change(session, version)
        change = make_change(session, version, topic="imei", quote=inner)
        number = make_development(session, change).id
    client = sign_in("owner")
    link = re.search(r'href="(/documents/[^"]+)#here"', client.get(f"/changes/{number}").text)
    assert link is not None
    document = client.get(link[1].replace("&amp;", "&")).text
    assert re.findall(r'id="here"[^>]*>([^<]+)</mark>', document) == [inner]


def test_the_four_dates_and_our_lag_are_told(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("stranger").get(f"/alerts/{alert_id}").text
    for text in ("Decided", "not stated", "10 Nov 2026", "13 Nov 2026", "1 Jan 2027"):
        assert text in page
    assert "found 3 days after publication" in page
    assert "in 46 days" in page


def test_it_says_why_it_fired_with_parts_that_add_up(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("stranger").get(f"/alerts/{alert_id}").text
    assert "120 live SIMs are where the rule changes." in page
    points = [int(number) for number in re.findall(r'<td class="num">([+-]\d+)</td>', page)]
    total = re.search(r'<td class="num strong">(\d+)</td>', page)
    assert total is not None
    assert sum(points) == int(total[1]) == 80


def test_sims_source_snapshot_and_original_are_told(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("stranger").get(f"/alerts/{alert_id}").text
    for text in ("By country", "By technology", "By home network", "Single IMSI", "SHA-256"):
        assert text in page
    assert re.search(r'href="https://tr-source-\d+\.test/documents/\d+" rel="noopener noref', page)
    assert "Steps to consider" in page


def test_an_officer_acknowledges_and_the_trail_keeps_it(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    form = {"action": "acknowledge", "note": "I take it.", "version": "1"}
    answer = client.post(f"/alerts/{alert_id}", data=form)
    assert answer.location == f"/alerts/{alert_id}"
    page = client.get(answer.location).text
    assert "The alert is acknowledged." in page
    assert "I take it." in page
    assert "teammate@fleet.test" in page
    assert state_of(sqlite_store, alert_id) == "acknowledged"


def test_resolving_without_a_note_is_refused_at_the_field(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    page = sign_in("teammate").post(f"/alerts/{alert_id}", data={"action": "resolve"})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert state_of(sqlite_store, alert_id) == "new"


def test_a_note_that_is_too_long_comes_back_as_typed(sign_in: SignIn, alert_id: int) -> None:
    note = "long " * 900
    page = sign_in("teammate").post(f"/alerts/{alert_id}", data={"action": "comment", "note": note})
    assert page.status_code == 422
    assert note.strip() in page.text


def test_who_comes_second_learns_who_was_first_and_keeps_the_note(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    first, second = sign_in("owner"), sign_in("teammate")
    form = {"action": "dismiss", "note": "Not ours.", "version": "1"}
    assert first.post(f"/alerts/{alert_id}", data=form).status_code == 302
    form = {"action": "acknowledge", "note": "My thoughts", "version": "1"}
    page = second.post(f"/alerts/{alert_id}", data=form)
    assert page.status_code == 409
    assert "The alert is dismissed now" in page.text
    assert "owner@fleet.test" in page.text
    assert "My thoughts</textarea>" in page.text
    assert state_of(sqlite_store, alert_id) == "dismissed"


def test_a_closed_alert_can_be_opened_again(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    for action, note in (("resolve", "done"), ("reopen", "")):
        client.post(f"/alerts/{alert_id}", data={"action": action, "note": note})
    assert state_of(sqlite_store, alert_id) == "reopened"
    with reading(sqlite_store) as session:
        actions = [event.action for event in session.exec(select(AuditEntry))]
    assert actions == ["raised", "acknowledged", "resolved", "reopened"]


def test_a_viewer_sees_no_buttons(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("stranger").get(f"/alerts/{alert_id}").text
    assert 'name="action"' not in page
    assert "your role is viewer" in page


def test_acts_that_do_not_exist_and_alerts_that_do_not_are_refused(
    sign_in: SignIn, alert_id: int
) -> None:
    client = sign_in("teammate")
    assert client.post(f"/alerts/{alert_id}", data={"action": "explode"}).status_code == 400
    assert client.post("/alerts/999", data={"action": "acknowledge"}).status_code == 404


def test_what_people_type_is_shown_as_typed(sign_in: SignIn, alert_id: int) -> None:
    client = sign_in("teammate")
    note = '<script>alert("x")</script> & more'
    client.post(f"/alerts/{alert_id}", data={"action": "comment", "note": note})
    page = client.get(f"/alerts/{alert_id}").text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_long_list_comes_in_pages(app: Flask, sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        fleet = make_fleet(session)
        for place in range(53):
            change = make_change(
                session, version, country=f"{chr(65 + place // 26)}{chr(65 + place % 26)}"
            )
            make_alert(session, make_development(session, change), fleet, change, title=f"n{place}")
    client = sign_in("owner")
    first, second = client.get("/alerts").text, client.get("/alerts?page=2").text
    assert "1–50 of 53" in first
    assert "51–53 of 53" in second
    assert 'rel="next" href="/alerts?page=2"' in first
    assert 'rel="prev" href="/alerts?page=1"' in second
    assert second.count('class="alert-row"') == 3


def test_a_backlog_alert_says_so(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        number = make_story(session, backlog=True).id
    assert ">Backlog<" in sign_in("owner").get(f"/alerts/{number}").text


def test_an_alert_of_the_trade_press_is_marked_in_list_and_page(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        alert = make_story(session)
        session.get_one(Development, alert.development_id).confirmed = False
        number = alert.id
    client = sign_in("owner")
    for address in ("/alerts", f"/alerts/{number}"):
        assert ">Trade press only<" in client.get(address).text


def test_times_are_relative_with_the_exact_one_beside(
    sign_in: SignIn, sqlite_store: Engine, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        number = make_story(session, created_at=now - timedelta(hours=5)).id
    page = sign_in("owner").get(f"/alerts/{number}").text
    assert 'title="16 Nov 2026, 03:00 UTC">5 hours ago</time>' in page
    assert QUOTE in page


def test_what_changed_in_the_text_stands_beside_the_quote_with_numbers_marked(
    filled_app: Flask,
) -> None:
    client = client_of(filled_app, "owner")
    page = client.get("/alerts/1").text
    start = page.index("What changed in the text")
    card = page[start : page.index("</section>", start)]
    assert "<del>240</del>" in card
    assert "<ins>90</ins>" in card
    assert re.search(r'href="/documents/\d+/difference\?old=\d+&amp;new=\d+"', page)
    # A page that was seen once has nothing to compare.
    assert "What changed in the text" not in client.get("/alerts/2").text


def test_the_list_says_first_how_many_alerts_need_somebody(
    sign_in: SignIn, alert_id: int, sqlite_store: Engine
) -> None:
    client = sign_in("stranger")
    assert '<a href="/alerts?state=waiting">1 needs you</a>' in client.get("/alerts").text
    assert "needs you" not in client.get("/alerts?severity=high").text
    with writing(sqlite_store) as session:
        session.get_one(Alert, alert_id).state = "resolved"
    assert "needs you" not in client.get("/alerts").text


def test_a_filter_without_a_choice_is_left_out(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("stranger").get("/alerts?topic=esim").text
    assert 'aria-label="Topic"' in page
    assert 'aria-label="Severity"' not in page
