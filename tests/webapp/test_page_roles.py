"""Every page and form as a viewer of another fleet, as an officer of this one, as an administrator.

The table says what each of them gets; forms are sent empty, so that one who may use them is told what
is missing. A route that it does not name fails here, so nobody can add one without saying who may use
it. What nobody gets who is not signed in: ``test_routes.py``; programs: ``api/test_who.py``.
"""

import pytest
from flask import Flask

from tests.webapp.filled import client_of
from tests.webapp.page_roles import NO_PAGE, ROLES, pages_of, part, routes

SEEN_BY_ALL = (200, 200, 200)
OF_THE_FLEET = (404, 200, 200)
OFFICERS = (403, 200, 200)
ADMINS = (403, 403, 200)
#: Endpoint → status for each of the roles. Nobody's session outlives signing out: it is left out.
TABLE: dict[str, tuple[int, int, int]] = {
    "static": SEEN_BY_ALL,
    "stylesheet": SEEN_BY_ALL,
    "script-news": SEEN_BY_ALL,
    "script-shortcuts": SEEN_BY_ALL,
    "script-trail": SEEN_BY_ALL,
    "shapes": SEEN_BY_ALL,
    "account.index": SEEN_BY_ALL,
    "POST account.create_token": (422, 422, 422),
    "POST account.revoke": (404, 404, 404),
    "POST account.password": (422, 422, 422),
    "POST account.address": (404, 404, 404),  # no mail server
    "address.confirm": (410, 410, 410),  # its signed address is what lets in
    "POST address.take": (410, 410, 410),
    "POST account.keys": (302, 302, 302),
    "POST account.language": (302, 302, 302),
    "POST account.end": (404, 404, 404),  # nobody's session
    "POST account.end_others": (302, 302, 302),
    "alerts.index": SEEN_BY_ALL,
    "POST alerts.index": (403, 400, 400),
    "alerts.show": OF_THE_FLEET,
    "touched.download": (404, 200, 200),
    "POST alertwork.work": (404, 400, 400),
    "POST alertwork.watch": (404, 302, 302),  # whoever sees an alert may be told of it
    "POST alertwork.link": (404, 422, 422),
    "POST alertwork.unlink": (404, 302, 302),
    "api_docs.openapi": SEEN_BY_ALL,
    "api_docs.page": SEEN_BY_ALL,
    "audit.index": ADMINS,
    "changes.index": SEEN_BY_ALL,
    "changes.show": SEEN_BY_ALL,
    "channels.index": SEEN_BY_ALL,
    "POST channels.add": (403, 422, 422),
    "POST channels.add_service": (403, 422, 422),
    "POST channels.test": (403, 404, 404),
    "POST channels.switch": (404, 404, 404),
    "POST channels.secret": (403, 404, 404),
    "POST channels.remove": (403, 404, 404),
    "check.index": SEEN_BY_ALL,
    "clocks.index": SEEN_BY_ALL,
    "clocks.show": SEEN_BY_ALL,
    "clocks.download": OFFICERS,
    "corrections.show": SEEN_BY_ALL,
    "POST corrections.work": (403, 409, 409),
    "countries.index": SEEN_BY_ALL,
    "countries.show": SEEN_BY_ALL,
    "coverage.index": SEEN_BY_ALL,
    "codes.ask": (302, 302, 302),  # only after a password
    "POST codes.ask_post": (302, 302, 302),
    "codes.index": SEEN_BY_ALL,
    "POST codes.begin": (422, 422, 422),
    "POST codes.end": (302, 302, 302),  # they are off already
    "deliveries.index": SEEN_BY_ALL,
    "POST deliveries.again": (403, 404, 302),  # one's own; administrators everybody's
    "POST deliveries.again_all": (403, 302, 302),
    "documents.index": SEEN_BY_ALL,
    "documents.show": SEEN_BY_ALL,
    "documents.compare": (404, 404, 404),  # needs two versions named
    "documents.snapshot": (404, 404, 404),  # the filled store has rows only
    "copies.show": SEEN_BY_ALL,
    "copies.frame": (404, 404, 404),  # the same
    "documents.attachment": (404, 404, 404),  # the same
    "POST evidence.pack": (404, 303, 303),
    "feedback.finding": OFFICERS,
    "POST feedback.correct": (403, 422, 422),
    "feedback.text": OFFICERS,
    "POST feedback.add": (403, 422, 422),
    "POST feedback.undo": (403, 404, 404),
    "feedback.publication": OFFICERS,
    "POST feedback.sort": (403, 409, 409),  # it was sorted already
    "fleet.index": SEEN_BY_ALL,
    "POST fleet.import_file": (403, 422, 422),
    "fleet.sims": SEEN_BY_ALL,
    "fleet.show_import": OF_THE_FLEET,
    "fleet.import_rows": OF_THE_FLEET,
    "health.alive": SEEN_BY_ALL,
    "health.ready": SEEN_BY_ALL,
    "POST mappings.keep": (403, 400, 400),
    "members.index": ADMINS,
    "POST members.add": (403, 403, 422),
    "POST members.change": (404, 403, 422),  # no fleet of the viewer's, so there is none
    "news.stream": SEEN_BY_ALL,
    "news.trail": (404, 204, 204),  # no line named that was seen last
    "oidc.start": (404, 404, 404),  # no issuer is set; with one: signon/
    "oidc.back": (404, 404, 404),
    "overview.index": SEEN_BY_ALL,
    "people.index": ADMINS,
    "POST people.add": (403, 403, 400),
    "POST people.link": (403, 403, 201),  # the link is shown this once
    "POST people.codes_off": (403, 403, 302),
    "POST people.password_link": (403, 403, 201),
    "POST people.release": (403, 403, 302),
    "POST people.change": (403, 403, 400),
    "plans.index": SEEN_BY_ALL,
    "plans.show": OF_THE_FLEET,
    "POST plans.write": (404, 422, 422),
    "platforms.index": OFFICERS,
    "POST platforms.add": (403, 422, 422),
    "POST platforms.pull": (404, 302, 302),
    "POST platforms.remove": (404, 302, 302),
    "proposals.index": SEEN_BY_ALL,
    "proposals.show": SEEN_BY_ALL,
    "POST proposals.work": (403, 422, 422),
    "replay.show": OF_THE_FLEET,
    "POST replay.ask_post": (404, 303, 303),
    "reset.ask": SEEN_BY_ALL,
    "POST reset.ask_post": (404, 404, 404),  # no mail server
    "reset.choose": (410, 410, 410),  # its signed address is what lets in
    "POST reset.choose_post": (410, 410, 410),
    "rules.index": SEEN_BY_ALL,
    "rules.show": SEEN_BY_ALL,
    "rules.history": SEEN_BY_ALL,
    "said.index": ADMINS,
    "said.gold": ADMINS,
    "services.index": SEEN_BY_ALL,
    "POST services.keep": (403, 422, 422),
    "POST services.drop": (403, 404, 404),
    "setup.ask": (410, 410, 410),  # only while nobody has an account
    "POST setup.make": (410, 410, 410),
    "session.login": (302, 302, 302),  # who is signed in goes on
    "POST session.login_post": (401, 401, 401),  # no password came
    "session.link": (410, 410, 410),
    "POST session.link_post": (410, 410, 410),
    "POST session.theme": (302, 302, 302),
    "silences.index": SEEN_BY_ALL,
    "POST silences.create": (403, 422, 422),
    "POST silences.end": (404, 302, 302),
    "sources.index": SEEN_BY_ALL,
    "sources.show": SEEN_BY_ALL,
    "POST sources.crawl": (403, 303, 303),
    "POST sourceedits.save": (403, 422, 422),
    "start.index": ADMINS,
    "POST start.sample": (403, 403, 302),
    "POST start.remove_sample": (403, 403, 302),
    "POST start.subscriptions": (403, 403, 422),
    "POST start.mail": (403, 403, 409),  # no mail server
    "POST start.settle": (403, 403, 400),
    "POST start.again": (403, 403, 302),
    "subscriptions.index": SEEN_BY_ALL,
    "POST subscriptions.create": (422, 422, 422),
    "subscriptions.edit": (404, 404, 404),  # nobody's subscription
    "POST subscriptions.save": (404, 404, 404),
    "mutes.index": SEEN_BY_ALL,
    "POST mutes.create": (422, 422, 422),
    "POST mutes.end": (404, 404, 404),  # nobody's mute
    "POST subscriptions.remove": (404, 404, 404),
    "POST subscriptions.rhythm": (422, 422, 422),
    "POST subscriptions.mails": (302, 302, 302),
    "unsubscribe.ask": (404, 404, 404),  # its signed address is what lets in
    "POST unsubscribe.unsubscribe": (404, 404, 404),
    "whatif.index": SEEN_BY_ALL,
    "POST whatif.ask_post": (422, 422, 422),
    "script-work": SEEN_BY_ALL,
    "work.index": SEEN_BY_ALL,
    "work.show": OF_THE_FLEET,  # a shared one; what is not shared: work/test_work_pages.py
    "work.file": (404, 404, 404),  # nothing came of it yet
    "POST work.stop": (404, 302, 302),
    "feeds.json_feed": (401, 401, 401),  # a token, never a session
    "feeds.atom_feed": (401, 401, 401),
    "feeds.deadlines": (401, 401, 401),
}
SIGNING_OUT = "POST session.logout"


def test_every_route_has_its_line_in_the_table(filled_app: Flask) -> None:
    assert {route.name for route in routes(filled_app)} == {*TABLE, SIGNING_OUT}


def test_a_new_route_would_be_noticed(filled_app: Flask) -> None:
    filled_app.add_url_rule("/new", "new", lambda: "x", methods=["GET", "POST"])
    found = {route.name for route in routes(filled_app)}
    assert found - {*TABLE, SIGNING_OUT} == {"new", "POST new"}


def test_every_get_route_is_a_page_or_is_named_with_what_it_gives(filled_app: Flask) -> None:
    # What is a page is walked by the browser tests, so that one cannot be forgotten there.
    client = client_of(filled_app, "owner")
    gives = {route.name: client.get(route.address).mimetype for route in pages_of(filled_app)}
    assert {name: kind for name, kind in gives.items() if kind != "text/html"} == {}
    assert NO_PAGE.keys() <= {route.name for route in routes(filled_app)}


@pytest.mark.parametrize(("place", "role"), list(enumerate(ROLES)))
def test_each_gets_what_the_table_says(filled_app: Flask, place: int, role: str) -> None:
    part(filled_app)
    got: dict[str, int] = {}
    for route in routes(filled_app):
        if route.name != SIGNING_OUT:
            answer = client_of(filled_app, role).open(route.address, method=route.method)
            got[route.name] = answer.status_code
            answer.close()
    wrong = {name: status for name, status in got.items() if status != TABLE[name][place]}
    assert wrong == {}
