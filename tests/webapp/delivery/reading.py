"""Notices for tests of mails, and the mail as another program reads it."""

from datetime import timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from data.settings import Settings
from tests.webapp.alerts.facts import NOW, make_facts
from tests.webapp.delivery.smtp_server import parse
from webapp.delivery.letters import compose
from webapp.delivery.types import (
    AlertNotice,
    Coverage,
    DigestNotice,
    Notice,
    Outgoing,
)


class Page(HTMLParser):
    """Collects what an HTML mail would load, link to, and contain."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "srcset", "background", "poster", "href"):
                self.loads.append(value or "")


def letter(notice: Notice, settings: Settings, **values: Any) -> EmailMessage:
    """The mail as another program reads it."""
    defaults: dict[str, Any] = {
        "key": "alert:7:mail:1",
        "recipient": "owner@example.com",
        "created_at": NOW,
    }
    outgoing = Outgoing(notice=notice, **(defaults | values))
    return parse(compose(outgoing, settings))


def raised(**values: Any) -> AlertNotice:
    return AlertNotice(facts=make_facts(**values), event="raised", note="")


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def coverage(**values: Any) -> Coverage:
    """What a digest saw; nothing at all unless told."""
    nothing: dict[str, Any] = {
        "live": 0,
        "verified": 0,
        "within_days": 3,
        "unchanged": (),
        "unchanged_since": None,
        "blind": (),
        "outages": (),
    }
    return Coverage(**(nothing | values))


def digest(**values: Any) -> DigestNotice:
    defaults: dict[str, Any] = {
        "period": "daily",
        "covers_from": NOW - timedelta(days=1),
        "covers_to": NOW,
        "late": False,
        "raised": (),
        "moved": (),
        "ahead": (),
        "trouble": (),
        "coverage": coverage(),
    }
    return DigestNotice(**(defaults | values))
