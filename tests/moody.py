"""Receivers that mostly work: a mail server and webhooks with the moods that receivers have in life.

Each keeps the keys of what it took, and counts its moods.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import AnyStr

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Talk

from tests.webapp.delivery.smtp_server import HOST, free_port, parse
from tests.webapp.delivery.webhook_server import Post, Reply

#: A mailbox that is refused for good.
GONE = "gone@example.com"
#: How long one that hangs is silent, in seconds: longer than the worker waits.
SILENCE = 4.0
#: The webhook whose path ends so answers 500 for so long.
BROKEN, BROKEN_FOR = "/0", timedelta(days=2)
_REPLIES = {
    "good": Reply(),
    "200 with an error page": Reply(status=200, body=b"<html><h1>Fatal error</h1>"),
    "500": Reply(status=500),
    "redirect to a private address": Reply(
        status=307, headers={"Location": "http://127.0.0.1:1/inside"}
    ),
    "429": Reply(status=429, headers={"Retry-After": "30"}),
    "never answers": Reply(silent=True),
    "taken, then silent": Reply(silent=True),
}
_TAKEN = {"good", "200 with an error page", "taken, then silent"}


@dataclass
class Moods:
    """Draws moods and counts them."""

    random: random.Random
    counts: Counter[str] = field(default_factory=Counter)

    def draw(self, *bad: str, good: int) -> str:
        """One of these, or ``good`` so many times as often as each of them."""
        return self.note(self.random.choice(["good"] * good + list(bad)))

    def note(self, mood: str) -> str:
        """Count it."""
        self.counts[mood] += 1
        return mood


@dataclass
class MoodyMailbox:
    """What a mail server answers to whom it let in."""

    moods: Moods
    keys: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _talk: Talk, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == GONE:
            self.moods.note("550, the mailbox is gone")
            return "550 5.1.1 no such user"
        mood = self.moods.draw("450", "hangs", good=20)
        if mood == "450":
            return "450 come back later"
        if mood == "hangs":
            await asyncio.sleep(SILENCE)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _talk: Talk, envelope: Envelope) -> str:  # noqa: N802
        mood = self.moods.draw("451", "taken, then silent", good=12)
        if mood == "451":
            return "451 not now"
        self.keys.append(parse(bytes(envelope.original_content or b""))["X-Roamwatch-Key"])
        if mood != "good":
            await asyncio.sleep(SILENCE)
        return "250 OK"


class _Gate(SMTP):
    """Now and then it greets with 421 and hangs up."""

    _open = False

    async def push(self, status: AnyStr) -> None:
        """Send an answer; the first one is the greeting."""
        if not self._open and self.event_handler.moods.draw("421 greeting", good=8) != "good":
            await super().push("421 too busy")
            if self.transport is not None:
                self.transport.close()
        else:
            await super().push(status)
        self._open = True


class _Controller(Controller):
    def factory(self) -> SMTP:
        """One for each connection."""
        return _Gate(self.handler, **self.SMTP_kwargs)


@contextmanager
def moody_mail_server(mailbox: MoodyMailbox) -> Iterator[int]:
    """Run it; gives its port."""
    controller = _Controller(mailbox, hostname=HOST, port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@dataclass
class MoodyHook:
    """What webhooks answer; what is answered with 2xx, or not at all, may have been taken."""

    moods: Moods
    gone_by: Callable[[], timedelta]
    """How much time has gone by since the run began."""
    keys: list[str] = field(default_factory=list)

    def __call__(self, post: Post) -> Reply:
        if post.path.endswith(BROKEN) and self.gone_by() < BROKEN_FOR:
            self.moods.note("500 for two days")
            return _REPLIES["500"]
        mood = self.moods.draw(*(word for word in _REPLIES if word != "good"), good=8)
        if mood in _TAKEN:
            self.keys.append(post.headers["webhook-id"])
        return _REPLIES[mood]
