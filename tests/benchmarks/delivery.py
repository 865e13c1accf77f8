"""10,000 mails in the outbox, to a mail server on the loopback: how quickly, and what memory they take."""

import logging
import os
import smtplib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from pydantic import SecretStr
from sqlalchemy import insert

from data.db import make_engine, writing
from data.models import Delivery
from data.settings import Settings
from tests.benchmarks._mail_server import counting_server
from tests.benchmarks._memory import peak
from tests.benchmarks._stores import open_store
from tests.webapp.alert_world import AlertWorld
from tests.webapp.delivery.smtp_server import HOST
from webapp.context import Context
from webapp.delivery.mail import Mail
from webapp.delivery.outbox import deliver_due

NAME = "delivery of 10,000 mails (fewer with MAILS=N)"
MAILS = int(os.environ.get("MAILS", "10000"))
NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
#: Mails over one connection, where connections are kept.
KEPT = 50


def run(mails: int = MAILS) -> Iterator[str]:
    """The server alone, then our outbox over it: a tenth first, then the rest."""
    logging.disable(logging.INFO)
    with counting_server() as (port, taken), open_store("SQLite") as settings:
        yield f"the server alone, a connection for each mail: {_bare(port, mails // 10, 1):,.0f} mails/s"
        yield f"the server alone, connections kept: {_bare(port, mails // 10, KEPT):,.0f} mails/s"
        taken()
        own = settings.model_copy(update={"smtp_url": SecretStr(f"smtp://{HOST}:{port}")})
        for count, first in ((mails // 10, 0), (mails, mails)):
            rate, memory = _outbox(own, count, first)
            yield f"{count:,} mails: {rate:,.0f} mails/s, peak {memory:.0f} MB, taken {taken():,}"


def _bare(port: int, count: int, kept: int) -> float:
    """Mails a second of the standard library's client, so many over each connection, in as many threads."""
    body = "Subject: x\r\n\r\n" + "\r\n".join(["x" * 76] * 160)

    def send(mails: int) -> None:
        for _ in range(0, mails, kept):
            with smtplib.SMTP(HOST, port) as client:
                for _ in range(kept):
                    client.sendmail("a@example.com", ["b@example.com"], body)

    began = time.perf_counter()
    with ThreadPoolExecutor(Mail.lanes) as pool:
        list(pool.map(send, [count // Mail.lanes] * Mail.lanes))
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
