"""Receivers that misbehave while the worker is killed: ``python -m tests.bad_receivers [KILLS [STORE]]``.

The worker is ``roamwatch worker`` with all its jobs, in a process of its own that is killed at a
random moment of its sending, 50 times by default, on SQLite and then on PostgreSQL. An hour goes
by at each kill: what waits is moved so far back in time, so that hours of patience fit in.
Prints what arrived, how often, and what was lost. Exit 1 when anything was lost or still waits.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from data.db import make_engine, reading, writing
from data.models import Channel, Delivery, Lease, User
from data.queries.channels import mail_channel
from data.sealing import CHANNELS, seal
from data.settings import Settings
from tests.benchmarks._stores import open_store
from tests.moody import GONE, Moods, MoodyHook, MoodyMailbox, moody_mail_server
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.webhook_server import Receiver, webhook_server
from tests.webapp.outbox_world import add_channel
from tests.webapp.processes import environment
from webapp.delivery.making import new_secret

STORES = ("SQLite", "PostgreSQL")
HOUR = timedelta(hours=1)
#: How the keys of the run's own deliveries begin.
OURS = "run:"
#: New deliveries of each kind before each kill. One recipient of three is refused for good.
EACH, ONE_IN = 18, 3
HOOKS = 3
#: Longest that a worker may need until it sends, and that what is left at the end may take, in seconds.
START_PATIENCE, END_PATIENCE = 120.0, 600.0
#: So long an hour takes at the end, in seconds.
END_HOUR = 0.4


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

    def line(self, store: str) -> str:
        """A row of the table."""
        return (
            f"{store:11} {self.kind:8} {self.deliveries:10,} {self.arrived:8,} "
            f"{self.duplicates:10,} {self.refused:8,} {self.waiting:7,} {self.lost:5,}"
        )


HEAD = "store       kind     deliveries  arrived duplicates  refused waiting  lost"


@dataclass
class Run:
    """One run over one store."""

    settings: Settings
    store: Engine
    mailbox: MoodyMailbox
    hook: MoodyHook
    started_at: datetime
    hours: int = 0
    alert: Any = None
    hooks: list[int] = field(default_factory=list)

    def move_in(self, url: str) -> None:
        """An owner with webhooks, and an alert to tell of."""
        key = self.settings.signing_key
        with writing(self.store) as session:
            world = AlertWorld(session, self.started_at)
            owner: User = world.user()
            mail_channel(session, owner, now=self.started_at)
            for number in range(HOOKS):
                sealed = seal({"url": f"{url}/{number}", "secret": new_secret()}, key, CHANNELS)
                channel = add_channel(
                    session, owner, self.started_at, name=f"h{number}", sealed=sealed
                )
                self.hooks.append(channel.id or 0)
            alert = world.alert()
            self.alert = (alert.id, world.event(alert).id)

    def queue(self, turn: int) -> None:
        """Some more of each kind."""
        with writing(self.store) as session:
            for number in range(EACH):
                gone = number % ONE_IN == 0
                self._add(session, turn, number, "mail", GONE if gone else f"p{number}@example.com")
                hook = self.hooks[number % HOOKS]
                self._add(session, turn, number, "webhook", "owner@example.com", hook)

    def _add(
        self, session: Session, turn: int, number: int, kind: str, to: str, hook: int | None = None
    ) -> None:
        alert, event = self.alert
        now = datetime.now(UTC)
        session.add(
            Delivery(
                key=f"{OURS}{turn}:{number}:{kind}",
                channel=kind,
                channel_id=hook,
                recipient=to,
                alert_id=alert,
                event_id=event,
                created_at=now,
                next_attempt_at=now,
            )
        )

    def let_an_hour_pass(self, *, claims: bool) -> None:
        """Move what waits an hour back; ``claims`` too once nobody lives who holds them."""
        self.hours += 1
        with writing(self.store) as session:
            for delivery in session.exec(select(Delivery).where(Delivery.state == "pending")):
                delivery.next_attempt_at -= HOUR
        with writing(self.store) as session:
            for channel in session.exec(select(Channel)):
                channel.ready_at -= HOUR
            for lease in session.exec(select(Lease)) if claims else ():
                lease.expires_at -= HOUR

    def waiting(self) -> int:
        """How many deliveries are not settled."""
        with reading(self.store) as session:
            pending = select(func.count()).where(Delivery.state == "pending")
            return session.exec(pending).one()

    def moods(self) -> int:
        """How often a receiver was asked so far."""
        return self.mailbox.moods.counts.total() + self.hook.moods.counts.total()

    def outcome(self, kind: str, arrived: list[str]) -> Outcome:
        """What became of one kind: by what the receiver has, never by what we believe of it."""
        with reading(self.store) as session:
            rows = session.exec(select(Delivery).where(Delivery.channel == kind)).all()
        counts = Counter(arrived)
        assert set(counts) <= {row.key for row in rows}, "it arrived under a key that nobody gave"
        # On some days the worker has a digest of its own to send.
        rows = [row for row in rows if row.key.startswith(OURS)]
        keys = {row.key for row in rows}
        counts = Counter({key: count for key, count in counts.items() if key in keys})
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


@contextmanager
def worker(run: Run) -> Iterator[None]:
    """A worker that sends, until the block ends: then it is killed."""
    seen, log = run.moods(), run.settings.instance / "worker.log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.hasty_worker"],
            env=_environment(run.settings),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + START_PATIENCE
        while run.moods() == seen:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no worker that sends:\n{log.read_text()[-2000:]}")
            time.sleep(0.02)
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    assert settings.smtp_url is not None
    return environment(settings, SMTP_URL=settings.smtp_url.get_secret_value(), TICK_SECONDS="0.5")


def kill_again_and_again(run: Run, kills: int, chance: random.Random) -> None:
    """Give work, let a worker begin, kill it at a random moment; so many times. Then let one finish."""
    for turn in range(kills):
        run.queue(turn)
        with worker(run):
            time.sleep(chance.uniform(0.0, 1.5))
        run.let_an_hour_pass(claims=True)
    if not run.waiting():
        return
    with worker(run):
        deadline = time.monotonic() + END_PATIENCE
        while run.waiting() and time.monotonic() < deadline:
            run.let_an_hour_pass(claims=False)
            time.sleep(END_HOUR)


def measure(settings: Settings, kills: int, seed: int = 20261128) -> tuple[list[Outcome], Run]:
    """Do the whole run on a migrated, empty store."""
    mailbox = MoodyMailbox(Moods(random.Random(seed)))
    hook = MoodyHook(Moods(random.Random(seed)), lambda: run.hours * HOUR)
    with moody_mail_server(mailbox) as port, webhook_server(Receiver(answer=hook)) as url:
        own = settings.model_copy(update={"smtp_url": SecretStr(f"smtp://127.0.0.1:{port}")})
        run = Run(own, make_engine(own), mailbox, hook, datetime.now(UTC))
        run.move_in(url)
        kill_again_and_again(run, kills, random.Random(seed))
        outcomes = [run.outcome("mail", mailbox.keys), run.outcome("webhook", hook.keys)]
        run.store.dispose()
    return outcomes, run


def main(arguments: list[str]) -> int:
    """Print the table; 1 when anything was lost or still waits."""
    kills = int(arguments[0]) if arguments else 50
    failed = False
    for store in arguments[1:] or STORES:
        began = time.monotonic()
        with open_store(store) as settings:
            outcomes, run = measure(settings, kills)
        failed |= any(outcome.lost or outcome.waiting for outcome in outcomes)
        lines = [HEAD, *(outcome.line(store) for outcome in outcomes)]
        lines.append(
            f"killed {kills} times; {run.hours} hours went by in {time.monotonic() - began:.0f} s"
        )
        lines += [
            f"{name}: " + ", ".join(f"{word} {n}" for word, n in moods.counts.most_common())
            for name, moods in (("mail server", run.mailbox.moods), ("webhooks", run.hook.moods))
        ]
        sys.stdout.write("\n".join(lines) + "\n\n")
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
