"""The check before shipping: page, API and command give one answer, whose address can be kept."""

import html
import json
import re
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from data.db import writing
from data.ledger import record_fact
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from data.rules import RuleFact
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from webapp import context
from webapp.cli import main
from webapp.context import current

WORDS = {
    "country": "TR",
    "sims": "500",
    "technology": "euicc_sgp32",
    "days": "200",
    "home": "DE",
    "certified": "no",
}
MANY = WORDS | {"country": "TR:400, Germany:50, CN:50, AQ"}


@pytest.fixture
def app(filled_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The filled app, and commands that work on its store at its moment."""

    def clock() -> datetime:
        return NOW

    monkeypatch.setattr(context, "system_clock", clock)
    with filled_app.app_context():
        monkeypatch.setenv("ROAMWATCH_INSTANCE", str(current().settings.instance))
    # Left again: requests within an open context would share what one of them keeps in it.
    return filled_app


def of_api(app: Flask, words: dict[str, str]) -> Any:
    with writing(engine_of(app)) as session:
        user = user_by_email(session, "owner@fleet.test")
        assert user is not None
        secret = issue_token(session, user.id or 0, name="shop", now=NOW)
    answer = app.test_client().get(
        "/api/v1/check", query_string=words, headers={"Authorization": f"Bearer {secret}"}
    )
    return json.loads(answer.data) | {"http": answer.status_code}


def of_command(words: dict[str, str], *more: str) -> Any:
    arguments = [part for name, value in words.items() for part in (f"--{name}", value)]
    return CliRunner().invoke(main, ["rules", "check", *arguments, *more])


def of_page(app: Flask, words: dict[str, str]) -> tuple[int, str]:
    """Status, and the page's text as it is read: without tags, entities and double spaces."""
    answer = client_of(app, "stranger").get("/check", query_string=words)
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text))
    return answer.status_code, " ".join(text.split())


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("words", [WORDS, MANY], ids=["one", "many"])
def test_page_api_and_command_give_the_same_answer(app: Flask, words: dict[str, str]) -> None:
    api = of_api(app, words)
    assert api.pop("http") == 200
    printed = of_command(words, "--json")
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == api
    status, page = of_page(app, words)
    source = html.unescape(client_of(app, "stranger").get("/check", query_string=words).text)
    assert status == 200
    for one in api["countries"]:
        assert one["strategy_because"] in page
        for text in (*one["todo"], *one["unknown"]):
            assert flat(text) in page
        for limit in one["limits"]:
            assert limit["because"] in page
        for topic in one["topics"]:
            assert topic["because"] in page
            for rule in (*topic["rules"], *topic["ahead"]):
                assert flat(rule["summary"]) in page
                assert rule["source_url"] is None or rule["source_url"] in source


def test_two_hundred_days_in_tuerkiye(app: Flask) -> None:
    answer = of_api(app, WORDS)
    (country,) = answer["countries"]
    assert (answer["verdict"], country["strategy"]) == ("not_by_roaming", "euicc")
    assert country["limits"][0]["breaks_on_day"] == 91
    _, page = of_page(app, WORDS)
    assert "Türkiye: not by roaming" in page
    assert "Not by roaming" in page
    plain = of_command(WORDS)
    assert "200 days in a row break it on day 91" in plain.output


def test_the_address_holds_the_whole_question(app: Flask) -> None:
    answer = client_of(app, "owner").get("/check", query_string=MANY)
    assert 'value="TR:400, Germany:50, CN:50, AQ"' in answer.text
    assert 'value="200"' in answer.text
    assert '<option value="euicc_sgp32" selected>' in answer.text
    assert 'href="#c-AQ"' in answer.text


def test_without_a_question_there_is_only_the_form(app: Flask) -> None:
    status, page = of_page(app, {})
    assert status == 200
    assert "May these devices go there" in page
    assert "Before shipping" not in page


@pytest.mark.parametrize(
    ("words", "field", "message"),
    [
        ({"country": "Atlantis"}, "country", "Atlantis” is no country"),
        ({"country": "TR:many"}, "country", "devices are a whole number"),
        ({"country": "EU:5"}, "country", "is a group"),
        ({"country": "TR:400,tr:200"}, "country", "TR stands twice, with 400 and with 200"),
        ({"country": "EU,ASEAN,ECOWAS,SADC,GCC"}, "country", "at most 60"),
        ({"country": "TR", "sims": "-1"}, "sims", "whole number from 1"),
        ({"country": "TR", "days": "²"}, "days", "whole number from 1"),
        ({"country": "TR", "days": "99999999999999"}, "days", "whole number from 1"),
        ({"country": "TR", "technology": "gold"}, "technology", "technology is one of"),
        ({"country": "TR", "home": "EU"}, "home", "is no country"),
        ({"country": "TR", "home": "<b>"}, "home", "is no country"),
        ({"country": "TR", "certified": "maybe"}, "certified", "yes or no"),
    ],
)
def test_a_wrong_word_is_told_in_all_three(
    app: Flask, words: dict[str, str], field: str, message: str
) -> None:
    status, page = of_page(app, words)
    assert status == 422
    assert message.lower() in page.lower()
    api = of_api(app, words)
    # Words of which each could be used contradict one another.
    together = "stands twice" in message or "at most" in message
    status = 409 if together else 400
    assert (api["http"], api["code"], api["field"]) == (status, "shipment", field)
    assert message in api["detail"]
    printed = of_command(words)
    assert printed.exit_code == 2
    assert message in printed.output


def test_a_group_stands_for_its_members(app: Flask) -> None:
    answer = of_api(app, {"country": "GCC"})
    assert set(answer["asked"]["countries"]) == {"AE", "BH", "KW", "OM", "QA", "SA"}


@pytest.mark.parametrize("places", ["QA:50,GCC", "GCC,QA:50", "QA:50,QA,GCC"])
def test_a_country_named_again_keeps_its_devices(app: Flask, places: str) -> None:
    assert of_api(app, {"country": places})["asked"]["sims_by_country"] == {"QA": 50}


def test_the_command_asks_for_a_country() -> None:
    result = CliRunner().invoke(main, ["rules", "check"])
    assert result.exit_code == 2
    assert "--country" in result.output
    empty = CliRunner().invoke(main, ["rules", "check", "--country", " , "])
    assert "at least one country" in empty.output


def test_an_accepted_entry_changes_the_answer(app: Flask) -> None:
    before = of_api(app, {"country": "AQ"})
    assert before["verdict"] == "unknown"
    fact = RuleFact.model_validate(
        {"id": "aq-roaming-p9", "country": "AQ", "topic": "roaming", "stance": "permitted",
         "summary": "The treaty leaves it free.", "applies_to": "all", "status": "in_force",
         "source_kind": "law", "confidence": "high"}
    )  # fmt: skip
    with writing(engine_of(app)) as session:
        evidence = {"proposal": 1, "quotes": ["Roaming is free."]}
        record_fact(session, fact, by="owner", now=NOW, evidence=evidence)
    after = of_api(app, {"country": "AQ"})
    assert after["verdict"] == "may"
    assert after["countries"][0]["topics"][0]["rules"][0]["quotes"] == ["Roaming is free."]
    assert "Roaming is free." in of_page(app, {"country": "AQ"})[1]
