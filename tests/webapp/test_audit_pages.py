"""What stands in the audit trail beside alerts, and how administrators read it."""

import json
import re

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from data.audit import verify
from data.db import reading, writing
from data.models import AuditEntry
from data.settings import PREFIX, Settings
from tests.factories import make_fleet
from tests.webapp.conftest import SignIn
from tests.webapp.filled import client_of, engine_of
from webapp.cli import main


def acts(store: Engine, kind: str) -> list[tuple[str, str, str, str]]:
    """Who did what to which, with the note."""
    with reading(store) as session:
        rows = session.exec(
            select(AuditEntry)
            .where(col(AuditEntry.subject).startswith(f"{kind}:"))
            .order_by(col(AuditEntry.id))
        ).all()
    return [(row.actor.partition("@")[0], row.action, row.subject, row.note) for row in rows]


def whole(session: Session) -> bool:
    return not verify(session).broken


def test_people_who_are_added_changed_or_given_a_link_stand_in_it(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    client = sign_in("owner")
    client.post("/admin/people", data={"email": "new@fleet.test", "role": "viewer"})
    client.post("/admin/people/4", data={"role": "officer", "active": "yes"})
    client.post("/admin/people/4/link")
    assert acts(sqlite_store, "person") == [
        ("owner", action, "person:4", "new@fleet.test")
        for action in ("added", "link_made", "changed", "link_made")
    ]
    with reading(sqlite_store) as session:
        changed = session.exec(select(AuditEntry.detail).where(AuditEntry.action == "changed"))
        assert changed.one() == {
            "was": {"role": "viewer", "active": True},
            "became": {"role": "officer", "active": True},
        }


def test_what_is_refused_leaves_no_line(sign_in: SignIn, sqlite_store: Engine) -> None:
    client = sign_in("owner")
    client.post("/admin/people", data={"email": "nonsense", "role": "viewer"})
    client.post("/admin/people/1", data={"role": "viewer", "active": "yes"})
    assert acts(sqlite_store, "person") == []


def test_fleets_and_their_members_stand_in_it(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        make_fleet(session, "Meters")
    client = sign_in("owner")
    client.post("/fleet/members/1", data={"name": "Gas meters", "member": ["2", "3"]})
    assert acts(sqlite_store, "fleet") == [("owner", "changed", "fleet:1", "Gas meters")]
    with reading(sqlite_store) as session:
        (detail,) = session.exec(select(AuditEntry.detail))
    assert detail == {"members": ["stranger@fleet.test", "teammate@fleet.test"]}


def test_decisions_on_proposals_and_the_facts_that_they_enter_stand_in_it(
    filled_app: Flask,
) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "teammate")
    data = {"action": "reject", "note": "It says nothing of us."}
    assert client.post("/rules/proposals/1", data=data).status_code == 302
    found = acts(engine_of(filled_app), "proposal")
    assert found == [("teammate", "rejected", "proposal:1", "It says nothing of us.")]
    with reading(engine_of(filled_app)) as session:
        assert whole(session)


def test_an_account_made_from_the_command_line_says_so(
    sqlite_settings: Settings, sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}INSTANCE", str(sqlite_settings.instance))
    done = CliRunner().invoke(main, ["users", "add", "cli@fleet.test", "--json"])
    assert json.loads(done.output)["email"] == "cli@fleet.test"
    assert acts(sqlite_store, "person") == [
        ("command line", action, "person:1", "cli@fleet.test") for action in ("added", "link_made")
    ]


def test_the_page_lists_acts_newest_first_with_their_filter(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    page = client.get("/admin/audit").text
    numbers = [int(text) for text in re.findall(r'data-label="No.">(\d+)<', page)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] == 1
    assert f"{len(numbers)} acts, each chained" in page
    only = client.get("/admin/audit?about=silence").text
    assert "Silence 1" in only
    assert "Alert 1" not in only
    assert client.get("/admin/audit?about=nonsense").status_code == 200
    assert client_of(filled_app, "teammate").get("/admin/audit").status_code == 403


def test_an_empty_trail_says_what_will_stand_there(sign_in: SignIn) -> None:
    assert "Nobody has done anything yet." in sign_in("owner").get("/admin/audit").text
