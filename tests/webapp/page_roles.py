"""People of three roles in two fleets, and the address of every page and form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask

from data.db import writing
from data.models import AlertLink, Fleet, PlatformAccount, User
from data.queries.members import set_members
from tests.factories import NOW
from tests.webapp.filled import engine_of
from tests.webapp.test_routes import VALUES

#: Who the roles are; the viewer is of another fleet.
ROLES = ("viewer", "officer", "admin")
#: GET routes that give no page, and what they give; scripts, whose names begin alike, are left out.
NO_PAGE = {
    "api_docs.openapi": "for programs",
    "clocks.download": "a file",
    "copies.frame": "a file of the archive",
    "documents.attachment": "a file of the archive",
    "documents.snapshot": "a file of the archive",
    "feeds.atom_feed": "for programs",
    "feeds.deadlines": "for programs",
    "feeds.json_feed": "for programs",
    "fleet.import_rows": "a file",
    "health.alive": "for programs",
    "health.ready": "for programs",
    "news.stream": "a stream of events",
    "news.trail": "a stream of events",
    "said.gold": "a file",
    "shapes": "the map's shapes",
    "static": "a file",
    "touched.download": "a file",
    "work.file": "a file",
    "stylesheet": "the stylesheet",
}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one page."""

    name: str
    """The endpoint, with its method unless that is GET."""
    method: str
    address: str


def part(app: Flask) -> None:
    """The filled fleet belongs to an officer; a viewer has another one."""
    app.config["WTF_CSRF_ENABLED"] = False
    with writing(engine_of(app)) as session:
        people = [
            User(email=f"{role}@fleet.test", name=role, role=role, created_at=NOW) for role in ROLES
        ]
        other = Fleet(name="Other", created_at=NOW)
        session.add_all([*people, other])
        session.flush()
        set_members(session, 1, [people[1].id or 0])
        set_members(session, other.id or 0, [people[0].id or 0])
        session.get_one(AlertLink, VALUES["link_id"]).alert_id = 1
        session.add(
            PlatformAccount(
                fleet_id=1, platform="kore", name="K", sealed="x", created_at=NOW, next_pull_at=NOW
            )
        )


def routes(app: Flask, numbers: Mapping[str, Any] = VALUES) -> Iterator[Route]:
    """Every address but those of programs, whose table is api/test_who.py.

    ``numbers``: a value for each part of an address that varies.
    """
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            continue
        values = {name: numbers[name] for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            name = rule.endpoint if method == "GET" else f"{method} {rule.endpoint}"
            yield Route(
                name=name,
                method=method,
                address=adapter.build(rule.endpoint, values, method=method),
            )


def pages_of(app: Flask) -> Iterator[Route]:
    """The GET routes that are pages."""
    for route in routes(app):
        file = route.name in NO_PAGE or route.name.startswith("script-")
        if route.method == "GET" and not file:
            yield route
