"""``python -m tests.hasty_worker``: ``roamwatch worker`` itself, which waits only a second for a receiver.

So a run in which receivers hang a hundred times ends within minutes.
"""

from functools import partial

from webapp.commands.service import worker
from webapp.delivery.mail import Mail
from webapp.delivery.webhook import Webhook

#: Longest wait for a receiver, in seconds.
TIMEOUT = 1.0

if __name__ == "__main__":
    for way in (Mail, Webhook):
        way.open = partial(way, timeout=TIMEOUT)  # type: ignore[method-assign]
    worker()
