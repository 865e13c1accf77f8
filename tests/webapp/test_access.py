"""Who sees which fleet: every route as somebody of another fleet, and every way out of the app."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from data.db import reading, writing
from data.models import Alert, Delivery, Digest, Fleet, PlatformAccount, Sim, User
from data.queries.members import set_members
from data.queries.people import user_by_email
from data.words import Pace
from tests.factories import NOW, make_fleet, make_sims
from tests.webapp.filled import PAGES, client_of, engine_of
from tests.webapp.test_routes import VALUES, addresses
from webapp.alerts.raising import add_event, queue_mails
from webapp.context import Context
from webapp.delivery.notices import outgoing_of
from webapp.delivery.types import TransportError
from webapp.digests.building import build_digests
from webapp.digests.contents import digest_notice

SECRET = "Meters of the north"
#: Counts that only the hidden fleet can bring about.
FIGURES = ("14,454", "14454", "14,461", "14461", "2,404", "2404", "3,120", "3120", "1,893", "1893")


@pytest.fixture
def parted(filled_app: Flask) -> Flask:
    """The filled store's fleet belongs to one person; the three others have a small one of their own."""
    with writing(engine_of(filled_app)) as session:
        fleet = session.get_one(Fleet, 1)
        for alert in session.exec(select(Alert)):
            alert.reason = alert.reason.replace(fleet.name, SECRET) + f" ({SECRET})"
        fleet.name = SECRET
        member = User(email="member@fleet.test", name="Member", role="officer", created_at=NOW)
        session.add(member)
        session.flush()
        set_members(session, 1, [member.id or 0])
        make_sims(session, make_fleet(session, "Trackers"), 7, visited_country="FR")
    return filled_app


def token_of(app: Flask, name: str) -> str:
    """A fresh token of somebody, made on the account's page as people make it."""
    app.config["WTF_CSRF_ENABLED"] = False
    page = client_of(app, name).post("/account/tokens", data={"name": "mine", "scope": "read"})
    found = re.search(r"rw_[\w-]+|class=\"mono secret\">([^<]+)<", page.text)
    assert found, page.text
    return found[1] or found[0]


def hidden_marks(app: Flask) -> list[str]:
    """What must not be read: the name, ICCIDs, what alerts are called by, counts."""
    with reading(engine_of(app)) as session:
        sims = session.exec(select(Sim.iccid).where(Sim.fleet_id == 1).limit(500)).all()
    return [SECRET, *sims, *FIGURES]


def walked(app: Flask, name: str, marks: list[str]) -> list[str]:
    """Every address at which this person reads one of the marks."""
    client, found = client_of(app, name), []
    for address in sorted({address for _, address in addresses(app, "GET")} | set(PAGES)):
        answer = client.get(address)
        text = answer.get_data(as_text=True)
        answer.close()
        if any(mark in text for mark in marks):
            found.append(address)
    return found


@pytest.mark.parametrize("name", ["teammate", "stranger"])
def test_no_route_shows_anything_of_another_fleet(parted: Flask, name: str) -> None:
    assert walked(parted, name, hidden_marks(parted)) == []


def test_its_members_and_administrators_see_it_on_the_same_walk(parted: Flask) -> None:
    marks = hidden_marks(parted)
    as_member, as_owner = walked(parted, "member", marks), walked(parted, "owner", marks)
    assert len(as_member) > 20
    assert set(as_owner) - set(as_member) <= {"/fleet/members", "/start"}


def test_an_address_of_another_fleet_is_one_that_does_not_exist(parted: Flask) -> None:
    parted.config["WTF_CSRF_ENABLED"] = False
    client = client_of(parted, "teammate")
    for method in ("GET", "POST"):
        for rule, address in addresses(parted, method):
            if rule.arguments & {"alert_id", "fleet_id", "import_id", "job_id"}:
                expected = (403, 404) if address.startswith("/fleet/members") else (404,)
                answer = client.open(address, method=method, data={"action": "acknowledge"})
                assert answer.status_code in expected, (method, address)
    with reading(engine_of(parted)) as session:
        assert session.get_one(Alert, VALUES["alert_id"]).state == "new"


def test_counts_are_of_what_one_sees(parted: Flask) -> None:
    client = client_of(parted, "teammate")
    assert "7 live SIMs" in client.get("/fleet").text
    assert "No alert needs you" in client.get("/").text
    assert "count count-high" not in client.get("/").text


def test_the_other_fleet_s_accounts_cannot_be_touched(parted: Flask) -> None:
    parted.config["WTF_CSRF_ENABLED"] = False
    with writing(engine_of(parted)) as session:
        account = PlatformAccount(
            fleet_id=1, platform="kore", name=SECRET, sealed="x", created_at=NOW, next_pull_at=NOW
        )
        session.add(account)
        session.flush()
        number = account.id
    client = client_of(parted, "teammate")
    assert SECRET not in client.get("/fleet/platforms").text
    for act in ("pull", "disconnect"):
        assert client.post(f"/fleet/platforms/{number}/{act}").status_code == 404
    assert client_of(parted, "member").post(f"/fleet/platforms/{number}/pull").status_code == 302


def test_nobody_imports_or_connects_into_a_fleet_that_is_not_theirs(parted: Flask) -> None:
    parted.config["WTF_CSRF_ENABLED"] = False
    client = client_of(parted, "teammate")
    file = (io.BytesIO(b"iccid,state\n8949300000000000012,active\n"), "a.csv")
    page = client.post("/fleet/imports", data={"fleet": SECRET, "file": file})
    assert page.status_code == 422
    assert "no member" in page.text
    page = client.post("/fleet/platforms", data={"fleet": SECRET, "platform": "kore"})
    assert page.status_code == 422
    with reading(engine_of(parted)) as session:
        assert (
            session.exec(select(PlatformAccount).where(PlatformAccount.fleet_id == 1)).all() == []
        )


def test_feed_and_api_show_what_the_token_s_owner_may_see(parted: Flask) -> None:
    marks = hidden_marks(parted)
    addresses_ = ("/feed.json", "/api/v1/coverage", "/api/v1/clocks", "/api/v1/check?country=TR")
    theirs = {"Authorization": f"Bearer {token_of(parted, 'teammate')}"}
    own = {"Authorization": f"Bearer {token_of(parted, 'member')}"}
    client = parted.test_client()
    for address in addresses_:
        answer = client.get(address, headers=theirs)
        assert answer.status_code == 200, address
        assert [mark for mark in marks if mark in answer.text] == [], address
    assert json.loads(client.get("/feed.json", headers=theirs).text)["items"] == []
    assert len(json.loads(client.get("/feed.json", headers=own).text)["items"]) > 3
    of_fleet = {"fleet": SECRET}
    assert client.get("/api/v1/clocks", query_string=of_fleet, headers=theirs).status_code == 404
    assert client.get("/api/v1/clocks", query_string=of_fleet, headers=own).status_code == 200


def test_the_list_to_take_away_holds_own_sims_only(parted: Flask) -> None:
    def lines(name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(client_of(parted, name).get("/clocks/1.csv").text)))

    assert len(lines("teammate")) == 1
    assert len(lines("member")) == len(lines("owner"))


def queued(session: Session, app: Flask) -> list[str]:
    """Whom a new mail of the first alert goes to."""
    alert = session.get_one(Alert, 1)
    alert.severity, alert.backlog = "high", False
    event = add_event(session, alert, "moved", "A test.", NOW)
    before = {one.id for one in session.exec(select(Delivery))}
    queue_mails(session, alert, event, app.extensions["roamwatch"].settings, NOW)
    session.flush()
    rows = session.exec(select(Delivery).order_by(col(Delivery.id)))
    return sorted(one.recipient for one in rows if one.id not in before)


def test_an_alert_s_mail_goes_to_members_and_administrators(parted: Flask) -> None:
    with writing(engine_of(parted)) as session:
        for user in session.exec(select(User)):
            user.wants_mail = True
        session.flush()
        assert queued(session, parted) == ["member@fleet.test", "owner@fleet.test"]
        set_members(session, 1, [])
        assert len(queued(session, parted)) == 4


def test_who_left_the_fleet_is_not_told_what_was_queued(parted: Flask) -> None:
    with writing(engine_of(parted)) as session:
        queued(session, parted)
        owner = user_by_email(session, "owner@fleet.test")
        set_members(session, 1, [owner.id or 0] if owner else [])
    with reading(engine_of(parted)) as session:
        delivery = session.exec(
            select(Delivery)
            .where(Delivery.recipient == "member@fleet.test")
            .order_by(col(Delivery.id).desc())
        ).first()
        assert delivery is not None
        with pytest.raises(TransportError, match="no longer for its reader") as caught:
            outgoing_of(session, delivery, now=NOW, live_days=90)
    assert caught.value.permanent


def test_a_digest_says_nothing_of_another_fleet(parted: Flask) -> None:
    context: Context = parted.extensions["roamwatch"]
    with writing(context.engine) as session:
        for user in session.exec(select(User)):
            user.wants_mail, user.created_at = True, NOW - timedelta(days=400)
    build_digests(context, Pace.WEEKLY, at_once=True)
    for name, sees in (("teammate", False), ("member", True), ("owner", True)):
        with reading(context.engine) as session:
            reader = user_by_email(session, f"{name}@fleet.test")
            assert reader is not None
            digest = session.exec(select(Digest).where(Digest.user_id == reader.id)).one()
            notice = digest_notice(session, digest, now=NOW, live_days=90)
        assert bool(notice.raised) is sees, name
        assert (SECRET in repr(notice)) is sees, name
