"""A small web of two authorities for tests of jobs and processes: feeds, pages, and who reads the mail."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import writing
from data.models import Source, User
from tests.webapp.alert_world import AlertWorld
from webapp.demo.server import SampleServer
from webapp.demo.site import Page, ready

#: Title → text. Three of the five change a rule where the fleet has SIMs.
TEXTS = {
    "BR": {
        "Resolution on permanent roaming": "The Agency adopted a resolution. From {day} devices "
        "with foreign SIM cards may use permanent roaming in Brazil for no more than 90 "
        "consecutive days.",
        "Annual report": "The Agency published its annual report on the quality of service of "
        "fixed broadband. The report describes complaints, coverage and investment.",
    },
    "IN": {
        "Direction on device registration": "The Authority issued a direction. From {day} every "
        "device with a foreign SIM must have its IMEI registered; devices whose IMEI is not "
        "registered will be blocked on all networks in India.",
        "Order on storage of data": "The Authority adopted an order. From {day} providers of M2M "
        "services must store the data of M2M devices and subscribers only on servers located "
        "within the territory of India.",
        "Training course for staff": "The Authority held a training course for its staff. "
        "Certificates were handed out at the end of the week.",
    },
}


def site(now: datetime, texts: dict[str, dict[str, str]] | None = None) -> dict[str, Page]:
    """The pages of the two authorities, published the day before ``now``."""
    pages: dict[str, Page] = {}
    published = (now - timedelta(days=1)).date()
    for country, publications in (texts or TEXTS).items():
        folder = f"/{country.lower()}"
        addresses = []
        for number, (title, text) in enumerate(publications.items()):
            address = f"{folder}/{number}.html"
            addresses.append((address, title))
            pages[address] = _page(title, text.format(day=_day(now)), published)
        pages[f"{folder}/feed"] = _feed(addresses, published)
    return pages


def move_in(store: Engine, server: SampleServer, *, now: datetime) -> None:
    """Sources for the two authorities, a fleet of 2,000 SIMs in both countries, two readers."""
    with writing(store) as session:
        _sources(session, server.base_url)
        world = AlertWorld(session, now)
        fleet = world.fleet("Meters")
        for country in TEXTS:
            world.sims(fleet, country, 100)
        people(session, now)


def people(session: Session, now: datetime) -> Sequence[User]:
    """Two who want mail, since two days."""
    world = AlertWorld(session, now)
    came = now - timedelta(days=2)
    return [world.user("owner", created_at=came), world.user("teammate", created_at=came)]


def _sources(session: Session, base_url: str) -> None:
    for country in TEXTS:
        session.add(
            Source(
                id=f"{country.lower()}-news",
                authority="AUTH",
                authority_name=f"Authority of {country}",
                authority_kind="telecom_regulator",
                country=country,
                title="News",
                kind="feed",
                url=f"{base_url}/{country.lower()}/feed",
                language="en",
            )
        )


def _page(title: str, text: str, published: date) -> Page:
    body = (
        f"<!doctype html><html lang='en'><head><title>{escape(title)}</title></head><body>"
        f"<nav><a href='/'>Home</a></nav><main><h1>{escape(title)}</h1><p>{escape(text)}</p>"
        "<p>The text takes effect as it says; questions go to the authority's desk.</p></main>"
        "<footer>Contact and imprint</footer></body></html>"
    )
    return ready(body.encode(), "text/html; charset=utf-8", published=published)


def _feed(addresses: list[tuple[str, str]], published: date) -> Page:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{address}</link>"
        f"<pubDate>{published:%a, %d %b %Y} 09:00:00 GMT</pubDate></item>"
        for address, title in addresses
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
    return ready(body.encode(), "application/rss+xml; charset=utf-8")


def _day(now: datetime) -> str:
    day = now + timedelta(days=40)
    return f"{day.day} {day:%B %Y}"
