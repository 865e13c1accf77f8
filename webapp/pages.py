"""What a page works with while it is made: one reading session, one moment, the frame's counts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g
from flask_login import current_user
from sqlmodel import Session

from data.db import reading
from data.queries.shell import shell_counts
from data.queries.sight import Sight, narrow
from webapp.alerts.wording import limit, one_line, what
from webapp.context import current
from webapp.firststeps import progress
from webapp.reading import headline
from webapp.wording import filters
from webapp.wording.clockwords import (
    days_range,
    limit_doubt,
    limit_sentence,
    limit_status,
    over_in_short,
    over_sentence,
)


def db() -> Session:
    """This request's reading session; opened at the first call, closed with the request.

    It reads of fleets only what the one who asks may see (:mod:`webapp.access`).
    """
    if "reading" not in g:
        g.reading_context = reading(current().engine)
        g.reading = g.reading_context.__enter__()
        narrow(g.reading, g.get("sight", frozenset()))
    session: Session = g.reading
    return session


def look(sight: Sight) -> None:
    """Let this request see these fleets, whatever it has read before."""
    g.sight = sight
    narrow(db(), sight)


def now() -> datetime:
    """The moment of this request: one for the whole page, so that its times agree."""
    if "now" not in g:
        g.now = current().clock()
    moment: datetime = g.now
    return moment


def zone() -> str:
    """IANA name of the time zone by whose clocks this request's times are told."""
    return getattr(current_user, "time_zone", "UTC")


def here(moment: datetime) -> datetime:
    """The same moment by the clocks of the one who looks; days of law are no moments and stay."""
    return moment.astimezone(ZoneInfo(zone()))


def lately(moment: datetime) -> str:
    """When something was, in few words: “Friday 17:40”."""
    return filters.lately(moment, now(), zone())


def today() -> date:
    """The day of this request, in UTC."""
    return now().date()


def forget_reading() -> None:
    """Close the reading session: what is read after a write must see the write."""
    context = g.pop("reading_context", None)
    g.pop("reading", None)
    if context is not None:
        context.__exit__(None, None, None)


def install(app: Flask) -> None:
    """Close sessions with their requests, and hand templates what every page needs."""

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        forget_reading()

    app.jinja_env.globals.update(
        frame_counts=lambda: shell_counts(db()),
        days_range=days_range,
        first_steps=lambda: progress(db()),
        headline=headline,
        lately=lately,
        limit_doubt=limit_doubt,
        limit_sentence=limit_sentence,
        limit_status=limit_status,
        limit_words=limit,
        now=now,
        over_in_short=over_in_short,
        over_sentence=over_sentence,
        today=today,
        what=what,
        zone=zone,
    )
    app.jinja_env.filters.update(
        line=one_line,
        here=here,
        exact=lambda moment: filters.local(moment, zone()),
        told=lambda moment: filters.told(moment, zone()),
        utc=filters.exact,
    )
