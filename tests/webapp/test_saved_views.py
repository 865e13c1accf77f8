"""Views of the list of alerts: each person's own, plain links with counts, one may open first."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import delete, select

from data.db import reading, writing
from data.models import AuditEntry, SavedView
from tests.webapp.filled import client_of, engine_of
from tests.webapp.statements import statements
from webapp.alerts.saved import MAX_NAME, MAX_VIEWS

HIGH = "/alerts?severity=high&state=waiting"


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    with writing(engine_of(filled_app)) as session:
        session.exec(delete(SavedView))
    return filled_app


def keep(client: FlaskClient, name: str, address: str = HIGH) -> str:
    answer = client.post(address, data={"view": "keep", "name": name})
    assert answer.status_code == 302
    return answer.location


def change(client: FlaskClient, app: Flask, do: str, **words: str) -> int:
    with reading(engine_of(app)) as session:
        number = session.exec(select(SavedView.id)).first()
    data = {"view": do, "view_id": str(number), "name": "x", **words}
    return client.post(HIGH, data=data).status_code


def test_the_present_filters_become_a_link_with_their_count(app: Flask) -> None:
    client = client_of(app, "stranger")
    address = keep(client, "  Loud   ones ")
    assert address == "/alerts?state=waiting&severity=high&view=1"
    page = client.get(address).text
    assert "The view “Loud ones” is kept." in page
    found = re.search(
        r'<a href="([^"]+)" aria-current="true">Loud ones <span class="n">(\d+)', page
    )
    assert found is not None
    assert found[1].replace("&amp;", "&") == address
    assert page.count('class="alert-row"') == int(found[2]) == 2


def test_views_are_seen_by_nobody_else_and_changed_by_nobody_else(app: Flask) -> None:
    keep(client_of(app, "owner"), "Mine alone")
    other = client_of(app, "teammate")
    assert "Mine alone" not in other.get(HIGH).text
    for do in ("rename", "first", "remove"):
        assert change(other, app, do) == 404
    assert "Mine alone" in client_of(app, "owner").get("/alerts").text


def test_a_view_is_renamed_and_removed(app: Flask) -> None:
    client = client_of(app, "owner")
    client.get(keep(client, "Old name"))
    assert change(client, app, "rename", name="New name") == 302
    page = client.get(HIGH).text
    assert "New name" in page
    assert "Old name" not in page
    assert change(client, app, "remove") == 302
    client.get("/alerts")  # takes the message away
    assert "New name" not in client.get("/alerts").text
    assert change(client, app, "remove") == 404


def test_a_view_that_opens_first_never_shuts_out_the_whole_list(app: Flask) -> None:
    client = client_of(app, "owner")
    address = keep(client, "Loud ones")
    keep(client, "Turkish", "/alerts?country=TR")
    assert client.get("/alerts").status_code == 200
    assert change(client, app, "first") == 302
    answer = client.get("/alerts")
    assert (answer.status_code, answer.location) == (302, address)
    page = client.get(address).text
    # The way back to all alerts, and to each filter's “All”, leads to no view again.
    everything = re.findall(r'<a href="([^"]+)"[^>]*>All(?: alerts)?</a>', page)
    assert len(everything) >= 5
    for href in everything:
        assert client.get(href.replace("&amp;", "&")).status_code == 200, href
    assert change(client, app, "not_first") == 302
    assert client.get("/alerts").status_code == 200


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Give it a name"),
        (" \u202e\n ", "Give it a name"),
        ("x" * (MAX_NAME + 1), f"Use at most {MAX_NAME} characters"),
        ("LOUD ones", "You have a view called “LOUD ones” already"),
    ],
)
def test_a_name_that_is_no_use_is_refused_at_the_field_and_kept(
    app: Flask, name: str, why: str
) -> None:
    client = client_of(app, "owner")
    keep(client, "Loud ones", "/alerts?severity=low")
    answer = client.post(HIGH, data={"view": "keep", "name": name})
    assert answer.status_code == 422
    assert f'id="view-error">{why}.' in answer.text
    if name.strip(" \n\u202e"):
        assert f'value="{name}"' in answer.text


def test_all_alerts_are_no_view_and_there_is_an_end_to_views(app: Flask) -> None:
    client = client_of(app, "owner")
    answer = client.post("/alerts", data={"view": "keep", "name": "Everything"})
    assert answer.status_code == 422
    assert "Choose a filter first" in answer.text
    for place in range(MAX_VIEWS):
        keep(client, f"View {place}")
    answer = client.post(HIGH, data={"view": "keep", "name": "One more"})
    assert answer.status_code == 422
    assert "remove one first" in answer.text


def test_hostile_names_and_absurd_numbers_break_nothing(app: Flask) -> None:
    client = client_of(app, "owner")
    keep(client, "<script>alert(1)</script>")
    page = client.get(HIGH).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    for number in ("", "x", "999999999", "-1"):
        data = {"view": "rename", "view_id": number, "name": "y"}
        assert client.post(HIGH, data=data).status_code == 404
    assert client.post(HIGH, data={"view": "nonsense"}).status_code == 400
    assert client.get("/alerts?view=zzz&severity=high").status_code == 200


def test_views_stand_in_no_audit_trail_as_other_settings_of_a_person_do_not(app: Flask) -> None:
    with reading(engine_of(app)) as session:
        before = len(session.exec(select(AuditEntry)).all())
    client = client_of(app, "owner")
    keep(client, "Quiet")
    change(client, app, "remove")
    with reading(engine_of(app)) as session:
        assert len(session.exec(select(AuditEntry)).all()) == before


def test_what_counts_for_one_s_own_desk_counts_for_the_one_who_looks(app: Flask) -> None:
    for name, count in (("teammate", 1), ("owner", 0)):
        client = client_of(app, name)
        address = keep(client, "My work", "/alerts?work=mine")
        page = client.get(address).text
        assert re.search(rf'My work <span class="n">{count}</span>', page), name
        assert page.count('class="alert-row"') == count


def test_countries_of_the_filter_say_how_many_alerts_each_has(app: Flask) -> None:
    client = client_of(app, "owner")
    page = client.get("/alerts?state=waiting").text
    counts = re.findall(r'state=waiting&amp;country=([A-Z]{2})">[^<]+ <span class="n">(\d+)', page)
    assert dict(counts)["TR"] == "1"
    assert "NG" not in dict(counts)  # its alert is resolved
    for code, count in counts:
        listed = client.get(f"/alerts?state=waiting&country={code}").text
        assert listed.count('class="alert-row"') == int(count), code


def test_a_crowd_of_views_costs_no_more_questions(app: Flask) -> None:
    client = client_of(app, "owner")
    keep(client, "First")
    seen = []
    for _ in range(2):
        with statements(engine_of(app)) as asked:
            client.get(HIGH)
        seen.append(len(asked))
        with writing(engine_of(app)) as session:
            view = session.exec(select(SavedView).where(SavedView.name == "First")).one()
            if len(seen) == 2:
                break
            for place in range(10):
                session.add(
                    SavedView(
                        user_id=view.user_id, name=str(place), words={"work": "mine"},
                        created_at=view.created_at,
                    )
                )  # fmt: skip
    assert seen[0] == seen[1]
