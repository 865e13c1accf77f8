"""Another address for one's own account, over a real mail server on the loopback."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import col, select

from data.audit import record
from data.db import reading, writing
from data.models import AuditEntry, Channel, Delivery, User
from data.queries.channels import mail_channel, switch_off
from data.queries.people import address_since
from tests.webapp.accounts.test_resetting import Post, enters, post
from tests.webapp.accounts.test_session import PASSWORD, owner
from tests.webapp.signing import carry
from webapp.accounts.readdressing import open_address
from webapp.delivery.outbox import deliver_due
from webapp.delivery.owning import BY_OWNER

__all__ = ["owner", "post"]
NEW = "new@fleet.test"


@pytest.fixture
def client(post: Post, sqlite_store: Engine, owner: User, now: datetime) -> FlaskClient:
    return carry(post.app.test_client(), sqlite_store, owner, now=now)


def ask(client: FlaskClient, email: str = NEW, present: str = PASSWORD) -> tuple[int, str]:
    data = {"email": email, "present": present}
    page = client.post("/account/address", data=data)
    return page.status_code, page.text


def link(post: Post) -> str:
    """The address in the newest mail, as a path."""
    deliver_due(post.context)
    body = post.mailbox.messages[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+/account/address/\S+", body.get_content())
    assert found is not None
    return urlsplit(found[0]).path


def addresses(store: Engine) -> list[str]:
    with reading(store) as session:
        return list(session.exec(select(User.email).order_by(col(User.id))))


def test_it_changes_by_the_link_and_the_old_address_is_told(
    post: Post, client: FlaskClient, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    elsewhere = carry(post.app.test_client(), sqlite_store, owner, now=now)
    assert ask(client, " New@Fleet.test ")[0] == 302
    place = link(post)
    assert post.mailbox.messages[-1]["To"] == NEW
    page = client.get(place)
    assert (page.status_code, NEW in page.text) == (200, True)
    assert addresses(sqlite_store)[0] == owner.email  # opening it changes nothing
    assert client.post(place).status_code == 302
    assert addresses(sqlite_store)[0] == NEW
    assert f"Your address is {NEW} now" in client.get("/account").text
    assert elsewhere.get("/account").status_code == 302
    deliver_due(post.context)
    told = post.mailbox.messages[-1]
    assert (told["To"], told["Subject"]) == (owner.email, "Your account has another address")
    assert NEW in told.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert client.post(place).status_code == 410  # once
    assert not enters(post.app.test_client(), owner.email, PASSWORD)
    assert enters(post.app.test_client(), NEW, PASSWORD)
    trail = client.get("/admin/audit?about=person").text
    assert f"{owner.email} has the address {NEW} now" in trail


@pytest.mark.parametrize(
    ("email", "present", "field", "says"),
    [
        ("nobody", PASSWORD, "email", "is not an e-mail address"),
        ("a;b@c.test", PASSWORD, "email", "is not an e-mail address"),
        ("a,b@c.test", PASSWORD, "email", "is not an e-mail address"),
        ("ü@c.test", PASSWORD, "email", "is not an e-mail address"),
        ("a@b@c", PASSWORD, "email", "is not an e-mail address"),
        ("a\u202e@b.test", PASSWORD, "email", "is not an e-mail address"),
        ("owner@fleet.test", PASSWORD, "email", "This is your address already"),
        (NEW, "wrong", "present", "This is not your present password"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: FlaskClient, sqlite_store: Engine, email: str, present: str, field: str, says: str
) -> None:
    status, page = ask(client, email, present)
    assert status == 422
    assert says in page.partition(f'id="{field}-error"')[2].partition("</p>")[0]
    assert f'value="{email}"' in page
    assert present not in page
    with reading(sqlite_store) as session:
        assert session.exec(select(Delivery)).all() == []


def test_of_an_address_that_somebody_has_nothing_is_told(
    post: Post, client: FlaskClient, sqlite_store: Engine
) -> None:
    assert ask(client, "teammate@fleet.test")[0] == 302
    deliver_due(post.context)
    assert post.mailbox.messages == []


def test_who_asks_again_and_again_waits(client: FlaskClient) -> None:
    assert [ask(client, f"n{n}@fleet.test")[0] for n in range(4)] == [302, 302, 302, 422]


def test_the_link_counts_for_its_owner_alone_and_for_a_day(
    post: Post,
    client: FlaskClient,
    sqlite_store: Engine,
    people: dict[str, User],
    owner: User,
    now: datetime,
) -> None:
    ask(client)
    place = link(post)
    other = carry(post.app.test_client(), sqlite_store, people["teammate"], now=now)
    assert other.post(place).status_code == 410
    assert post.app.test_client().get(place).status_code == 302  # to sign in
    token, key = place.rpartition("/")[2], post.context.settings.signing_key
    with reading(sqlite_store) as session:
        user = session.get_one(User, owner.id)
        assert open_address(session, user, token, key=key, now=now) == NEW
        assert open_address(session, user, token, key=key, now=now + timedelta(days=1)) == ""
        assert open_address(session, user, token, key="another", now=now) == ""
        for broken in (
            "",
            "1",
            "1.2",
            "1.9999999999.bmV3.x",
            f"{token}x",
            token[:-1],
            "1.²²²²²².x.y",
        ):
            assert open_address(session, user, broken, key=key, now=now) == ""


def test_a_new_password_voids_it(post: Post, client: FlaskClient) -> None:
    ask(client)
    place = link(post)
    client.post("/account/password", data={"old": PASSWORD, "password": "quite another sentence"})
    assert client.post(place).status_code == 410


def test_who_got_the_address_meanwhile_keeps_it(
    post: Post, client: FlaskClient, sqlite_store: Engine, people: dict[str, User]
) -> None:
    ask(client)
    place = link(post)
    with writing(sqlite_store) as session:
        session.get_one(User, people["teammate"].id).email = NEW
    assert client.post(place).status_code == 410
    assert addresses(sqlite_store)[:2] == ["owner@fleet.test", NEW]


def delivery(key: str, recipient: str, now: datetime, **values: Any) -> Delivery:
    later = now + timedelta(days=1)
    return Delivery(
        key=key,
        channel="mail",
        recipient=recipient,
        created_at=now,
        next_attempt_at=later,
        **values,
    )


def test_what_was_and_is_to_be_sent_goes_with_the_person(
    post: Post, client: FlaskClient, sqlite_store: Engine, owner: User, now: datetime
) -> None:
    ask(client)
    place = link(post)
    with writing(sqlite_store) as session:
        for key, state in (("waits", "pending"), ("went", "sent"), ("died", "dead")):
            session.add(delivery(key, owner.email, now, state=state))
    client.post(place)
    with reading(sqlite_store) as session:
        found = {one.key: one.recipient for one in session.exec(select(Delivery))}
        acts = session.exec(select(AuditEntry.action)).all()
    assert {found["waits"], found["went"], found["died"]} == {NEW}
    assert "address_changed" in acts


def test_who_is_given_the_old_address_finds_nothing_of_it(
    post: Post, client: FlaskClient, sqlite_store: Engine, people: dict[str, User], now: datetime
) -> None:
    old = "owner@fleet.test"
    ask(client)
    place = link(post)
    with writing(sqlite_store) as session:
        session.add(delivery("went", old, now, state="sent"))
    client.post(place)
    with writing(sqlite_store) as session:
        next_one = session.get_one(User, people["teammate"].id)
        next_one.email = old
        left = {one.key[:12]: one.id for one in session.exec(select(Delivery))}
    theirs = carry(post.app.test_client(), sqlite_store, next_one, now=now)
    assert NEW not in theirs.get("/deliveries").text
    assert "went" not in theirs.get("/deliveries").text
    # Word of the change went to that address, and is not theirs either.
    for number in left.values():
        assert theirs.post(f"/deliveries/{number}/again").status_code == 404


@pytest.mark.parametrize(
    ("reason", "state"), [("550 5.1.1 gone", "active"), (BY_OWNER, "disabled")]
)
def test_mails_flow_again_that_the_old_mailbox_had_stopped(
    post: Post,
    client: FlaskClient,
    sqlite_store: Engine,
    owner: User,
    now: datetime,
    reason: str,
    state: str,
) -> None:
    ask(client)
    place = link(post)
    with writing(sqlite_store) as session:
        channel = mail_channel(session, session.get_one(User, owner.id), now=now)
        switch_off(session, channel.id or 0, reason=reason, now=now)
    client.post(place)
    with reading(sqlite_store) as session:
        assert session.get_one(Channel, channel.id).state == state


def test_a_link_that_was_used_is_void_after_the_way_back_too(
    post: Post, client: FlaskClient, sqlite_store: Engine, owner: User
) -> None:
    ask(client)
    there = link(post)
    assert client.post(there).status_code == 302
    ask(client, "owner@fleet.test")
    assert client.post(link(post)).status_code == 302
    assert addresses(sqlite_store)[0] == "owner@fleet.test"
    assert client.post(there).status_code == 410


def test_an_address_of_an_earlier_act_leads_to_today_s(sqlite_store: Engine, now: datetime) -> None:
    moves = [("a@x.test", "b@x.test"), ("c@x.test", "a@x.test"), ("b@x.test", "d@x.test")]
    with writing(sqlite_store) as session:
        entries = [
            record(
                session,
                actor=became,
                action="address_changed",
                subject="person:1",
                detail={"was": was, "became": became},
                now=now,
            )
            for was, became in moves
        ]
        assert address_since(session, "a@x.test", 0) == "d@x.test"
        assert address_since(session, "a@x.test", entries[1].id or 0) == "a@x.test"
        assert address_since(session, "e@x.test", 0) == "e@x.test"
