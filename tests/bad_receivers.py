"""Receivers that misbehave while the worker is killed: ``python -m tests.bad_receivers [KILLS [STORE]]``.

Prints what arrived, how often, and what was lost. The clock of the worker runs 300 times as
fast, so that its patience of minutes and hours fits into the run. Exit 1 when anything was lost.
"""

import asyncio
import logging
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Talk
from pydantic import SecretStr
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from data.db import make_engine, reading, writing
from data.models import Delivery, User
from data.queries.channels import mail_channel
from data.sealing import CHANNELS, seal
from data.settings import Settings
from tests.benchmarks._stores import open_store
from tests.delivering import START, started
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.smtp_server import HOST, mail_server, parse
from tests.webapp.delivery.webhook_server import Post, Receiver, Reply, webhook_server
from tests.webapp.outbox_world import add_channel
from webapp.delivery.making import new_secret

SPEED = 300
#: New deliveries of each kind before each kill.
EACH = 20
HOOKS = 3
#: Longest that what is left at the last kill may take, in seconds.
PATIENCE = 240.0
#: A mailbox that is refused for good. One in so many mails goes there.
GONE, ONE_IN = "gone@example.com", 10


@dataclass
class MoodyMailbox:
    """A mail server that mostly works: 421, 451, silence after DATA, and one mailbox that is gone."""

    random: random.Random
    keys: list[str] = field(default_factory=list)
    moods: Counter[str] = field(default_factory=Counter)

    def _mood(self, *words: str) -> str:
        word = self.random.choice(words)
        self.moods[word] += 1
        return word

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _talk: Talk, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == GONE:
            return "550 5.1.1 no such user"
        mood = self._mood(*["good"] * 8, "421", "450")
        if mood != "good":
            return f"{mood} come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _talk: Talk, envelope: Envelope) -> str:  # noqa: N802
        mood = self._mood(*["good"] * 8, "451", "taken, then silent")
        if mood == "451":
            return "451 not now"
        self.keys.append(parse(bytes(envelope.original_content or b""))["X-Roamwatch-Key"])
        if mood != "good":
            await asyncio.sleep(2)
        return "250 OK"


@dataclass
class MoodyHook:
    """A receiver of webhooks that mostly works; what it answers with 2xx it has taken."""

    random: random.Random
    keys: list[str] = field(default_factory=list)
    moods: Counter[str] = field(default_factory=Counter)

    def __call__(self, post: Post) -> Reply:
        mood = self.random.choice(
            [*["good"] * 6, "error page", "500", "redirect", "silent", "taken, then silent", "429"]
        )
        self.moods[mood] += 1
        if mood in ("good", "error page", "taken, then silent"):
            self.keys.append(post.headers["webhook-id"])
        replies = {
            "error page": Reply(status=200, body=b"<html><h1>Fatal error</h1>"),
            "500": Reply(status=500),
            "redirect": Reply(status=307, headers={"Location": "http://127.0.0.1:1/inside"}),
            "429": Reply(status=429, headers={"Retry-After": "30"}),
        }
        return replies.get(mood, Reply(silent="silent" in mood))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the deliveries of one kind."""

    kind: str
    deliveries: int
    arrived: int
    duplicates: int
    refused: int
    waiting: int
    lost: int

    def line(self) -> str:
        """A row of the table."""
        return (
            f"{self.kind:8} {self.deliveries:10,} {self.arrived:8,} {self.duplicates:10,} "
            f"{self.refused:8,} {self.waiting:7,} {self.lost:5,}"
        )


HEAD = "kind     deliveries  arrived duplicates  refused waiting  lost"


@dataclass
class Run:
    """One run over one store."""

    settings: Settings
    store: Engine
    mailbox: MoodyMailbox
    hook: MoodyHook
    alert: Any = None
    hooks: list[int] = field(default_factory=list)

    def move_in(self, url: str) -> None:
        """An owner with webhooks, and an alert to tell of."""
        key = self.settings.signing_key
        with writing(self.store) as session:
            world = AlertWorld(session, START)
            owner: User = world.user()
            mail_channel(session, owner, now=START)
            for number in range(HOOKS):
                sealed = seal({"url": f"{url}/{number}", "secret": new_secret()}, key, CHANNELS)
                channel = add_channel(session, owner, START, name=f"h{number}", sealed=sealed)
                self.hooks.append(channel.id or 0)
            alert = world.alert()
            self.alert = (alert.id, world.event(alert).id)

    def queue(self, turn: int, session: Session) -> None:
        """Some more of each kind."""
        for number in range(EACH):
            gone = number % ONE_IN == 0
            self._add(session, turn, number, "mail", GONE if gone else f"p{number}@example.com")
            hook = self.hooks[number % HOOKS]
            self._add(session, turn, number, "webhook", "owner@example.com", hook)

    def _add(
        self, session: Session, turn: int, number: int, kind: str, to: str, hook: int | None = None
    ) -> None:
        alert, event = self.alert
        session.add(
            Delivery(
                key=f"run:{turn}:{number}:{kind}",
                channel=kind,
                channel_id=hook,
                recipient=to,
                alert_id=alert,
                event_id=event,
                created_at=START,
                next_attempt_at=START,
            )
        )

    def waiting(self) -> int:
        """How many deliveries are not settled."""
        with reading(self.store) as session:
            pending = select(func.count()).where(Delivery.state == "pending")
            return session.exec(pending).one()

    def outcome(self, kind: str, arrived: list[str]) -> Outcome:
        """What became of one kind: by what the receiver has, never by what we believe of it."""
        with reading(self.store) as session:
            rows = session.exec(select(Delivery).where(Delivery.channel == kind)).all()
        counts = Counter(arrived)
        keys = {row.key for row in rows}
        assert set(counts) <= keys, "something arrived under a key that nobody gave"
        refused = {row.key for row in rows if row.state == "dead" and "5.1.1" in row.error}
        waiting = {row.key for row in rows if row.state == "pending"}
        return Outcome(
            kind=kind,
            deliveries=len(rows),
            arrived=len(counts),
            duplicates=sum(counts.values()) - len(counts),
            refused=len(refused),
            waiting=len(waiting - counts.keys()),
            lost=len(keys - counts.keys() - refused - waiting),
        )


def kill_again_and_again(run: Run, kills: int, chance: random.Random) -> None:
    """Start a worker, give it work, kill it at a random moment; so many times. Then let one finish."""
    began = time.time()
    for turn in range(kills):
        with writing(run.store) as session:
            run.queue(turn, session)
        worker = started(run.settings, began, SPEED)
        time.sleep(chance.uniform(0.05, 1.2))
        worker.kill()
        worker.join()
    # One is left alone, so that no claim can run out; hours of patience go by in seconds.
    worker = started(run.settings, began, 20 * SPEED)
    deadline = time.monotonic() + PATIENCE
    while run.waiting() and time.monotonic() < deadline:
        time.sleep(0.2)
    worker.kill()
    worker.join()


def measure(settings: Settings, kills: int, seed: int = 20261128) -> tuple[list[Outcome], Run]:
    """Do the whole run on a migrated, empty store."""
    chance = random.Random(seed)
    mailbox, hook = MoodyMailbox(random.Random(seed)), MoodyHook(random.Random(seed))
    receiver = Receiver(answer=hook)
    with mail_server(mailbox) as port, webhook_server(receiver) as url:
        own = settings.model_copy(
            update={
                "smtp_url": SecretStr(f"smtp://{HOST}:{port}"),
                "allow_private_addresses": True,
            }
        )
        run = Run(settings=own, store=make_engine(own), mailbox=mailbox, hook=hook)
        run.move_in(url)
        kill_again_and_again(run, kills, chance)
        outcomes = [run.outcome("mail", mailbox.keys), run.outcome("webhook", hook.keys)]
        run.store.dispose()
    return outcomes, run


def main(arguments: list[str]) -> int:
    """Print the table; 1 when anything was lost or still waits."""
    logging.disable(logging.CRITICAL)
    kills = int(arguments[0]) if arguments else 50
    with open_store(arguments[1] if len(arguments) > 1 else "SQLite") as settings:
        began = time.monotonic()
        outcomes, run = measure(settings, kills)
    lines = [HEAD, *(outcome.line() for outcome in outcomes)]
    lines.append(f"killed {kills} times, {time.monotonic() - began:.0f} s")
    lines += [
        f"{name}: " + ", ".join(f"{word} {count}" for word, count in moods.most_common())
        for name, moods in (("mail server", run.mailbox.moods), ("webhooks", run.hook.moods))
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(outcome.lost or outcome.waiting for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
