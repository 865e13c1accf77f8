"""Alerts as Atom (RFC 4287), page by page (RFC 5005)."""

import re
from datetime import UTC, datetime

from feedgen.feed import FeedGenerator

from data.queries.alert_facts import AlertFacts
from webapp.feeds.json_feed import content_of, id_of, title_of

#: What XML 1.0 cannot hold, not even escaped.
_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_of(alerts: list[AlertFacts], *, base_url: str, here: str, next_url: str) -> bytes:
    """One page as XML. ``here`` is its own address, ``next_url`` that of the older ones, or empty."""
    feed = FeedGenerator()
    feed.id(f"{base_url}/feed.atom")
    feed.title("Roamwatch alerts")
    feed.subtitle("Rule changes that touch countries where the fleet has live SIMs.")
    feed.author(name="Roamwatch", uri=base_url)
    feed.link(href=here, rel="self", type="application/atom+xml")
    feed.link(href=f"{base_url}/alerts", rel="alternate", type="text/html")
    if next_url:
        feed.link(href=next_url, rel="next", type="application/atom+xml")
    feed.language("en")
    feed.updated(
        max((facts.updated_at for facts in alerts), default=datetime(2020, 1, 1, tzinfo=UTC))
    )
    for facts in alerts:
        entry = feed.add_entry(order="append")
        entry.id(id_of(facts))
        entry.title(_plain(title_of(facts)))
        entry.link(href=f"{base_url}/alerts/{facts.alert_id}", rel="alternate", type="text/html")
        entry.published(facts.created_at)
        entry.updated(facts.updated_at)
        entry.content(_plain(content_of(facts)), type="text")
        for term in (facts.topic, facts.severity, *sorted(facts.by_country)):
            entry.category(term=term)
    whole: bytes = feed.atom_str(pretty=False)
    return whole


def _plain(text: str) -> str:
    return _REFUSED.sub("\ufffd", text)
