"""The end of a crawl: whose fault its faults were, and what became of the troubles.

Faults of the network are not held against a source while it is read, but here, when it is
known how the others did. Safe to repeat; two workers may do it at once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from sqlmodel import Session

from crawler.connection import (
    RETRY,
    WINDOW,
    Attempt,
    Connection,
    judge_connection,
    to_ask,
)
from crawler.errors import NETWORK
from crawler.schedule import spread
from crawler.troubles import follow_connection, follow_sources
from crawler.verdicts import excuse, judge_source
from data.models import Source
from data.queries.order import hold_order
from data.queries.sources import enabled_rows, last_message
from data.queries.troubles import open_of_disabled, open_outage
from data.words import UNREAD


def conclude(session: Session, read: Collection[str], *, now: datetime) -> Connection:
    """Settle what the crawl of the sources ``read`` left open; how our connection stands."""
    hold_order(session, alone=False)
    sources = enabled_rows(session)
    state, blamed = weigh(sources, read, broken=open_outage(session) is not None, now=now)
    for source in blamed:
        _blame(session, source, now)
    reason = outage_reason(sources, now) if state is Connection.BROKEN else ""
    follow_connection(session, broken=state is Connection.BROKEN, reason=reason, now=now)
    follow_sources(session, [*sources, *open_of_disabled(session)], now=now)
    return state


def weigh(
    sources: Sequence[Source], read: Collection[str], *, broken: bool, now: datetime
) -> tuple[Connection, list[Source]]:
    """How our connection stands, and the sources to be blamed for faults of the network.

    Others are pardoned, hurried or asked again, which changes their rows and needs no
    session. ``broken`` is how our connection stood until now.
    """
    state = judge_connection(
        attempts_of(sources, since=now - WINDOW),
        now=now,
        broken=broken,
        hosts=len({host_of(one.url) for one in sources if one.health not in UNREAD}),
    )
    if state is Connection.BROKEN:
        for source in pending_of(sources, [one.id for one in sources], now=now):
            pardon(source, now=now)
        return state, []
    if broken:
        resume(sources, now=now)
    pending = pending_of(sources, read, now=now)
    if state is Connection.WORKING:
        return state, pending
    hurry(sources, pending, now=now)
    return state, []


def attempts_of(sources: Sequence[Source], *, since: datetime) -> list[Attempt]:
    """The newest attempt at each source that was asked after ``since``."""
    return [
        Attempt(
            host=host_of(source.url),
            at=source.last_result_at,
            network_fault=source.last_error in NETWORK,
            blamed=source.health in UNREAD,
        )
        for source in sources
        if source.last_result_at is not None and source.last_result_at >= since
    ]


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """Host and port of an address."""
    return urlsplit(url).netloc.lower()


def pending_of(sources: Sequence[Source], read: Collection[str], *, now: datetime) -> list[Source]:
    """Sources whose newest attempt met a fault of the network that is still to be judged."""
    return [
        source
        for source in sources
        if source.last_error in NETWORK
        and source.last_result_at is not None
        and source.last_result_at >= now - WINDOW
        and (source.id in read or source.health not in UNREAD)
    ]


def pardon(source: Source, *, now: datetime) -> None:
    """The fault was ours: nothing is held against the source, and it is asked again soon.

    One that was out of reach before stays so, and is asked in its own time.
    """
    fell = source.health_since
    if source.health in UNREAD and (fell is None or fell < now - WINDOW):
        return
    excuse(source, now=now)
    source.next_check_at = now + RETRY * (1 + spread(source.id) / 20)


def hurry(sources: Sequence[Source], doubtful: Sequence[Source], *, now: datetime) -> None:
    """Ask a few other sources at once, to learn whose fault it is."""
    for source in doubtful:
        if source.health not in UNREAD:
            source.health_reason = (
                f"The last attempt failed ({source.last_error}); others are asked first, "
                "because the fault may be our own."
            )
    well = [
        (one.id, host_of(one.url))
        for one in sources
        if one.health not in UNREAD and not one.last_error
    ]
    asked = set(to_ask(well, but={host_of(one.url) for one in doubtful}))
    for source in sources:
        if source.id in asked and source.next_check_at is not None:
            source.next_check_at = min(source.next_check_at, now)


def resume(sources: Sequence[Source], *, now: datetime) -> None:
    """Our connection is back: ask at once whoever could not be asked meanwhile."""
    for source in sources:
        if source.last_error in NETWORK and source.health not in UNREAD:
            source.next_check_at = now


def outage_reason(sources: Sequence[Source], now: datetime) -> str:
    """Why we think that the fault is ours, in one sentence."""
    recent = attempts_of(sources, since=now - WINDOW)
    hosts = {one.host for one in recent}
    failed = hosts - {one.host for one in recent if not one.network_fault}
    return (
        f"{len(failed)} of the {len(hosts)} hosts that were asked within "
        f"{WINDOW.seconds // 60} minutes could not be reached: the fault is in our own connection. "
        "No source is blamed; all are asked again when it is back."
    )


def _blame(session: Session, source: Source, now: datetime) -> None:
    message = last_message(session, source.id)
    judge_source(
        session, source, error=source.last_error, message=message, move=None, days=(), now=now
    )
