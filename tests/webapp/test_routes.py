"""Every route, as everybody: who may see what is decided in one place and tested in one."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.webapp.filled import PAGES, client_of

#: A value for each part of an address that varies; all exist in the filled store.
VALUES = {
    "alert_id": 1,
    "change_id": 1,
    "version_id": 1,
    "feedback_id": 1,
    "development_id": 1,
    "document_id": 1,
    "attachment_id": 1,
    "snapshot_id": 1,
    "import_id": 1,
    "job_id": 1,
    "silence_id": 1,
    "link_id": 1,
    "limit_id": 1,
    "account_id": 1,
    "fleet_id": 1,
    "user_id": 3,
    "token_id": 1,
    "session_id": 999,
    "proposal_id": 1,
    "service_id": 1,
    "channel_id": 1,
    "subscription_id": 1,
    "mute_id": 1,
    "delivery_id": 1,
    "webhook_id": 2,
    "fact_id": "tr-roaming-trade",
    "source_id": "tr-btd",
    "code": "TR",
    "secret": "unknown",
    "token": "unknown",
    "mail_list": "daily",
    "filename": "icon.svg",
}
#: What anybody may ask for, and the status of the answer. Machines' routes want a token.
PUBLIC = {
    "/login": 200,
    "/login/link/unknown": 410,
    "/login/forgot": 200,
    "/login/code": 302,
    "/login/oidc": 404,
    "/login/oidc/back": 404,
    "/login/reset/unknown": 410,
    "/setup/unknown": 410,
    "/unsubscribe/unknown": 404,
    "/alerts/news": 204,
    "/alerts/news/1": 204,
    "/healthz": 200,
    "/readyz": 200,
    "/static/icon.svg": 200,
    "/feed.json": 401,
    "/feed.atom": 401,
    "/deadlines.ics": 401,
    "/api/docs": 200,
    "/api/v1/openapi.json": 200,
}
ADMIN_ONLY = {
    "/start",
    "/fleet/members",
    "/admin/audit",
    "/admin/people",
    "/admin/feedback",
    "/admin/feedback/gold.jsonl",
}
#: Forms of those who act, and lists of SIMs to take away.
OFFICER_ONLY = (
    "/fleet/platforms",
    "/fleet/imports/1/rows.csv",
    "/alerts/1/sims.csv",
    "/clocks/1.csv",
    "/feedback/",
)
#: Kept for good under the hash of their content; nothing in them is anybody's.
ASSETS = ("/stylesheet-", "/shapes-", "/script-")
#: Not in the archive: the filled store has rows only. And a difference needs two versions named.
MISSING = {
    "/subscriptions/1",
    "/documents/snapshots/1",
    "/documents/snapshots/1/copy/frame",
    "/documents/attachments/1",
    "/documents/1/difference",
    "/work/1/file",
}


def addresses(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        # Programs' addresses have a table of their own: tests/webapp/api/test_who.py.
        if method in (rule.methods or ()) and not rule.endpoint.startswith("api."):
            values = {name: VALUES[name] for name in rule.arguments}
            yield rule, adapter.build(rule.endpoint, values, method=method)


def test_a_visitor_sees_the_sign_in_page_and_nothing_else(filled_app: Flask) -> None:
    client = filled_app.test_client()
    for _, address in addresses(filled_app, "GET"):
        answer = client.get(address)
        answer.close()
        if address in PUBLIC or address.startswith(ASSETS):
            assert answer.status_code == PUBLIC.get(address, 200), address
        else:
            assert answer.status_code == 302, address
            assert answer.location.startswith("/login"), address


@pytest.mark.parametrize("name", ["owner", "teammate", "stranger"])
def test_each_person_sees_each_page_that_the_role_allows(filled_app: Flask, name: str) -> None:
    client = client_of(filled_app, name)
    for _, address in addresses(filled_app, "GET"):
        if address in PUBLIC or address.startswith(ASSETS):
            continue
        expected = 404 if address in MISSING else 200
        if address == "/account/address/unknown":
            expected = 410
        if address in ADMIN_ONLY and name != "owner":
            expected = 403
        if address.startswith(OFFICER_ONLY) and name == "stranger":
            expected = 403
        assert client.get(address).status_code == expected, address


def test_a_visitor_can_change_nothing(filled_app: Flask) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = filled_app.test_client()
    allowed = {
        "/login": 401,
        "/login/link/unknown": 410,
        "/login/forgot": 404,
        "/login/reset/unknown": 410,
        "/setup/unknown": 410,
        "/logout": 302,
        "/theme": 302,
        "/unsubscribe/unknown": 404,
    }
    for _, address in addresses(filled_app, "POST"):
        answer = client.post(address)
        assert answer.status_code == allowed.get(address, 302), address
        if address not in allowed:
            assert answer.location == "/login", address


def test_a_viewer_can_change_only_the_own_account(filled_app: Flask) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "stranger")
    own = {
        "/alerts/1/watch": 302,
        "/account/tokens": 422,
        "/account/tokens/1/revoke": 404,
        "/fleet/replay/1": 303,
        "/account/password": 422,
        "/account/address": 404,  # no mail server
        "/account/address/unknown": 410,
        "/account/keys": 302,
        "/account/language": 302,
        "/account/sessions/999/end": 404,
        "/account/codes": 422,
        "/account/codes/off": 302,
        "/login/code": 302,
        "/account/sessions/others/end": 302,
        "/check/what-if": 422,
        "/channels/1/switch": 404,
        "/subscriptions": 422,
        "/subscriptions/1": 404,
        "/subscriptions/mutes": 422,
        "/subscriptions/mutes/1/end": 404,
        "/subscriptions/1/remove": 404,
        "/subscriptions/rhythm": 422,
        "/subscriptions/mails/daily": 302,
        "/unsubscribe/unknown": 404,
        "/theme": 302,
        "/login": 401,
        "/login/link/unknown": 410,
        "/login/forgot": 404,
        "/login/reset/unknown": 410,
        "/setup/unknown": 410,
    }
    for _, address in addresses(filled_app, "POST"):
        if address != "/logout":
            assert client.post(address).status_code == own.get(address, 403), address


def test_an_officer_does_not_decide_who_comes_in(filled_app: Flask) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(filled_app, "teammate")
    for path in ("/admin/people", "/admin/people/1", "/admin/people/1/link"):
        assert client.post(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_filled_store_answers(filled_app: Flask, path: str) -> None:
    page = client_of(filled_app, "owner").get(path)
    assert page.status_code == 200
    assert "<h1>" in page.text
    assert page.text.count('<main id="content"') == 1


@pytest.mark.parametrize(
    "path",
    [
        "/alerts/999",
        "/alerts/x",
        "/changes/999",
        "/countries/ZZ",
        "/countries/<script>",
        "/documents/999",
        "/documents/1/difference?old=1&new=999",
        "/documents/2/difference?old=1&new=2",
        "/sources/none",
        "/fleet/imports/999",
        "/fleet/replay/999",
        "/plans/999/TR",
        "/plans/1/ZZ",
        "/documents/snapshots/999",
        "/alerts/99999999999999999999999",
        "/changes/2147483648",
        "/documents/0",
    ],
)
def test_what_does_not_exist_is_a_page_that_helps(filled_app: Flask, path: str) -> None:
    page = client_of(filled_app, "owner").get(path)
    assert page.status_code == 404
    assert "Nothing here" in page.text
    assert 'href="/alerts"' in page.text


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense&severity=%0A&topic=roaming%27--&country=%F0%9F%92%A9",
        "page=-1",
        "page=999999999999",
        "page=2",
        "page=%C2%B2",
        "state=open&state=resolved",
        "q=" + "%25" * 300,
        "show=x&kind=x&health=x&live=x&home=zz&fleet=99999999999999999999",
    ],
)
def test_absurd_filters_never_break_a_list(filled_app: Flask, query: str) -> None:
    client = client_of(filled_app, "owner")
    for path in ("/alerts", "/changes", "/countries", "/documents", "/sources", "/fleet/sims"):
        assert client.get(f"{path}?{query}").status_code == 200, path


@pytest.mark.parametrize("path", ["/sources/a%00b", "/documents?q=%00", "/login?next=%00"])
def test_a_nul_is_a_request_that_nobody_can_read(filled_app: Flask, path: str) -> None:
    page = client_of(filled_app, "owner").get(path)
    assert page.status_code == 400
    assert "We could not read that" in page.text
