"""A worker that does nothing but deliver, in a process of its own that may be killed at any moment."""

import logging
import multiprocessing
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess

from data.db import make_engine
from data.settings import Settings
from webapp.context import Context
from webapp.delivery import outbox
from webapp.delivery.mail import Mail
from webapp.delivery.outbox import deliver_due
from webapp.delivery.types import Transport
from webapp.delivery.webhook import Webhook

#: Longest wait for a receiver in these runs, in seconds.
TIMEOUT = 0.4
START = datetime(2026, 11, 16, 8, tzinfo=UTC)


def hurried(began: float, times: int) -> Callable[[], datetime]:
    """A clock that runs so many times as fast as the machine's since ``began``."""
    return lambda: START + timedelta(seconds=(time.time() - began) * times)


def deliver_for_ever(settings: Settings, began: float, times: int) -> None:
    """Deliver whatever is due, again and again; never ends by itself."""
    logging.disable(logging.CRITICAL)
    # What is counted in seconds of the machine's own clock goes faster as well.
    outbox.REST, outbox.LOOK = outbox.REST / times, 0.1
    context = Context(engine=make_engine(settings), settings=settings, clock=hurried(began, times))
    ways: dict[str, Transport] = {
        "mail": Mail(settings, timeout=TIMEOUT),
        "webhook": Webhook(settings, timeout=TIMEOUT),
    }
    while True:
        deliver_due(context, ways=ways, draw=random.random)
        time.sleep(0.02)


def started(settings: Settings, began: float, times: int) -> BaseProcess:
    """Start such a process: forked from one that has loaded everything, so that it works at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.delivering"])
    process = context.Process(target=deliver_for_ever, args=(settings, began, times), daemon=True)
    process.start()
    return process
