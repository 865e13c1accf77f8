"""Correcting a fact by hand: a new entry over the files', told on the page, safe from the next re-seed."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from data.db import writing
from data.ledger import sync_ledger
from data.rules import rule_facts
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of

ADDRESS = "/rules/TR/facts/tr-roaming-trade"


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled app; forms need no CSRF token (its own tests turn that on)."""
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def seen(app: Flask) -> str:
    """The number of the entry that the form shows."""
    text = client_of(app, "teammate").get(ADDRESS).text
    found = re.search(r'name="seen" value="(\d+)"', text)
    assert found is not None
    return found[1]


def test_an_officer_corrects_a_fact_and_a_re_seed_leaves_it(app: Flask) -> None:
    client = client_of(app, "teammate")
    assert f'href="{ADDRESS}"' in client.get("/rules/TR").text
    form = {"seen": seen(app), "summary": "Foreign SIMs are cut off.", "note": "Asked counsel"}
    assert client.post(ADDRESS, data=form).location == "/rules/TR"
    changed = [
        fact.model_copy(update={"summary": "What a newer file says."})
        if fact.id == "tr-roaming-trade"
        else fact
        for fact in rule_facts()
    ]
    with writing(engine_of(app)) as session:
        sync_ledger(session, changed, now=NOW - timedelta(seconds=1))
    text = client.get("/rules/TR").text
    assert "Foreign SIMs are cut off." in text
    assert "entered by teammate@fleet.test: “Asked counsel”" in text
    assert text.index("officer decided otherwise") < text.index("What a newer file says.")


def test_the_second_of_two_is_told(app: Flask) -> None:
    form = {"seen": seen(app), "summary": "Foreign SIMs are cut off.", "note": "x"}
    client_of(app, "owner").post(ADDRESS, data=form)
    again = client_of(app, "teammate").post(ADDRESS, data=form | {"summary": "They are not cut."})
    assert again.status_code == 409
    assert "was changed by somebody else meanwhile" in again.text
    assert "They are not cut." in again.text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"note": ""}, "what your correction rests on"),
        ({}, "nothing is changed"),
        ({"stance": "perhaps"}, "stance"),
        ({"until": "2026-99"}, "no such day or month"),
        ({"limit_days": "x"}, "whole number"),
    ],
)
def test_what_is_wrong_is_told(app: Flask, change: dict[str, str], message: str) -> None:
    form = {"seen": seen(app), "note": "because"} | change
    answer = client_of(app, "teammate").post(ADDRESS, data=form)
    assert answer.status_code == 422
    assert message in answer.text.lower()


def test_a_viewer_looks_and_a_fact_that_is_none_is_not_found(app: Flask) -> None:
    client = client_of(app, "stranger")
    assert "You may look, not correct" in client.get(ADDRESS).text
    assert client.post(ADDRESS, data={"note": "x"}).status_code == 403
    assert "facts/tr" not in client.get("/rules/TR").text
    assert client.get("/rules/TR/facts/tr-roaming-999").status_code == 404
    assert client.get("/rules/DE/facts/tr-roaming-trade").status_code == 404
