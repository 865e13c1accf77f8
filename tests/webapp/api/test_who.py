"""Every address of the API as nobody, as a viewer of another fleet, as an officer, as an administrator.

The table says what each of them gets. A route that it does not name fails here, so nobody can
add one without saying who may use it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.routing import Rule

from data.db import writing
from data.models import AlertLink, AuditEntry, Fleet, Job, User
from data.queries.members import set_members
from tests.factories import NOW
from tests.webapp.api.calling import Program, refused
from tests.webapp.api.owning import own_things, things_of
from tests.webapp.filled import engine_of
from tests.webapp.test_routes import VALUES
from webapp.api.operation import operations

NAME = "Sample fleet"
#: Endpoint → status for a viewer of another fleet, an officer who is a member, an administrator.
#: Each has a token for all that the role may give away.
SEEN_BY_ALL = (200, 200, 200)
OF_THE_FLEET = (404, 200, 200)
OFFICERS = (403, 200, 200)
ADMINS = (403, 403, 200)
TABLE: dict[str, tuple[int, int, int]] = {
    "list_alerts": SEEN_BY_ALL,
    "read_alert": OF_THE_FLEET,
    "acknowledge_alert": OFFICERS,
    "start_alert": OFFICERS,
    "resolve_alert": OFFICERS,
    "dismiss_alert": OFFICERS,
    "reopen_alert": (403, 409, 409),  # what nobody has taken cannot be re-opened
    "comment_alert": OFFICERS,
    "assign_alert": OFFICERS,
    "date_alert": OFFICERS,
    "snooze_alert": OFFICERS,
    "wake_alert": (403, 409, 409),  # what is not snoozed cannot be woken
    "watch_alert": OF_THE_FLEET,  # whoever sees an alert may be told of it
    "unwatch_alert": OF_THE_FLEET,
    "link_alert": OFFICERS,
    "unlink_alert": OFFICERS,
    "acknowledge_alerts": OFFICERS,
    "assign_alerts": OFFICERS,
    "snooze_alerts": OFFICERS,
    "resolve_alerts": OFFICERS,
    "dismiss_alerts": OFFICERS,
    "list_silences": SEEN_BY_ALL,
    "read_silence": OF_THE_FLEET,
    "make_silence": (403, 201, 201),
    "end_silence": OFFICERS,
    "changes": SEEN_BY_ALL,
    "check": SEEN_BY_ALL,
    "clocks": SEEN_BY_ALL,
    "list_countries": SEEN_BY_ALL,
    "read_country": SEEN_BY_ALL,
    "coverage": SEEN_BY_ALL,
    "list_developments": SEEN_BY_ALL,
    "read_development": SEEN_BY_ALL,
    "list_documents": SEEN_BY_ALL,
    "read_document": SEEN_BY_ALL,
    "read_version": SEEN_BY_ALL,
    "read_difference": SEEN_BY_ALL,
    "exposure": SEEN_BY_ALL,
    "list_fleets": SEEN_BY_ALL,
    "read_fleet": OF_THE_FLEET,
    "send_import": (403, 202, 202),
    "list_imports": SEEN_BY_ALL,
    "read_import": OF_THE_FLEET,
    "cancel_import": OFFICERS,
    "list_own_jobs": SEEN_BY_ALL,
    "read_job": OF_THE_FLEET,  # a shared one
    "cancel_job": OFFICERS,
    "read_job_file": (404, 404, 404),  # nothing came of it yet
    "crawl_source": (403, 202, 202),
    "pack_evidence": (403, 202, 202),
    "list_rule_proposals": SEEN_BY_ALL,
    "read_rule_proposal": SEEN_BY_ALL,
    "decide_rule_proposal": OFFICERS,
    "rules": SEEN_BY_ALL,
    "list_sources": SEEN_BY_ALL,
    "read_source": SEEN_BY_ALL,
    "read_current_token": SEEN_BY_ALL,
    "revoke_current_token": (204, 204, 204),
    "list_channels": SEEN_BY_ALL,
    "list_webhooks": SEEN_BY_ALL,
    "make_webhook": (403, 201, 201),
    "read_webhook": SEEN_BY_ALL,  # of their own
    "switch_webhook": OFFICERS,
    "rotate_webhook": OFFICERS,
    "remove_webhook": (403, 204, 204),
    "list_deliveries": SEEN_BY_ALL,
    "test_webhook": (403, 202, 202),
    "replay_delivery": OFFICERS,
    "list_subscriptions": SEEN_BY_ALL,
    "preview_subscription": SEEN_BY_ALL,
    "make_subscription": (201, 201, 201),
    "read_subscription": SEEN_BY_ALL,
    "change_subscription": SEEN_BY_ALL,
    "remove_subscription": (204, 204, 204),
    "list_tokens": ADMINS,
    "make_token": (403, 403, 201),
    "revoke_any_token": (403, 403, 204),
}
WORDS = {
    "check": "?country=TR",
    "read_difference": "?old=1&new=2",
    "send_import": "?fleet=Sample%20fleet",
}
NOTE = {"note": "Seen by a program."}
PICKS = {"alerts": [{"id": 1}]}
SILENCE = {"fleet": 1, "topic": "esim", "until": "2026-12-01", "why": "Asked by a program."}
BODIES: dict[str, dict[str, Any]] = {
    "acknowledge_alerts": {"json": PICKS},
    "assign_alerts": {"json": PICKS | {"assignee": "officer@fleet.test"}},
    "snooze_alerts": {"json": PICKS | {"day": "2027-01-01"}},
    "resolve_alerts": {"json": PICKS | NOTE},
    "dismiss_alerts": {"json": PICKS | NOTE},
    "make_silence": {"json": SILENCE},
    "acknowledge_alert": {"json": {}},
    "start_alert": {"json": {}},
    "resolve_alert": {"json": NOTE},
    "dismiss_alert": {"json": NOTE},
    "reopen_alert": {"json": {}},
    "comment_alert": {"json": NOTE},
    "assign_alert": {"json": {"assignee": "officer@fleet.test"}},
    "snooze_alert": {"json": {"day": "2027-01-01"}},
    "wake_alert": {"json": {}},
    "link_alert": {"json": {"url": "https://tickets.fleet.test/7"}},
    "date_alert": {"json": {"day": "2027-01-01"}},
    "send_import": {"data": b"iccid\n", "content_type": "text/csv"},
    "decide_rule_proposal": {"json": {"action": "reject", "note": "no"}},
    "make_webhook": {"json": {"url": "https://new.fleet.test/in"}},
    "switch_webhook": {"json": {"enabled": False}},
    "make_subscription": {"json": {}},
    "change_subscription": {"json": {"severity": "low"}},
    "make_token": {"json": {"name": "x", "scopes": ["read"]}},
}
ROLES = {
    "viewer": "read notify",
    "officer": "read work notify import",
    "admin": "read work notify import admin",
}


@pytest.fixture
def parted(filled_app: Flask) -> Flask:
    """The fleet belongs to an officer and an administrator; a viewer has another one."""
    key = filled_app.extensions["roamwatch"].settings.signing_key
    with writing(engine_of(filled_app)) as session:
        people = {
            role: User(email=f"{role}@fleet.test", name=role, role=role, created_at=NOW)
            for role in ROLES
        }
        other = Fleet(name="Other", created_at=NOW)
        session.add_all([*people.values(), other])
        session.flush()
        assert session.get_one(Fleet, 1).name == NAME
        set_members(session, 1, [people["officer"].id or 0])
        set_members(session, other.id or 0, [people["viewer"].id or 0])
        for user in people.values():
            own_things(session, user, key)
        session.get_one(AlertLink, VALUES["link_id"]).alert_id = 1
    return filled_app


def served(app: Flask, email: str = "") -> Iterator[tuple[str, Rule, str, str]]:
    """Name, rule, method and address of everything under /api/v1; of one's own things with ``email``."""
    adapter = app.url_map.bind("localhost")
    own = things_of(app, email) if email else {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            values = {name: own.get(name, VALUES[name]) for name in rule.arguments}
            (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            name = rule.endpoint.removeprefix("api.")
            address = adapter.build(rule.endpoint, values, method=method)
            yield name, rule, method, address.removeprefix("/api/v1") + WORDS.get(name, "")


def test_every_route_has_its_line_in_the_table(filled_app: Flask) -> None:
    assert {name for name, *_ in served(filled_app)} == set(TABLE)
    assert {one.name for one in operations()} == set(TABLE)


def test_nobody_gets_anything(filled_app: Flask) -> None:
    client = filled_app.test_client()
    for name, _, method, address in served(filled_app):
        answer = client.open(f"/api/v1{address}", method=method, **BODIES.get(name, {}))
        assert refused(answer)[0] in (401, 429), name


@pytest.mark.parametrize(("place", "role"), list(enumerate(ROLES)))
@pytest.mark.parametrize("name", list(TABLE))
def test_each_gets_what_the_table_says(parted: Flask, name: str, place: int, role: str) -> None:
    (found,) = [one for one in served(parted, f"{role}@fleet.test") if one[0] == name]
    program = Program(parted, role, ROLES[role])
    answer = program.ask(found[3], found[2], **BODIES.get(name, {}))
    assert answer.status_code == TABLE[name][place], answer.text
    if answer.status_code >= 400:
        refused(answer)


def test_a_viewer_of_another_fleet_reads_nothing_of_this_one(parted: Flask) -> None:
    program = Program(parted, "viewer")
    for name, _, method, address in served(parted):
        if method == "GET":
            text = program.ask(address).text
            assert NAME not in text, name
            assert "SIMs there" not in text, name
    assert program.get("/alerts")["items"] == []
    assert program.get("/exposure")["total"] == 0
    assert [one["name"] for one in program.get("/fleets")["items"]] == ["Other"]
    assert Program(parted, "officer").get("/exposure")["total"] > 1000


def test_an_officer_of_another_fleet_changes_nothing_of_this_one(parted: Flask) -> None:
    with writing(engine_of(parted)) as session:
        session.add(User(email="far@fleet.test", name="F", role="officer", created_at=NOW))
    program = Program(parted, "far", "work notify import")
    for name, rule, method, address in served(parted):
        if method != "GET" and rule.arguments & {"alert_id", "job_id"}:
            answer = program.ask(address, method, **BODIES.get(name, {}))
            assert answer.status_code == 404, name
    answer = program.ask("/imports?fleet=Sample%20fleet", "POST", **BODIES["send_import"])
    assert refused(answer) == (422, "fleet_hidden")
    with writing(engine_of(parted)) as session:
        acts = session.exec(select(AuditEntry).where(AuditEntry.actor == "far@fleet.test")).all()
        assert acts == []
        assert session.get_one(Job, VALUES["job_id"]).state != "stopping"
