"""What people do with alerts on their pages: giving, dates, comments, links, watching, many at once."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading, writing
from data.models import (
    Alert,
    AlertLink,
    AlertWatcher,
    AuditEntry,
    Delivery,
    Development,
    FleetMember,
)
from tests.factories import make_story
from tests.webapp.conftest import SignIn


@pytest.fixture
def alert_id(sqlite_store: Engine) -> int:
    with writing(sqlite_store) as session:
        return make_story(session, title="A rule tightens").id or 0


def alert(store: Engine, number: int) -> Alert:
    with reading(store) as session:
        return session.get_one(Alert, number)


def words(store: Engine) -> list[str]:
    with reading(store) as session:
        return list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))))


def test_an_alert_is_given_and_the_page_says_to_whom(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("owner")
    answer = client.post(
        f"/alerts/{alert_id}", data={"action": "assign", "assignee": "2", "version": "1"}
    )
    page = client.get(answer.location).text
    assert "The alert is given." in page
    assert '<option value="2" selected>Teammate</option>' in page
    assert "Given to Teammate" in page
    with reading(sqlite_store) as session:
        assert session.exec(select(Delivery.recipient)).all() == ["teammate@fleet.test"]


def test_a_viewer_is_not_offered_and_is_refused(sign_in: SignIn, alert_id: int) -> None:
    client = sign_in("owner")
    assert ">Stranger</option>" not in client.get(f"/alerts/{alert_id}").text
    page = client.post(f"/alerts/{alert_id}", data={"action": "assign", "assignee": "3"})
    assert page.status_code == 422
    assert "Stranger@fleet.test may look, not act" in page.text


def test_a_due_day_is_set_shown_and_taken_away(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    data = {"action": "due", "day": "2026-12-01"}
    page = client.post(f"/alerts/{alert_id}", data=data, follow_redirects=True).text
    assert "It is due 1 Dec 2026." in page
    assert ">Due 1 Dec 2026</span>" in client.get("/alerts").text
    client.post(f"/alerts/{alert_id}", data={"action": "due", "day": ""})
    assert alert(sqlite_store, alert_id).due_on is None


@pytest.mark.parametrize("action", ["due", "snooze"])
def test_a_day_that_has_passed_comes_back_as_typed(
    sign_in: SignIn, alert_id: int, action: str
) -> None:
    data = {"action": action, "day": "2026-11-01"}
    page = sign_in("teammate").post(f"/alerts/{alert_id}", data=data)
    assert page.status_code == 422
    assert 'value="2026-11-01" aria-invalid="true"' in page.text
    assert page.text.count('id="day-error"') == 1


def test_what_is_overdue_says_so_and_has_its_filter(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        session.get_one(Alert, alert_id).due_on = now.date() - timedelta(days=1)
    page = sign_in("owner").get("/alerts?work=overdue").text
    assert "Overdue since 15 Nov 2026" in page
    assert "1 alert" in page


def test_a_snoozed_alert_leaves_the_list_which_says_so(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    data = {"action": "snooze", "day": "2026-12-01"}
    page = client.post(f"/alerts/{alert_id}", data=data, follow_redirects=True).text
    assert "It is out of sight until 1 Dec 2026." in page
    listed = client.get("/alerts").text
    assert "A rule tightens" not in listed
    assert '<a href="/alerts?work=snoozed">1 snoozed</a>' in listed
    assert "A rule tightens" in client.get("/alerts?work=snoozed").text
    assert "A rule tightens" in client.get("/alerts?work=all").text
    client.post(f"/alerts/{alert_id}", data={"action": "wake"})
    assert "A rule tightens" in client.get("/alerts").text
    assert words(sqlite_store) == ["raised", "acknowledged", "snoozed", "woken"]


def test_it_can_sleep_until_it_takes_effect_where_a_day_is_known(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    assert "Until it takes effect, 1 Jan 2027" in client.get(f"/alerts/{alert_id}").text
    client.post(f"/alerts/{alert_id}", data={"action": "snooze", "for_effect": "yes"})
    assert alert(sqlite_store, alert_id).snoozed_until == date(2027, 1, 1)
    assert "when it takes effect" in client.get(f"/alerts/{alert_id}").text
    with writing(sqlite_store) as session:
        session.exec(select(Development)).one().effective_on = None
    client.post(f"/alerts/{alert_id}", data={"action": "wake"})
    assert "Until it takes effect" not in client.get(f"/alerts/{alert_id}").text


def test_a_stale_page_is_told_who_did_what_and_keeps_what_was_typed(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    owner, teammate = sign_in("owner"), sign_in("teammate")
    owner.post(f"/alerts/{alert_id}", data={"action": "due", "day": "2026-12-01", "version": "1"})
    form = {"action": "resolve", "note": "All SIMs are out.", "version": "1"}
    page = teammate.post(f"/alerts/{alert_id}", data=form)
    assert page.status_code == 409
    assert "<bdi>owner@fleet.test</bdi> scheduled it" in page.text
    assert "All SIMs are out.</textarea>" in page.text
    assert 'name="version" value="2"' in page.text
    assert alert(sqlite_store, alert_id).state == "new"


def test_all_that_was_done_meanwhile_is_listed_and_nothing_from_before(
    sign_in: SignIn, alert_id: int
) -> None:
    owner, teammate = sign_in("owner"), sign_in("teammate")
    owner.post(f"/alerts/{alert_id}", data={"action": "acknowledge", "note": "Seen before"})
    owner.post(f"/alerts/{alert_id}", data={"action": "assign", "assignee": "1"})
    owner.post(f"/alerts/{alert_id}", data={"action": "comment", "note": "I ask <Vodafone>"})
    owner.post(f"/alerts/{alert_id}", data={"action": "start"})
    page = teammate.post(
        f"/alerts/{alert_id}", data={"action": "resolve", "note": "Done", "version": "2"}
    )
    meanwhile = page.text.partition("<h3>Meanwhile</h3>")[2].partition("</ol>")[0]
    assert "Given to Owner" in meanwhile
    assert "I ask &lt;Vodafone&gt;" in meanwhile
    assert "In progress" in meanwhile
    assert "Seen before" not in meanwhile


def test_a_move_meanwhile_is_told_as_ours(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    with writing(sqlite_store) as session:
        session.get_one(Alert, alert_id).version = 2
    page = sign_in("owner").post(
        f"/alerts/{alert_id}", data={"action": "acknowledge", "version": "1"}
    )
    assert page.status_code == 409
    assert "it was raised" in page.text


def test_a_comment_says_who_is_told_and_whom_nobody_knows(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    form = {"action": "comment", "note": "@owner and @ghost, please look."}
    client = sign_in("teammate")
    page = client.post(f"/alerts/{alert_id}", data=form, follow_redirects=True).text
    assert "Told: Owner. Nobody who sees this fleet is called ghost." in page
    assert "Mentioned: <bdi>owner@fleet.test</bdi>" in page
    with reading(sqlite_store) as session:
        assert session.exec(select(Delivery.recipient)).all() == ["owner@fleet.test"]


def test_everybody_who_sees_it_may_watch_it(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("stranger")
    page = client.post(f"/alerts/{alert_id}/watch", data={"on": "yes"}, follow_redirects=True).text
    assert "Watched by <bdi>Stranger</bdi>" in page
    assert ">Stop watching</button>" in page
    assert "A rule tightens" in client.get("/alerts?work=watched").text
    client.post(f"/alerts/{alert_id}/watch", data={"on": "no"})
    with reading(sqlite_store) as session:
        assert session.exec(select(AlertWatcher)).all() == []
    assert client.post("/alerts/999/watch").status_code == 404


def test_links_are_attached_shown_as_text_and_removed(
    sign_in: SignIn, sqlite_store: Engine, alert_id: int
) -> None:
    client = sign_in("teammate")
    data = {"url": "https://tickets.test/7?a=1&b=2", "title": "<b>Ticket</b>"}
    page = client.post(f"/alerts/{alert_id}/links", data=data, follow_redirects=True).text
    assert 'href="https://tickets.test/7?a=1&amp;b=2" rel="noopener noreferrer"' in page
    assert "&lt;b&gt;Ticket&lt;/b&gt;" in page
    assert "<b>Ticket" not in page
    assert client.post(f"/alerts/{alert_id}/links/1").status_code == 302
    assert client.post(f"/alerts/{alert_id}/links/1").status_code == 404
    with reading(sqlite_store) as session:
        assert session.exec(select(AlertLink)).all() == []
    assert words(sqlite_store) == ["raised", "linked", "unlinked"]


def test_an_address_that_is_none_comes_back_as_typed(sign_in: SignIn, alert_id: int) -> None:
    page = sign_in("teammate").post(
        f"/alerts/{alert_id}/links", data={"url": "javascript:alert(1)", "title": "T"}
    )
    assert page.status_code == 422
    assert 'value="javascript:alert(1)" aria-invalid="true"' in page.text
    assert 'href="javascript' not in page.text
    assert sign_in("teammate").post("/alerts/999/links", data={}).status_code == 404


@pytest.fixture
def three(sqlite_store: Engine) -> list[int]:
    with writing(sqlite_store) as session:
        return [make_story(session, title=f"Rule {place}").id or 0 for place in range(3)]


def many(client: Any, ids: list[str], **data: str) -> Any:
    return client.post("/alerts?state=waiting", data={"pick": ids} | data)


def test_those_that_are_ticked_are_worked_at_once(
    sign_in: SignIn, sqlite_store: Engine, three: list[int]
) -> None:
    client = sign_in("teammate")
    ticks = [f"{number}.1" for number in three[:2]]
    answer = many(client, ticks, action="resolve", note="Moved.")
    assert answer.location == "/alerts?state=waiting"
    assert "2 alerts are resolved." in client.get(answer.location).text
    assert [alert(sqlite_store, n).state for n in three] == ["resolved", "resolved", "new"]


@pytest.mark.parametrize(
    ("action", "more", "said"),
    [
        ("acknowledge", {}, "acknowledged"),
        ("dismiss", {"note": "Not ours."}, "dismissed"),
        ("assign", {"assignee": "1"}, "given"),
        ("snooze", {"day": "2026-12-01"}, "snoozed"),
    ],
)
def test_each_act_for_many_says_what_was_done(
    sign_in: SignIn, three: list[int], action: str, more: dict[str, str], said: str
) -> None:
    client = sign_in("teammate")
    answer = many(client, [f"{three[0]}.1"], action=action, **more)
    assert f"1 alert is {said}." in client.get(answer.location).text


def test_what_somebody_else_changed_is_left_and_named_and_the_rest_is_done(
    sign_in: SignIn, sqlite_store: Engine, three: list[int]
) -> None:
    owner, teammate = sign_in("owner"), sign_in("teammate")
    owner.post(f"/alerts/{three[0]}", data={"action": "start"})
    page = many(teammate, [f"{number}.1" for number in three], action="dismiss", note="Not ours.")
    assert page.status_code == 409
    assert "2 alerts are dismissed." in page.text
    assert "owner@fleet.test changed it meanwhile (started)" in page.text
    assert "Not ours.</textarea>" in page.text
    assert alert(sqlite_store, three[0]).state == "in_progress"


def test_the_form_for_many_names_what_is_missing(sign_in: SignIn, three: list[int]) -> None:
    client = sign_in("teammate")
    page = many(client, [], action="resolve", note="Done.")
    assert (page.status_code, "Tick the alerts first." in page.text) == (422, True)
    assert "Done.</textarea>" in page.text
    page = many(client, [f"{three[0]}.1"], action="resolve")
    assert page.status_code == 409
    assert "say in a note why you resolve it" in page.text
    assert re.search(rf'value="{three[0]}\.1"[^>]* checked', page.text)
    page = many(client, ["999.1", "x.y", "1"], action="acknowledge")
    assert "there is no such alert" in page.text
    assert many(client, ["1.1"], action="comment").status_code == 400
    assert many(sign_in("stranger"), ["1.1"], action="acknowledge").status_code == 403


def test_an_alert_of_another_fleet_is_not_worked_with_the_rest(
    sign_in: SignIn, sqlite_store: Engine, three: list[int]
) -> None:
    client = sign_in("teammate")
    with writing(sqlite_store) as session:
        hidden = session.get_one(Alert, three[0])
        session.add(FleetMember(fleet_id=hidden.fleet_id, user_id=1))
        others = session.get_one(Alert, three[1]).fleet_id
    assert others != hidden.fleet_id
    page = many(client, [f"{number}.1" for number in three[:2]], action="acknowledge")
    assert page.status_code == 409
    assert f"Alert {three[0]}</a>: there is no such alert." in page.text
    assert [alert(sqlite_store, n).state for n in three] == ["new", "acknowledged", "new"]


def test_all_of_a_page_are_ticked_by_a_link(sign_in: SignIn, three: list[int]) -> None:
    client = sign_in("teammate")
    assert "checked" not in client.get("/alerts").text
    assert client.get("/alerts?tick=all").text.count(" checked") == 3
    assert 'name="pick"' not in sign_in("stranger").get("/alerts?tick=all").text


def test_my_alerts_have_their_filter(sign_in: SignIn, three: list[int]) -> None:
    client = sign_in("teammate")
    many(client, [f"{three[1]}.1"], action="assign", assignee="2")
    page = client.get("/alerts?work=mine").text
    assert "Rule 1" in page
    assert "Rule 0" not in page
    assert 'title="Given to">Teammate</span>' in page
    assert "Rule 1" not in client.get("/alerts?work=unassigned").text
