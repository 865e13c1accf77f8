"""10,000 mails in the outbox, to a mail server on the loopback: how quickly, and what memory they take."""

import logging
import os
import smtplib
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import SecretStr
from sqlalchemy import insert

from data.db import make_engine, writing
from data.models import Delivery
from data.settings import Settings
from tests.benchmarks._memory import peak
from tests.benchmarks._stores import open_store
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.smtp_server import HOST, Mailbox, mail_server
from webapp.context import Context
from webapp.delivery.outbox import deliver_due

NAME = "delivery of 10,000 mails (fewer with MAILS=N)"
MAILS = int(os.environ.get("MAILS", "10000"))
NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)


class Counting(Mailbox):
    """Counts instead of keeping, so that the memory measured is ours."""

    taken = 0

    async def handle_DATA(self, *_arguments: object) -> str:  # noqa: N802
        self.taken += 1
        return "250 OK"


def run(mails: int = MAILS) -> Iterator[str]:
    """The server alone, then our outbox over it: a tenth first, then the rest."""
    logging.disable(logging.INFO)
    mailbox = Counting()
    with mail_server(mailbox) as port, open_store("SQLite") as settings:
        yield f"the server alone, one connection each: {_bare(port, mails // 10):,.0f} mails/s"
        own = settings.model_copy(update={"smtp_url": SecretStr(f"smtp://{HOST}:{port}")})
        mailbox.taken = 0
        few, after_few = _outbox(own, mails // 10, 0)
        many, after_many = _outbox(own, mails, mails)
        yield f"{mails // 10:,} mails: {few:,.0f} mails/s, peak {after_few:.0f} MB"
        yield f"{mails:,} mails: {many:,.0f} mails/s, peak {after_many:.0f} MB"
        yield f"taken by the server: {mailbox.taken:,} of {mails + mails // 10:,}"


def _bare(port: int, count: int) -> float:
    body = "Subject: x\r\n\r\n" + "\r\n".join(["x" * 76] * 160)
    began = time.perf_counter()
    for _ in range(count):
        with smtplib.SMTP(HOST, port) as client:
            client.sendmail("a@example.com", ["b@example.com"], body)
    return count / (time.perf_counter() - began)


def _outbox(settings: Settings, count: int, first: int) -> tuple[float, float]:
    """Queue so many and send them: mails a second, and the peak of memory since the start in MB."""
    engine = make_engine(settings)
    with writing(engine) as session:
        world = AlertWorld(session, NOW)
        alert = world.alert()
        event = world.event(alert)
        rows = [
            {
                "key": f"bench:{first + number}",
                "channel": "mail",
                "recipient": f"p{number}@example.com",
                "alert_id": alert.id,
                "event_id": event.id,
                "state": "pending",
                "attempts": 0,
                "created_at": NOW,
                "next_attempt_at": NOW,
                "error": "",
                "answer": "",
            }
            for number in range(count)
        ]
        session.execute(insert(Delivery), rows)
    began = time.perf_counter()
    sent = deliver_due(Context(engine=engine, settings=settings, clock=lambda: NOW)).sent
    rate = sent / (time.perf_counter() - began)
    engine.dispose()
    return rate, peak()
