"""Proposals in the browser and over the API: the evidence, the decision, and the second officer."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from data.db import reading, writing
from data.models import RuleProposal
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled app; forms need no CSRF token (its own tests turn that on)."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def proposal_of(app: Flask, *, told: bool = True) -> RuleProposal:
    """An open proposal whose stance the text tells (or does not tell)."""
    with reading(engine_of(app)) as session:
        rows = session.exec(
            select(RuleProposal)
            .where(RuleProposal.state == "open", RuleProposal.country != "EU")
            .order_by(col(RuleProposal.id))
        ).all()
    return next(row for row in rows if bool(row.draft["stance"]) is told)


def token(app: Flask, name: str = "teammate", scope: str = "work") -> dict[str, str]:
    with writing(engine_of(app)) as session:
        user = user_by_email(session, f"{name}@fleet.test")
        assert user is not None
        secret = issue_token(session, user.id or 0, name="desk", scope=scope, now=NOW)
    return {"Authorization": f"Bearer {secret}"}


def test_the_rules_page_says_how_many_wait(app: Flask) -> None:
    text = client_of(app, "owner").get("/rules").text
    assert "proposals to decide on" in text
    listed = client_of(app, "owner").get("/rules/proposals").text
    assert f'href="/rules/proposals/{proposal_of(app).id}"' in listed
    assert 'aria-current="page">Rules' in listed


def test_a_proposal_shows_difference_evidence_and_today(app: Flask) -> None:
    proposal = proposal_of(app)
    text = client_of(app, "owner").get(f"/rules/proposals/{proposal.id}").text
    assert "Difference to the rule today" in text
    assert '<mark class="mark-evidence"' in text
    assert proposal.reasons[0] in text
    country = client_of(app, "owner").get(f"/rules/{proposal.country}").text
    assert f'href="/rules/proposals/{proposal.id}"' in country


def test_an_officer_accepts_and_the_rule_of_the_country_changes_with_its_history(
    app: Flask,
) -> None:
    proposal, client = proposal_of(app), client_of(app, "teammate")
    form = {"action": "accept", "summary": "Foreign SIMs must leave.", "effective": "2026-01-01"}
    done = client.post(f"/rules/proposals/{proposal.id}", data=form)
    assert (done.status_code, done.location) == (302, f"/rules/proposals/{proposal.id}")
    text = client.get(f"/rules/{proposal.country}").text
    assert "Foreign SIMs must leave." in text
    assert "entered by teammate@fleet.test" in text
    assert f'href="/rules/proposals/{proposal.id}">what it rests on' in text
    then = client.get(f"/rules/{proposal.country}?known=2026-11-14").text
    assert "Foreign SIMs must leave." not in then
    trail = client.get(f"/rules/proposals/{proposal.id}").text
    assert "teammate@fleet.test" in trail
    assert "<form method" not in trail.split("What happened")[0].split("page-head")[1]


def test_the_second_officer_is_told_and_keeps_what_was_typed(app: Flask) -> None:
    address = f"/rules/proposals/{proposal_of(app).id}"
    client_of(app, "owner").post(address, data={"action": "reject", "note": "Not ours"})
    second = client_of(app, "teammate").post(address, data={"action": "accept"})
    assert second.status_code == 409
    assert "is rejected already, by owner@fleet.test" in second.text


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"action": "reject"}, "Say in a note why"),
        ({"action": "accept", "limit_days": "many"}, "Days are a whole number"),
        (
            {"action": "accept", "limit_days": "9", "limit_shape": "moon"},
            "how the days are counted",
        ),
        ({"action": "accept", "replaces": "x"}, "fact:entry"),
        ({"action": "burn"}, "accept or reject"),
        ({"action": "accept", "effective": "2026-02-31", "note": "kept <b>"}, "no such day"),
    ],
)
def test_what_is_wrong_comes_back_with_the_reason(
    app: Flask, form: dict[str, str], message: str
) -> None:
    answer = client_of(app, "teammate").post(f"/rules/proposals/{proposal_of(app).id}", data=form)
    assert answer.status_code == 422
    assert message in answer.text
    if "note" in form:
        assert "kept &lt;b&gt;" in answer.text


def test_what_the_text_does_not_tell_is_asked(app: Flask) -> None:
    proposal = proposal_of(app, told=False)
    client = client_of(app, "teammate")
    text = client.get(f"/rules/proposals/{proposal.id}").text
    assert proposal.question in text
    assert "Choose …" in text
    refused = client.post(f"/rules/proposals/{proposal.id}", data={"action": "accept"})
    assert "Say how the country stands" in refused.text


def test_a_viewer_looks_and_does_not_decide(app: Flask) -> None:
    address = f"/rules/proposals/{proposal_of(app).id}"
    client = client_of(app, "stranger")
    assert "You may look, not decide" in client.get(address).text
    assert client.post(address, data={"action": "accept"}).status_code == 403


def call(client: FlaskClient, address: str, **kwargs: Any) -> tuple[int, dict[str, Any]]:
    answer = client.open(address, **kwargs)
    return answer.status_code, json.loads(answer.data)


def test_a_program_reads_and_decides_for_an_officer(app: Flask) -> None:
    client, headers, proposal = app.test_client(), token(app), proposal_of(app)
    address = f"/api/v1/rules/proposals/{proposal.id}"
    _, listed = call(client, "/api/v1/rules/proposals", headers=headers)
    assert proposal.id in {one["id"] for one in listed["proposals"]}
    status, one = call(client, address, headers=headers)
    assert (status, one["draft"], bool(one["quotes"])) == (200, proposal.draft, True)
    body = {"action": "accept", "changes": {"limit_days": 45}, "note": "by program"}
    status, done = call(client, address, method="POST", headers=headers, json=body)
    assert (status, done["state"]) == (200, "accepted")
    _, rules = call(
        client, f"/api/v1/rules?country={proposal.country}&on=2030-01-01", headers=headers
    )
    facts = rules["countries"][proposal.country][proposal.topic]["facts"]
    (mine,) = [fact for fact in facts if fact["id"].endswith(f"-p{proposal.id}")]
    assert (mine["limit_days"], mine["recorded_by"]) == (45, "teammate@fleet.test")
    assert mine["evidence"]["quotes"] == one["quotes"]
    status, refused = call(client, address, method="POST", headers=headers, json=body)
    assert (status, refused["code"]) == (409, "proposal_decided")


@pytest.mark.parametrize(
    ("who", "scope", "status"), [("owner", "read", 403), ("stranger", "work", 403)]
)
def test_reading_is_not_deciding(app: Flask, who: str, scope: str, status: int) -> None:
    address = f"/api/v1/rules/proposals/{proposal_of(app).id}"
    headers = token(app, who, scope)
    body = {"action": "accept"}
    assert app.test_client().post(address, headers=headers, json=body).status_code == status
    secret = headers["Authorization"].removeprefix("Bearer ")
    in_address = app.test_client().post(f"{address}?token={secret}", json=body)
    assert in_address.status_code == 401


@pytest.mark.parametrize(
    "body",
    [7, [], {"action": "accept", "changes": []}, {"action": "accept", "replaces": "x"},
     {"action": "accept", "replaces": [7]}, {"action": "reject", "note": 7}, {}],
)  # fmt: skip
def test_a_program_that_errs_is_told_where(app: Flask, body: object) -> None:
    address = f"/api/v1/rules/proposals/{proposal_of(app).id}"
    status, refused = call(app.test_client(), address, method="POST", headers=token(app), json=body)
    assert (status, refused["code"]) == (422, "body")
    missing = call(
        app.test_client(),
        "/api/v1/rules/proposals/999",
        method="POST",
        headers=token(app),
        json={"action": "accept"},
    )
    assert missing[0] == 404


def test_brackets_nested_thousands_deep_are_refused(app: Flask) -> None:
    address = f"/api/v1/rules/proposals/{proposal_of(app).id}"
    headers = token(app) | {"Content-Type": "application/json"}
    answer = app.test_client().post(address, headers=headers, data="[" * 100_000)
    assert (answer.status_code, json.loads(answer.data)["code"]) == (400, "json")


def test_what_a_program_writes_is_plain_text_in_the_ledger(app: Flask) -> None:
    client, headers, proposal = app.test_client(), token(app), proposal_of(app)
    address = f"/api/v1/rules/proposals/{proposal.id}"
    long = {"action": "accept", "changes": {"authority": "x" * 601}}
    status, refused = call(client, address, method="POST", headers=headers, json=long)
    assert (status, refused["errors"][0]["where"]) == (422, "changes.authority")
    # Half of a pair is no character: no page could be sent that shows it.
    half = {"action": "accept", "note": "seen \ud800 today"}
    status, refused = call(client, address, method="POST", headers=headers, json=half)
    assert (status, refused["code"]) == (400, "json")
    changes = {"instrument": "Law\u202e No.\x00 5", "authority": "BTK\u200b"}
    body = {"action": "accept", "changes": changes, "note": "seen\x00 today"}
    status, _ = call(client, address, method="POST", headers=headers, json=body)
    assert status == 200
    _, rules = call(
        client, f"/api/v1/rules?country={proposal.country}&on=2030-01-01", headers=headers
    )
    facts = rules["countries"][proposal.country][proposal.topic]["facts"]
    (mine,) = [fact for fact in facts if fact["id"].endswith(f"-p{proposal.id}")]
    assert (mine["instrument"], mine["authority"]) == ("Law No. 5", "BTK")
    page = client_of(app, "stranger").get(f"/rules/proposals/{proposal.id}")
    assert page.status_code == 200
    assert "seen  today" in page.text


def test_only_officers_make_tokens_that_decide(app: Flask) -> None:
    for name, status in (("teammate", 201), ("stranger", 422)):
        form = {"name": f"of {name}", "scope": "work"}
        assert client_of(app, name).post("/account/tokens", data=form).status_code == status
        shown = "<span>work</span>" in client_of(app, name).get("/account").text
        assert shown == (status == 201)
