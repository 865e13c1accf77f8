"""Webhooks over the API: made, tested, given a new secret, switched, and their deliveries sent again."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, Channel, Delivery, User
from data.sealing import CHANNELS, unseal
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused
from tests.webapp.filled import engine_of
from tests.webapp.outbox_world import add_delivery
from webapp.delivery.making import MOST_CHANNELS

HOOK = {"url": "https://tickets.fleet.test/in?key=hush", "name": "Tickets"}


@pytest.fixture
def program(filled_app: Flask) -> Program:
    return Program(filled_app, scope="notify")


def made(program: Program) -> tuple[str, dict[str, Any]]:
    answer = program.ask("/webhooks", "POST", json=HOOK)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.get_json()
    return answer.headers["Location"].removeprefix("/api/v1"), found


def secrets_of(app: Flask, number: int) -> dict[str, str]:
    with reading(engine_of(app)) as session:
        sealed = session.get_one(Channel, number).sealed
    return unseal(sealed, app.extensions["roamwatch"].settings.signing_key, CHANNELS)


def test_the_secret_is_shown_once_and_the_address_without_its_query(
    filled_app: Flask, program: Program
) -> None:
    path, hook = made(program)
    assert secrets_of(filled_app, hook["id"])["secret"] == hook.pop("secret")
    assert secrets_of(filled_app, hook["id"])["url"] == HOOK["url"]
    assert program.get(path) == hook
    assert "hush" not in program.ask("/webhooks").text
    assert [one["id"] for one in program.get("/channels")["items"]] == [hook["id"]]


def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    filled_app: Flask, program: Program
) -> None:
    path, hook = made(program)
    status, again = program.post(f"{path}/rotate")
    assert status == 200
    assert again["secret"] != hook["secret"]
    values = secrets_of(filled_app, hook["id"])
    assert (values["secret"], values["old"]) == (again["secret"], hook["secret"])
    assert again["old_until"] == (NOW + timedelta(days=1)).isoformat().replace("+00:00", "Z")


def test_a_webhook_whose_secrets_cannot_be_opened_is_to_be_made_anew(filled_app: Flask) -> None:
    program = Program(filled_app, "owner", "notify")
    damaged = program.get("/webhooks")["items"][0]
    assert refused(program.ask(f"/webhooks/{damaged['id']}/rotate", "POST")) == (409, "channel")


def test_the_same_key_makes_one_webhook(filled_app: Flask, program: Program) -> None:
    headers = {"Idempotency-Key": "hook-1"}
    first, second = (program.ask("/webhooks", "POST", json=HOOK, headers=headers) for _ in range(2))
    assert first.data == second.data
    assert len(program.get("/webhooks")["items"]) == 1
    assert refused(program.ask("/webhooks", "POST", json=HOOK)) == (409, "channel")
    with reading(engine_of(filled_app)) as session:
        acts = session.exec(
            select(AuditEntry).where(AuditEntry.subject == f"channel:{first.get_json()['id']}")
        ).all()
    assert [one.action for one in acts] == ["created"]


def test_there_are_only_so_many(program: Program) -> None:
    for number in range(MOST_CHANNELS):
        body = {"url": f"https://fleet.test/{number}"}
        assert program.ask("/webhooks", "POST", json=body).status_code == 201
    assert refused(program.ask("/webhooks", "POST", json=HOOK)) == (409, "channel")
    page = program.get("/webhooks?limit=15")
    rest = program.get(f"/webhooks?limit=15&after={page['next']}")
    assert len(page["items"]) + len(rest["items"]) == MOST_CHANNELS
    assert rest["next"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "ftp://fleet.test"},
        {"url": "https://user:pass@fleet.test/"},
        {"url": "https://fleet.test/" + "x" * 2000},
        {"url": "https://fleet.test/", "name": "x" * 81},
        {"url": "https://fleet.test:0/"},
    ],
)
def test_what_is_no_receiver_is_refused(program: Program, body: dict[str, Any]) -> None:
    assert refused(program.ask("/webhooks", "POST", json=body)) == (422, "body")
    assert program.get("/webhooks")["items"] == []


def test_it_is_switched_off_and_on(program: Program) -> None:
    path, _ = made(program)
    off = program.ask(path, "PATCH", json={"enabled": False}).get_json()
    assert (off["state"], off["reason"]) == ("disabled", "switched off by its owner")
    assert refused(program.ask(f"{path}/test", "POST")) == (409, "channel_disabled")
    assert program.ask(path, "PATCH", json={"enabled": True}).get_json()["state"] == "active"


def test_a_test_is_put_on_its_way_and_its_deliveries_are_read_in_pieces(
    filled_app: Flask, program: Program
) -> None:
    path, hook = made(program)
    status, sent = program.post(f"{path}/test")
    assert (status, sent["about"], sent["state"]) == (202, "channel", "pending")
    with writing(engine_of(filled_app)) as session:
        for number in range(4):
            add_delivery(
                session, NOW, key=f"more:{number}", channel="webhook", channel_id=hook["id"],
                recipient="teammate@fleet.test", alert_id=1, state="dead", error="HTTP 500",
            )  # fmt: skip
    found: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = program.get(f"{path}/deliveries?limit=2&after={after}")
        found, after = found + page["items"], page["next"]
    assert len({one["id"] for one in found}) == 5
    assert [one["state"] for one in found] == ["dead"] * 4 + ["pending"]
    dead = program.get(f"{path}/deliveries?state=dead")["items"]
    assert dead == found[:4]
    status, again = program.post(f"{path}/deliveries/{dead[0]['id']}/replay")
    assert (status, again["state"], again["key"]) == (200, "pending", dead[0]["key"])
    status, still = program.post(f"{path}/deliveries/{dead[0]['id']}/replay")
    assert (status, still) == (200, again)


def test_two_tests_at_the_same_moment_are_two_messages(program: Program) -> None:
    path, _ = made(program)
    keys = {program.post(f"{path}/test")[1]["key"] for _ in range(3)}
    assert len(keys) == 3


def test_a_removed_one_is_forgotten_with_its_secrets(filled_app: Flask, program: Program) -> None:
    path, hook = made(program)
    assert program.ask(path, "DELETE").status_code == 204
    for address, method in ((path, "GET"), (path, "DELETE"), (f"{path}/deliveries", "GET")):
        assert refused(program.ask(address, method)) == (404, "webhook_not_found")
    with reading(engine_of(filled_app)) as session:
        assert session.get_one(Channel, hook["id"]).sealed == ""
    made(program)


def test_another_s_is_one_that_does_not_exist_even_for_administrators(
    filled_app: Flask, program: Program
) -> None:
    path, _ = made(program)
    _, sent = program.post(f"{path}/test")
    admin = Program(filled_app, "owner", "notify")
    own = f"/webhooks/{admin.get('/webhooks')['items'][0]['id']}"
    tried = (
        (path, "GET", None), (path, "PATCH", {"enabled": False}), (path, "DELETE", None),
        (f"{path}/rotate", "POST", None), (f"{path}/test", "POST", None),
        (f"{path}/deliveries", "GET", None),
        (f"{path}/deliveries/{sent['id']}/replay", "POST", None),
        (f"{own}/deliveries/{sent['id']}/replay", "POST", None),
    )  # fmt: skip
    for address, method, body in tried:
        assert admin.ask(address, method, json=body).status_code == 404, address
    mail = next(one for one in admin.get("/channels")["items"] if one["kind"] == "mail")
    assert refused(admin.ask(f"/webhooks/{mail['id']}", "DELETE"))[0] == 404


def test_a_viewer_makes_none_and_a_working_token_none_either(filled_app: Flask) -> None:
    viewer = Program(filled_app, "stranger", "notify")
    assert refused(viewer.ask("/webhooks", "POST", json=HOOK)) == (403, "role")
    worker = Program(filled_app, scope="work")
    assert refused(worker.ask("/webhooks", "POST", json=HOOK)) == (403, "token_scope")
    with writing(engine_of(filled_app)) as session:
        teammate = session.exec(select(User).where(User.email == "teammate@fleet.test")).one()
        teammate.role = "viewer"
        assert session.exec(select(Delivery.id)).first()
    demoted = Program(filled_app, scope="notify")
    assert refused(demoted.ask("/webhooks", "POST", json=HOOK)) == (403, "role")
