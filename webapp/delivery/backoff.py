"""When to try a delivery again, and when to give up. Pure."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
#: Longest that a receiver's ``Retry-After`` keeps back everything that goes to it.
LONGEST_HOLD = timedelta(minutes=30)
#: With these waits the last of the attempts comes about 56 hours after the first:
#: a mail server that is down from Friday evening to Monday morning loses nothing.
MAX_ATTEMPTS = 18


def wait_after(attempts: int, *, jitter: float, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after that many failed attempts (1 or more); None: give up.

    Doubles from one minute up to six hours. ``jitter`` (0 to 1, drawn at random by
    the caller) spreads the wait over 80 to 120 %, so that a thousand deliveries
    that failed together do not come back together. What a receiver ``asked`` for is
    waited for, up to six hours.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    doubled: int = 2 ** min(attempts - 1, 20)
    wait = min(FIRST_WAIT * doubled, LONGEST_WAIT) * (0.8 + 0.4 * jitter)
    return wait if asked is None else max(wait, min(asked, LONGEST_WAIT))
