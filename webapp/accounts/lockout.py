"""Wrong passwords cost time: after a few, each next try waits longer, by account and by network address.

A try is counted before the password is looked at, under a lock of the store, and taken back when it
was right: however many come at once, to however many processes, no more than the free ones are looked at.
Addresses without an account are counted alike, so that a lock says nothing of who has one.
"""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from data.queries.tries import forget_tries, locked_tries, take_back_try

#: Tries that cost nothing, by what is counted.
FREE = {"account": 5, "address": 30, "code": 5, "reset": 3}
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
#: After so long without a try it begins anew.
FORGOTTEN_AFTER = timedelta(days=1)


def wait_after(tries: int, *, free: int) -> timedelta:
    """How long nobody may try after so many failures in a row: 1, 2, 4 … minutes, at most an hour. Pure."""
    if tries < free:
        return timedelta(0)
    return min(FIRST * (1 << min(tries - free, 10)), LONGEST)


def account_key(email: str) -> str:
    """What tries for one account are counted under."""
    return _key("account", email.strip().lower())


def address_key(address: str) -> str:
    """What tries from one network address are counted under."""
    return _key("address", address)


def code_key(email: str) -> str:
    """What wrong codes after the password are counted under: a right password does not forgive them."""
    return _key("code", email.strip().lower())


def reset_key(email: str) -> str:
    """What mails to one account with a link for a new password are counted under."""
    return _key("reset", email.strip().lower())


def take_try(session: Session, *keys: str, now: datetime) -> datetime | None:
    """Count one try under each key; while one of them is locked, count none and say until when.

    The caller commits.
    """
    counts = locked_tries(session, keys, now=now)
    locked = [count.until for count in counts if count.until > now]
    if locked:
        return max(locked)
    for count in counts:
        if now - count.tried_at > FORGOTTEN_AFTER:
            count.tries = 0
        count.tries, count.tried_at = count.tries + 1, now
        count.until = now + wait_after(count.tries, free=FREE[count.key.partition(":")[0]])
        session.add(count)
    session.flush()
    return None


def forgive(session: Session, email: str, *, address: str = "", now: datetime) -> None:
    """The password was right, or is a new one: the account begins anew, the address gets its try back."""
    forget_tries(session, account_key(email))
    if address:
        take_back_try(session, address_key(address), now=now)


def forgive_code(session: Session, email: str, *, address: str, now: datetime) -> None:
    """The code was right."""
    forget_tries(session, code_key(email))
    take_back_try(session, address_key(address), now=now)


def _key(kind: str, name: str) -> str:
    return f"{kind}:{hashlib.sha256(name.encode()).hexdigest()}"
