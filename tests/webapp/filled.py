"""Pages of the filled store, and clients on it: shared by tests that look at many pages."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import reading
from data.queries.people import user_by_email
from tests.webapp.signing import carry

#: Pages of the filled store, each in a state worth looking at.
PAGES = (
    "/",
    "/alerts",
    "/alerts?state=waiting&severity=high&topic=roaming&country=TR",
    "/alerts?topic=esim",
    "/alerts?state=waiting&severity=high&view=1",
    "/alerts?news=raised&since=2026-11-01T08:00:00Z",
    "/alerts?work=mine&tick=all",
    "/start",
    "/silences",
    "/silences?country=TR&topic=imei&fleet=1",
    "/subscriptions/mutes?country=TR&topic=imei",
    "/alerts/1",
    "/alerts/2",
    "/alerts/3",
    "/alerts/5",
    "/alerts/6",
    "/changes",
    "/changes?topic=imei",
    "/changes?country=EU&status=proposed",
    "/changes/1",
    "/changes/7",
    "/countries",
    "/countries?show=blind",
    "/countries/TR",
    "/coverage",
    "/coverage?show=blind",
    "/countries/US",
    "/countries/EU",
    "/countries/INT",
    "/countries/AQ",
    "/clocks",
    "/clocks?country=TR&fleet=1",
    "/clocks?country=AQ",
    "/clocks?show=ahead",
    "/clocks/1",
    "/clocks/17?state=over",
    "/rules",
    "/rules?show=disputed",
    "/rules/TR",
    "/rules/EU",
    "/rules/AQ",
    "/rules/TR?on=2026-03-01&known=2026-03-01",
    "/rules/TR/history",
    "/check",
    "/check/services",
    "/rules/TR/facts/tr-roaming-trade",
    "/work",
    "/work?whose=all",
    "/work/1",
    "/work/2",
    "/work/3",
    "/work/4",
    "/check/what-if",
    "/check/what-if?country=IN&days=90&effective=2027-01-01",
    "/check?country=TR:400,DE:50,US,CN,AQ&technology=euicc_sgp32&days=200&home=DE",
    "/rules/proposals",
    "/rules/proposals?state=overtaken",
    "/rules/proposals/1",
    "/rules/proposals/2",
    "/documents",
    "/documents?q=IMEI",
    "/documents?show=unread",
    "/documents/1",
    "/documents/2",
    "/documents/3",
    "/documents/6",
    "/documents/1/difference?old=1&new=2",
    "/documents/1/difference?old=2&new=2",
    "/sources",
    "/sources?health=trouble&kind=feed",
    "/sources/ng-nca",
    "/sources/us-fsc",
    "/sources/tr-btd",
    "/fleet",
    "/plans",
    "/plans?share=100",
    "/plans/1/TR",
    "/plans/1/AQ",
    "/fleet/platforms",
    "/fleet/replay/1",
    "/fleet/platforms?platform=kore",
    "/fleet/members",
    "/fleet/sims",
    "/fleet/sims?live=yes&country=TR&technology=single&state=active&home=901",
    "/fleet/sims?live=no&country=-",
    "/fleet/imports/1",
    "/feedback/findings/1",
    "/feedback/texts/2",
    "/feedback/changes/1/1",
    "/account",
    "/account/codes",
    "/login/forgot",
    "/channels",
    "/subscriptions",
    "/deliveries",
    "/deliveries?state=dead&channel=webhook",
    "/api/docs",
    "/api/docs?q=country",
    "/admin/people",
    "/admin/audit",
    "/admin/audit?about=silence",
    "/admin/feedback",
)


def engine_of(app: Flask) -> Engine:
    """The store's engine of an app."""
    engine: Engine = app.extensions["roamwatch"].engine
    return engine


def client_of(app: Flask, name: str) -> FlaskClient:
    """A client signed in as one of the three people."""
    with reading(engine_of(app)) as session:
        user = user_by_email(session, f"{name}@fleet.test")
        assert user is not None
    return carry(app.test_client(), engine_of(app), user, now=app.extensions["roamwatch"].clock())
