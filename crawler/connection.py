"""Whether it is our own connection that is broken, rather than the sources. Pure.

A fault of the network (no name, no connection, no answer in time) says nothing of whose
fault it is. If most of the hosts that were asked within the last minutes fail at once, it
is ours, and no source is blamed. If one fails and nobody else was asked, others are asked
before it is blamed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.schedule import spread

#: What was asked longer ago than this says nothing of now. A source that failed is asked
#: again after a quarter of an hour, so that two attempts fall within it.
WINDOW = timedelta(minutes=20)
#: Answers as old as this, at most, show that an outage is over.
_RECOVERY_WINDOW = timedelta(minutes=5)
#: An answer of another host that came this long before a fault, or later, shows that we are on line.
_SAME_TIME = timedelta(minutes=2)
_MOST = 0.6
_HOSTS = 4
#: While our connection is down, sources are asked again after this long, which costs them nothing.
RETRY = timedelta(minutes=15)
#: How many other sources are asked at once to learn whose fault a fault is.
ASKED = 5


class Connection(StrEnum):
    """What can be said of our own connection."""

    WORKING = "working"
    BROKEN = "broken"
    UNSURE = "unsure"
    """One host or few fail, and nobody else was asked: ask others before blaming anybody."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The newest attempt at one source."""

    host: str
    at: datetime
    network_fault: bool
    blamed: bool
    """It was already known to be out of reach, so that its failing is no news."""


def judge_connection(
    attempts: Sequence[Attempt], *, now: datetime, broken: bool, hosts: int
) -> Connection:
    """How our connection stands at ``now``; ``broken`` is how it stood until now.

    ``hosts`` is how many hosts there are, as far as they are not known to be out of reach.
    """
    recent = [one for one in attempts if one.at >= now - WINDOW]
    answered = {one.host for one in recent if not one.network_fault}
    failed = {one.host for one in recent if one.network_fault and not one.blamed} - answered
    if broken:
        return _recovery(recent, now)
    if not failed:
        return Connection.WORKING
    enough = len(failed) >= max(2, min(_HOSTS, hosts))
    if enough and len(failed) >= _MOST * len(failed | answered):
        return Connection.BROKEN
    last = max(one.at for one in recent if one.host in failed)
    proof = any(one.at >= last - _SAME_TIME for one in recent if not one.network_fault)
    left = hosts - len(failed | answered)
    return Connection.WORKING if proof or left <= 0 else Connection.UNSURE


def _recovery(recent: Sequence[Attempt], now: datetime) -> Connection:
    just_now = [one for one in recent if one.at >= now - _RECOVERY_WINDOW]
    answered = {one.host for one in just_now if not one.network_fault}
    failed = {one.host for one in just_now if not one.blamed} - answered
    back = answered and len(answered) >= len(failed)
    return Connection.WORKING if back else Connection.BROKEN


def to_ask(well: Sequence[tuple[str, str]], *, but: Collection[str]) -> list[str]:
    """Of sources (id, host) that were well: a few on hosts other than ``but``, one of each host."""
    chosen: dict[str, str] = {}
    for source_id, host in sorted(well, key=lambda pair: spread(pair[0])):
        if host not in but:
            chosen.setdefault(host, source_id)
    return list(chosen.values())[:ASKED]
