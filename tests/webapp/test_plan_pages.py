"""Contingency plans on the page, in the command and in the digest."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import ContingencyPlan, User
from data.queries.plans import plan_history, plans
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from webapp.cli import main
from webapp.digests.contents import _plans
from webapp.rules.planning import planned, to_review

REVIEW = (NOW.date() + timedelta(days=90)).isoformat()


def form(app: Flask, **values: Any) -> dict[str, Any]:
    with reading(engine_of(app)) as session:
        owner = session.exec(select(User.id).where(User.email == "owner@example.org")).first()
        owner = owner or session.exec(select(User.id)).first()
    return {
        "steps": "Ask our provider for a local profile.",
        "missing": "A contract.",
        "owner": str(owner),
        "review_on": REVIEW,
        "seq": "0",
    } | values


@pytest.fixture
def open_app(filled_app: Flask) -> Flask:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def written(app: Flask) -> list[ContingencyPlan]:
    with reading(engine_of(app)) as session:
        return list(plan_history(session, 1, "TR"))


def test_markets_without_a_plan_are_counted_and_named(open_app: Flask) -> None:
    page = client_of(open_app, "stranger").get("/plans").text
    assert "no plan" in page
    assert 'href="/plans/1/TR"' in page


def test_a_plan_is_written_kept_and_shown(open_app: Flask) -> None:
    client = client_of(open_app, "teammate")
    assert client.post("/plans/1/TR", data=form(open_app)).status_code == 302
    (plan,) = written(open_app)
    assert (plan.seq, plan.steps) == (1, "Ask our provider for a local profile.")
    assert plan.rule
    assert plan.live_sims > 0
    page = client.get("/plans/1/TR").text
    assert "Ask our provider for a local profile." in page
    assert "To be reviewed" not in page
    assert client.get("/plans").text.count("In order") == 1


def test_a_plan_that_is_written_again_keeps_what_it_was(open_app: Flask) -> None:
    client = client_of(open_app, "teammate")
    client.post("/plans/1/TR", data=form(open_app))
    client.post("/plans/1/TR", data=form(open_app, seq="1", steps="Swap them."))
    assert [one.steps for one in written(open_app)] == [
        "Swap them.",
        "Ask our provider for a local profile.",
    ]


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_the_text(open_app: Flask) -> None:
    first, second = client_of(open_app, "teammate"), client_of(open_app, "owner")
    first.post("/plans/1/TR", data=form(open_app))
    answer = second.post("/plans/1/TR", data=form(open_app, steps="My own idea."))
    assert answer.status_code == 409
    assert "Somebody else wrote this plan meanwhile" in answer.text
    assert "My own idea." in answer.text
    assert len(written(open_app)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": "  "}, "Say what will be done."),
        ({"steps": "x" * 4001}, "At most 4,000 characters."),
        ({"owner": "999"}, "Choose who owns the plan."),
        ({"owner": "'; --"}, "Choose who owns the plan."),
        ({"review_on": "2020-01-01"}, "The review must lie ahead."),
        ({"review_on": "soon"}, "Give the day of the next review."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    open_app: Flask, change: dict[str, str], said: str
) -> None:
    answer = client_of(open_app, "teammate").post("/plans/1/TR", data=form(open_app, **change))
    assert answer.status_code == 422
    assert said in answer.text
    assert "A contract." in answer.text
    assert written(open_app) == []


def test_text_is_kept_without_signs_that_turn_or_hide_it(open_app: Flask) -> None:
    client = client_of(open_app, "teammate")
    client.post("/plans/1/TR", data=form(open_app, steps="Ask\u202e us\x1b[31m.\r\nThen\u200b."))
    (plan,) = written(open_app)
    assert plan.steps == "Ask us [31m.\nThen."
    nothing = client.post("/plans/1/TR", data=form(open_app, steps="\u200b\u202e", seq="1"))
    assert nothing.status_code == 422


def test_hostile_text_stays_text(open_app: Flask) -> None:
    client = client_of(open_app, "teammate")
    client.post("/plans/1/TR", data=form(open_app, steps="<script>alert(1)</script>"))
    assert "<script>alert" not in client.get("/plans/1/TR").text


def test_a_plan_is_due_when_the_rule_it_rests_on_changed(open_app: Flask, now: datetime) -> None:
    client_of(open_app, "teammate").post("/plans/1/TR", data=form(open_app))
    with reading(engine_of(open_app)) as session:
        assert to_review(session, now=now, live_days=30) == []
    with writing(engine_of(open_app)) as session:
        plan = plans(session)[1, "TR"]
        plan.rule = plan.rule | {"roaming": ["permitted", "another"]}
        session.add(plan)
    with reading(engine_of(open_app)) as session:
        (due,) = to_review(session, now=now, live_days=30)
        assert due.reasons == ("the rule on roaming changed since",)
        (reminder,) = _plans(session, now=now, live_days=30)
    assert (reminder.country, reminder.reasons) == ("TR", due.reasons)
    assert "the rule on roaming changed since" in client_of(open_app, "stranger").get("/plans").text


def test_the_share_decides_how_many_markets_there_are(open_app: Flask, now: datetime) -> None:
    with reading(engine_of(open_app)) as session:
        few, all_ = (
            {one.market.country for one in planned(session, now=now, live_days=30, share=share)}
            for share in (0.5, 1.0)
        )
    assert few < all_
    page = client_of(open_app, "stranger").get("/plans?share=100").text
    assert page.count('href="/plans/1/') == len(all_)


def test_the_command_tells_the_same(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, open_app: Flask
) -> None:
    context = open_app.extensions["roamwatch"]
    monkeypatch.setenv("ROAMWATCH_DATABASE_URL", context.settings.database)
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path))
    monkeypatch.setenv("ROAMWATCH_LIVE_DAYS", "3650")
    done = CliRunner().invoke(main, ["fleet", "plans", "--share", "100", "--json"])
    assert done.exit_code == 0
    markets = json.loads(done.stdout)["markets"]
    assert "TR" in {one["country"] for one in markets}
    assert all(one["reasons"] == ["there is no plan"] for one in markets)


def test_what_is_noted_of_local_service_is_reckoned_with(open_app: Flask) -> None:
    client = client_of(open_app, "teammate")
    assert "No provider of local SIMs is noted." in client.get("/plans/1/TR").text
    service = {
        "country": "TR",
        "provider": "P",
        "remedy": "swap_sim",
        "lead_days": "20",
        "note": "",
    }
    client.post("/check/services", data=service)
    assert "No provider of local SIMs is noted." not in client.get("/plans/1/TR").text


def test_the_plan_says_in_words_when_no_sim_would_be_lost(open_app: Flask) -> None:
    page = client_of(open_app, "stranger").get("/plans/1/TR?notice=365").text
    assert "and all could be kept in service in time." in page
    assert "0 could not" not in page
