"""Digests: when one is due, which time it covers, whether it is worth a mail, and what it says.

A person's digests of a period follow one another without gap or overlap: each begins
where the last one ended. One row per digest under a unique key decides that it exists;
its delivery is written in the same transaction, alone with the alerts' clock. After a
downtime one digest covers the whole span and says so. A daily digest is sent only when
something came up, moved, or a source newly fell into trouble; a quiet day still moves
the mark. A weekly one is always sent: it is the standing proof that the watch went on.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlmodel import Session

from data.coverage import build_report, verified_lately
from data.db import reading, writing
from data.models import Delivery, Digest, Source, User
from data.queries.alert_facts import AlertFacts, alert_facts
from data.queries.coverage import STALE, coverage_statements
from data.queries.digests import (
    add_digest,
    alerts_with_dates,
    covered_to,
    mail_readers,
    moved_between,
    raised_between,
    troubled_sources,
)
from data.queries.order import hold_order
from data.queries.sight import narrow, sight_of
from data.queries.troubles import opened_within, outages_within, troubled_since
from webapp.context import Context
from webapp.delivery.types import Coverage, DigestNotice, Outage, PlanReminder, SourceTrouble
from webapp.planning import to_review

Period = Literal["daily", "weekly"]
LENGTH: dict[str, timedelta] = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
#: How far ahead a digest looks for dates.
AHEAD = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Built:
    """How many digests were made, and how many of them are worth a mail."""

    digests: int = 0
    mails: int = 0


def boundary(period: Period, now: datetime, *, hour: int) -> datetime:
    """The last moment at which a digest of this period ends: that hour (UTC), weekly on Mondays."""
    end = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    if end > now:
        end -= timedelta(days=1)
    return end - timedelta(days=end.weekday()) if period == "weekly" else end


def build_digests(context: Context, period: Period, *, at_once: bool = False) -> Built:
    """Make each reader's digest that is due; queue its mail.

    ``at_once`` ends it now instead of at the last boundary: a person asked for it.
    """
    with reading(context.engine) as session:
        readers = mail_readers(session)
    built = [_build(context, user, period, at_once) for user in readers]
    return Built(digests=sum(one.digests for one in built), mails=sum(one.mails for one in built))


def _build(context: Context, user: User, period: Period, at_once: bool) -> Built:
    with writing(context.engine) as session:
        hold_order(session, alone=True)
        now = context.clock()
        end = now if at_once else boundary(period, now, hour=context.settings.digest_hour)
        start = covered_to(session, user, period=period)
        if start >= end:
            return Built()
        number = add_digest(
            session,
            Digest(
                user_id=user.id or 0,
                period=period,
                covers_from=start,
                covers_to=end,
                created_at=now,
            ),
        )
        if number is None:
            return Built()
        narrow(session, sight_of(session, user))
        if period == "daily" and not _worth_a_mail(session, start, end):
            return Built(digests=1)
        session.add(
            Delivery(
                key=f"digest:{period}:{end:%Y%m%dT%H%M%S}:mail:{user.id}",
                channel="mail",
                recipient=user.email,
                digest_id=number,
                created_at=now,
                next_attempt_at=now,
            )
        )
    return Built(digests=1, mails=1)


def _worth_a_mail(session: Session, start: datetime, end: datetime) -> bool:
    return bool(
        raised_between(session, start, end)
        or moved_between(session, start, end)
        or opened_within(session, start, end)
    )


def digest_notice(
    session: Session, digest: Digest, *, now: datetime, live_days: int
) -> DigestNotice:
    """What the digest says. Alerts by the time it covers; coverage and trouble as they are now.

    The session sees from here on only what the digest's reader may see.
    """
    narrow(session, sight_of(session, session.get_one(User, digest.user_id)))
    start, end = digest.covers_from, digest.covers_to
    raised = tuple(alert_facts(session, raised_between(session, start, end)))
    moves = dict(moved_between(session, start, end))
    moved = tuple((facts, moves[facts.alert_id]) for facts in alert_facts(session, moves))
    changed = {country for facts in raised for country in facts.by_country}
    changed |= {country for facts, _ in moved for country in facts.by_country}
    return DigestNotice(
        period=digest.period,
        covers_from=start,
        covers_to=end,
        late=end - start > LENGTH[digest.period] + timedelta(hours=1),
        raised=raised,
        moved=moved,
        ahead=_ahead(session, end),
        trouble=_troubles(session),
        coverage=_coverage(session, digest, changed, now=now, live_days=live_days),
        plans=_plans(session, now=now, live_days=live_days),
    )


def _plans(session: Session, *, now: datetime, live_days: int) -> tuple[PlanReminder, ...]:
    return tuple(
        PlanReminder(
            fleet_id=one.fleet.id or 0,
            fleet=one.fleet.name,
            country=one.market.country,
            reasons=one.reasons,
        )
        for one in to_review(session, now=now, live_days=live_days)
    )


def _ahead(session: Session, end: datetime) -> tuple[tuple[date, str, AlertFacts], ...]:
    first, last = end.date(), (end + AHEAD).date()
    found = [
        (day, word, facts)
        for facts in alert_facts(session, alerts_with_dates(session, first=first, last=last))
        for word, day in (("effective", facts.effective_on), ("deadline", facts.deadline_on))
        if day is not None and first <= day <= last
    ]
    return tuple(sorted(found, key=lambda item: (item[0], item[2].alert_id)))


def _troubles(session: Session) -> tuple[SourceTrouble, ...]:
    sources = troubled_sources(session)
    since = troubled_since(session, sources)
    return tuple(_trouble(source, since.get(source.id)) for source in sources)


def _trouble(source: Source, since: datetime | None) -> SourceTrouble:
    return SourceTrouble(
        source_id=source.id,
        title=source.title,
        country=source.country,
        health=source.health,
        reason=source.health_reason,
        since=since,
        sample=source.sample,
    )


def _coverage(
    session: Session, digest: Digest, changed: set[str], *, now: datetime, live_days: int
) -> Coverage:
    report = build_report(coverage_statements(session, now=now, live_days=live_days))
    verified = verified_lately(report, now=now)
    unchanged = [one for one in verified if one.country not in changed]
    reads = [one.verified_at for one in unchanged if one.verified_at is not None]
    ours = outages_within(session, digest.covers_from, digest.covers_to)
    return Coverage(
        live=len(report.countries),
        verified=len(verified),
        within_days=STALE.days,
        unchanged=tuple(one.country for one in unchanged),
        unchanged_since=min(reads, default=None),
        blind=tuple((one.country, one.blind_spots) for one in report.countries if one.blind_spots),
        outages=tuple(
            Outage(since=trouble.opened_at, until=trouble.closed_at, reason=trouble.reason)
            for trouble in ours
        ),
    )
