"""The first run: what is done counts wherever it was done, and it can be left, resumed and put away."""

import io
import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select
from werkzeug.test import TestResponse

from data.db import reading, writing
from data.models import Delivery, Fleet, Subscription, User
from data.queries.setup import begin_steps, open_steps, steps_done
from data.settings import Settings
from data.words import FirstStep
from tests.factories import make_change, make_development, make_document, make_source, make_version
from tests.webapp.accounts.test_founding import WHO, path
from tests.webapp.conftest import SignIn
from tests.webapp.delivery.smtp_server import HOST, Mailbox, free_port, mail_server, only
from webapp import create_app
from webapp.context import Context
from webapp.delivery.mail import AS_FILE
from webapp.delivery.outbox import deliver_due

FILE = b"ICCID;State;Country;Last seen\n89490200001234567891;active;TR;2026-11-15\n"


@pytest.fixture
def owner(app: Flask, now: datetime) -> FlaskClient:
    """The first administrator, who has just come in."""
    client = app.test_client()
    assert client.post(path(app, now), data=WHO).location == "/start"
    return client


def step(page: TestResponse) -> str:
    """The step that is the next one."""
    found = re.search(r'<li id="step-(\w+)" class="is-next"', page.text)
    return found[1] if found else ""


def settle(client: FlaskClient, word: str) -> TestResponse:
    return client.post("/start/settle", data={"step": word})


def send(client: FlaskClient) -> TestResponse:
    form = {"file": (io.BytesIO(FILE), "sims.csv"), "fleet": "Meters"}
    return client.post("/fleet/imports", data=form)


def test_it_begins_with_the_first_account_and_each_page_of_the_way_leads_back(
    owner: FlaskClient,
) -> None:
    assert step(owner.get("/start")) == "fleet"
    for address in ("/", "/fleet", "/subscriptions", "/channels", "/deliveries"):
        page = owner.get(address).text
        assert "First steps: 1 of 5 done." in page
        assert 'href="/start"' in page
    assert "First steps:" not in owner.get("/alerts").text


def test_what_is_done_elsewhere_counts(owner: FlaskClient) -> None:
    assert send(owner).status_code == 302
    assert step(owner.get("/start")) == "subscriptions"
    owner.post("/subscriptions", data={"severity": "low", "pace": "weekly"})
    assert step(owner.get("/start")) == "mail"
    assert "First steps: 3 of 5 done." in owner.get("/").text


def test_the_sample_fleet_is_loaded_once_and_marked(
    owner: FlaskClient, sqlite_store: Engine
) -> None:
    for _ in range(2):
        assert owner.post("/start/sample").location == "/start"
    page = owner.get("/start")
    assert step(page) == "subscriptions"
    assert "badge-sample" in page.text
    assert "live in 25 countries" in page.text
    with reading(sqlite_store) as session:
        assert [(one.name, one.sample) for one in session.exec(select(Fleet))] == [
            ("Sample fleet", True)
        ]


@pytest.mark.parametrize(
    ("choice", "wishes"),
    [
        ("usual", [("high", "instant"), ("low", "daily")]),
        ("everything", [("low", "instant")]),
        ("weekly", [("low", "weekly")]),
    ],
)
def test_a_choice_is_wishes_for_wherever_sims_are_live(
    owner: FlaskClient, sqlite_store: Engine, choice: str, wishes: list[tuple[str, str]]
) -> None:
    send(owner)
    for _ in range(2):  # a double click asks for nothing twice
        owner.post("/start/subscriptions", data={"choice": choice})
    with reading(sqlite_store) as session:
        found = session.exec(select(Subscription).order_by(Subscription.id)).all()  # type: ignore[arg-type]
        assert [(one.severity, one.pace) for one in found] == wishes
        assert all(one.countries == one.topics == one.kinds == [] for one in found)
    assert "Wherever you have live SIMs" in owner.get("/subscriptions").text
    assert step(owner.get("/start")) == "mail"


def test_a_choice_that_is_none_is_refused_at_the_field(owner: FlaskClient) -> None:
    send(owner)
    page = owner.post("/start/subscriptions", data={"choice": "louder"})
    assert page.status_code == 422
    assert '<p class="field-error" id="choice-error">' in page.text


def test_without_a_mail_server_it_says_so_and_how_to_set_one(owner: FlaskClient) -> None:
    settle(owner, "fleet")
    settle(owner, "subscriptions")
    page = owner.get("/start")
    assert step(page) == "mail"
    assert "No mail server is set, so nobody gets a mail." in page.text
    assert "ROAMWATCH_SMTP_URL=smtp://" in page.text
    assert owner.post("/start/mail").status_code == 409
    settle(owner, "mail")
    page = owner.get("/start")
    assert step(page) == "replay"
    assert '<h2>A mail that arrives <span class="badge">Left out</span></h2>' in page.text
    assert "No mail server is set, so nobody gets a mail." in page.text
    assert "1 of 5 steps is done." in page.text


def test_a_mail_that_became_a_file_proves_nothing(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        for answer in (f"{AS_FILE} outbox/a.eml", "taken by the mail server"):
            assert FirstStep.MAIL not in steps_done(session, as_file=AS_FILE)
            session.add(
                Delivery(
                    key=answer, channel="mail", recipient="a@b.test", state="sent", answer=answer,
                    created_at=now, next_attempt_at=now,
                )
            )  # fmt: skip
            session.flush()
        assert FirstStep.MAIL in steps_done(session, as_file=AS_FILE)


class Posting:
    """The first run with a mail server that may be down."""

    def __init__(self, settings: Settings, store: Engine, now: datetime) -> None:
        self.port, self.now = free_port(), now
        url = SecretStr(f"smtp://user:geheim@{HOST}:{self.port}")
        settings = settings.model_copy(update={"smtp_url": url})
        self.context = Context(engine=store, settings=settings, clock=lambda: self.now)
        app = create_app(settings, store, lambda: self.now)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.client = app.test_client()
        self.client.post(path(app, now), data=WHO)
        for word in ("fleet", "subscriptions"):
            settle(self.client, word)

    def test(self) -> None:
        assert self.client.post("/start/mail").location == "/start"

    def page(self) -> str:
        return self.client.get("/start").text


@pytest.fixture
def posting(sqlite_settings: Settings, sqlite_store: Engine, now: datetime) -> Posting:
    return Posting(sqlite_settings, sqlite_store, now)


def test_a_test_arrives_and_the_step_is_done(posting: Posting) -> None:
    assert "127.0.0.1" in posting.page()
    assert "geheim" not in posting.page()
    posting.test()
    assert "The test is on its way" in posting.page()
    assert 'http-equiv="refresh"' in posting.page()
    mailbox = Mailbox()
    signs_in = {"authenticator": only(b"user", b"geheim"), "auth_require_tls": False}
    with mail_server(mailbox, port=posting.port, **signs_in):
        deliver_due(posting.context)
    assert [message["To"] for message in mailbox.messages] == ["first@fleet.test"]
    page = posting.client.get("/start")
    assert step(page) == "replay"
    assert "The mail server took a test to" in page.text


def test_a_mail_server_that_does_not_answer_is_told_at_the_field_and_tried_again_at_a_click(
    posting: Posting, sqlite_store: Engine
) -> None:
    posting.test()
    deliver_due(posting.context)
    page = posting.page()
    assert (
        "It did not go out: <bdi>mail server not reached (ConnectionRefusedError); see that it runs"
        in page
    )
    assert 'id="to-error"' in page
    assert 'aria-describedby="to-error"' in page
    assert 'value="first@fleet.test" readonly' in page
    assert 'http-equiv="refresh"' not in page
    posting.now += timedelta(seconds=5)
    posting.test()
    assert "The test is on its way" in posting.page()
    with reading(sqlite_store) as session:  # the same one is hurried: not two mails later
        assert len(session.exec(select(Delivery)).all()) == 1


def test_only_administrators_are_led(owner: FlaskClient, sign_in: SignIn) -> None:
    assert owner.get("/start").status_code == 200
    assert "First steps" not in sign_in("teammate").get("/").text
    assert sign_in("teammate").get("/start").status_code == 403


def test_put_away_it_leaves_the_pages_and_can_be_taken_up_again(owner: FlaskClient) -> None:
    assert settle(owner, "all").location == "/"
    assert "First steps:" not in owner.get("/").text
    page = owner.get("/start").text
    assert "1 of 5" not in page  # the replay was never seen, but nothing is left to lead through
    assert "the rest was left out" in page
    assert "Take up what was left out" in page
    assert 'href="/start"' in owner.get("/account").text
    assert owner.post("/start/again").location == "/start"
    assert step(owner.get("/start")) == "fleet"
    assert "First steps: 1 of 5 done." in owner.get("/").text


def test_a_step_that_is_none_is_refused(owner: FlaskClient) -> None:
    assert settle(owner, "everything").status_code == 400
    assert settle(owner, "").status_code == 400
    assert step(owner.get("/start")) == "fleet"


def test_the_last_step_is_the_past_played_on_the_fleet(
    owner: FlaskClient, sqlite_store: Engine, now: datetime
) -> None:
    send(owner)
    settle(owner, "subscriptions")
    settle(owner, "mail")
    page = owner.get("/start")
    assert step(page) == "replay"
    assert "the first reading of the" in page.text
    with writing(sqlite_store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        change = make_change(session, version, detected_at=now, published_on=now.date())
        make_development(session, change)
    page = owner.get("/start")
    assert "Of 1 change found so far, 1 would have alerted" in page.text
    assert "I have seen them" in owner.get("/fleet/replay/1").text
    assert settle(owner, "replay").location == "/"
    assert "The first steps are done with" in owner.get("/").text
    assert "First steps:" not in owner.get("/").text


def test_steps_are_begun_once_and_settled_by_hand_once(store: Engine, now: datetime) -> None:
    with reading(store) as session:
        assert open_steps(session) == frozenset()
    for _ in range(2):
        with writing(store) as session:
            begin_steps(session)
    with reading(store) as session:
        assert open_steps(session) == frozenset(FirstStep)


def test_a_store_whose_people_came_otherwise_is_led_nowhere(
    sign_in: SignIn, people: dict[str, User]
) -> None:
    assert people
    assert "First steps:" not in sign_in("owner").get("/").text
    assert "Take up what was left out" in sign_in("owner").get("/start").text
