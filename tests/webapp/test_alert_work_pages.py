"""What people do with alerts on their pages: giving, dates, comments, links, watching, many at once."""

from datetime import date, datetime, timedelta

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
