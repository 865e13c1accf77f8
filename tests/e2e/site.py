"""Every page of the filled store, taken from the app's own map of addresses, for the browser to walk.

What a visitor is shown and what an administrator is: a new page is walked without anybody thinking of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page

from data.db import reading, writing
from data.models import Subscription
from data.queries.people import user_by_email
from data.words import MailList
from tests.e2e.server import serving
from tests.factories import NOW
from tests.webapp.filled import PAGES, client_of, engine_of
from tests.webapp.page_roles import pages_of
from webapp.accounts.passwords import issue_login_link
from webapp.accounts.resetting import password_mark, reset_token
from webapp.auth import person_of
from webapp.delivery.unsubscribing import Wanted, unsubscribe_token

#: Pages for which the addresses of the table are not enough, as an administrator sees them.
ASKED_OTHERWISE = {
    "documents.compare": "/documents/1/difference?old=1&new=2",
    "error": "/nothing-here",
}
#: Pages of who is not signed in.
VISITORS = (
    "codes.ask",
    "oidc.back",
    "oidc.start",
    "reset.choose",
    "session.link",
    "session.login",
    "setup.ask",
    "unsubscribe.ask",
)
#: Pages that are not answered with 200: there is nothing, or nothing any more once somebody has an account;
#: nobody waits for an answer of the issuer, which is down.
STATUS = {
    "address.confirm": 410,
    "error": 404,
    "oidc.back": 400,
    "oidc.start": 503,
    "setup.ask": 410,
}
#: Rows of a list beyond these are drawn by the same lines of the template.
ROWS = 6
SHORTEN = """(rows) => {
  for (const list of document.querySelectorAll("tbody, ol, ul, svg.world, .api-part, .text"))
    [...list.children].slice(rows).forEach((row) => row.remove());
  document.querySelectorAll(".api-part:nth-of-type(n + 5)").forEach((part) => part.remove());
}"""


@dataclass(frozen=True, kw_only=True)
class Site:
    """The filled store, served."""

    app: Flask
    address: str

    @property
    def pages(self) -> dict[str, str]:
        """One page of each route, as an administrator sees it: its endpoint → its path."""
        found = {route.name: route.address for route in pages_of(self.app)} | ASKED_OTHERWISE
        return {name: path for name, path in found.items() if name not in VISITORS}

    @property
    def states(self) -> tuple[str, ...]:
        """Paths of the same pages in other states: filtered, empty, of another country."""
        return tuple(path for path in PAGES if path not in self.pages.values())

    @property
    def visitors(self) -> dict[str, str]:
        """The pages of who is not signed in: endpoint → path, signed where they are."""
        key = self.app.extensions["roamwatch"].settings.signing_key
        with writing(engine_of(self.app)) as session:
            user = user_by_email(session, "teammate@fleet.test")
            assert user is not None
            assert user.id is not None
            token = reset_token(user.id, password_mark(user), until=NOW.replace(year=2200), key=key)
            link = issue_login_link(session, user, base_url="", now=NOW)
            wanted = Wanted(user_id=user.id, mail_list=MailList.DAILY)
            stop = unsubscribe_token(wanted, email=user.email, key=key)
        return {
            "codes.ask": "/login/code",
            "oidc.back": "/login/oidc/back",
            "oidc.start": "/login/oidc",
            "reset.choose": f"/login/reset/{token}",
            "session.link": link,
            "session.login": "/login",
            "setup.ask": "/setup/unknown",
            "unsubscribe.ask": f"/unsubscribe/{stop}",
        }


@contextmanager
def site_of(app: Flask) -> Iterator[Site]:
    """Serve a filled app until the block ends; its administrator has a subscription to look at."""
    with writing(engine_of(app)) as session:
        owner = user_by_email(session, "owner@fleet.test")
        assert owner is not None
        session.add(Subscription(user_id=owner.id or 0, created_at=NOW))
    with serving(app) as address:
        yield Site(app=app, address=address)


def administrator(browser: Browser, site: Site, **options: object) -> BrowserContext:
    """A context of the browser in which the owner is signed in."""
    return signed_in_as(browser, site, "owner", **options)


def signed_in_as(browser: Browser, site: Site, name: str, **options: object) -> BrowserContext:
    """A context of the browser in which one of the three people is signed in."""
    return _context(browser, site, client_of(site.app, name), options)


def visitor(browser: Browser, site: Site, **options: object) -> BrowserContext:
    """A context in which nobody is signed in, but a code is waited for after a right password."""
    client = site.app.test_client()
    with reading(engine_of(site.app)) as session:
        user = user_by_email(session, "stranger@fleet.test")
        assert user is not None
    with client.session_transaction() as cookie:
        cookie["waiting"] = [user.id, person_of(user).stamp, 2**40, "/"]
    return _context(browser, site, client, options)


def walk(
    browser: Browser,
    site: Site,
    *,
    width: int,
    scheme: str = "light",
    shorten: bool = True,
    language: str = "en",
) -> Iterator[tuple[str, Page]]:
    """One page of each route, loaded at a width in pixels; without the end of long lists."""
    size = {"width": width, "height": 900}
    options = {"color_scheme": scheme, "viewport": size, "locale": language}
    for context, pages in (
        (administrator(browser, site, **options), site.pages),
        (visitor(browser, site, **options), site.visitors),
    ):
        page = context.new_page()
        for name, path in pages.items():
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(site.address + path)
            assert answer is not None
            assert page.url == site.address + path
            assert answer.status == STATUS.get(name, 200), path
            if shorten:
                page.evaluate(SHORTEN, ROWS)
            yield name, page
        context.close()


def _context(
    browser: Browser, site: Site, client: FlaskClient, options: dict[str, object]
) -> BrowserContext:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    cookie = client.get_cookie("roamwatch")
    assert cookie is not None
    context.add_cookies([{"name": "roamwatch", "value": cookie.value, "url": site.address}])
    return context
