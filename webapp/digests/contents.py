"""What a digest says: the alerts of its time that its reader asked for, and what we could see."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from data.coverage import build_report, verified_lately
from data.models import Digest, Quieting, Source, Subscription, User
from data.queries.alert_facts import AlertFacts, alert_facts
from data.queries.coverage import STALE, coverage_statements
from data.queries.digests import (
    alerts_with_dates,
    moved_between,
    raised_between,
    troubled_sources,
)
from data.queries.mutes import mutes_at
from data.queries.pages_clocks import LimitCounts, pressing_limits
from data.queries.sight import narrow, sight_of
from data.queries.silences import cause_of_limit
from data.queries.subscriptions import news_of
from data.queries.troubles import outages_within, troubled_since
from webapp.alerts.muting import not_muted
from webapp.alerts.quiet import fits
from webapp.delivery.types import (
    Coverage,
    DigestNotice,
    Outage,
    PlanReminder,
    SourceTrouble,
)
from webapp.rules.planning import to_review
from webapp.subscriptions.matching import meets

#: How far ahead a digest looks for dates.
AHEAD = timedelta(days=90)
#: How many limits a digest names, of those that SIMs are near or over.
MOST_CLOCKS = 5
_CLOCKS_READ = 50


def told_of(
    session: Session, digest: Digest, *, channel_id: int | None
) -> tuple[list[int], dict[int, str]]:
    """What of its time goes out over a channel (None: mail): alerts raised; alerts moved, with what moved.

    The session must be narrowed to what the reader may see.
    """
    start, end = digest.covers_from, digest.covers_to
    raised, moves = raised_between(session, start, end), dict(moved_between(session, start, end))
    wanted = _wanted(session, digest, channel_id, [*raised, *moves])
    return (
        [number for number in raised if number in wanted],
        {number: note for number, note in moves.items() if number in wanted},
    )


def _wanted(
    session: Session, digest: Digest, channel_id: int | None, numbers: Sequence[int]
) -> set[int]:
    """Those alerts that the digest's subscriptions of a channel ask for; without any: all.

    Not what its reader had muted when it was made.
    """
    wanted = set(numbers)
    if digest.wishes:
        wishes = [Subscription(**one) for one in digest.wishes if one["channel_id"] == channel_id]
        found = news_of(session, numbers)
        wanted = {news.alert.id or 0 for news in found if any(meets(one, news) for one in wishes)}
    return not_muted(session, digest.user_id, wanted, moment=digest.created_at)


def digest_notice(
    session: Session,
    digest: Digest,
    *,
    channel_id: int | None = None,
    now: datetime,
    live_days: int,
) -> DigestNotice:
    """What the digest says. Alerts by the time it covers; coverage and trouble as they are now.

    The session sees from here on only what the digest's reader may see.
    """
    reader = session.get_one(User, digest.user_id)
    zone = reader.time_zone
    narrow(session, sight_of(session, reader))
    numbers, moves = told_of(session, digest, channel_id=channel_id)
    raised = tuple(alert_facts(session, numbers))
    moved = tuple((facts, moves[facts.alert_id]) for facts in alert_facts(session, moves))
    changed = _changed(session, digest)
    muted = mutes_at(session, [digest.user_id], digest.created_at).get(digest.user_id, [])
    return DigestNotice(
        period=digest.period,
        covers_from=digest.covers_from,
        covers_to=digest.covers_to,
        zone=zone,
        late=digest.late,
        raised=raised,
        moved=moved,
        ahead=_ahead(session, digest, channel_id),
        trouble=_troubles(session),
        coverage=_coverage(session, digest, changed, now=now, live_days=live_days),
        clocks=_clocks(session, muted, today=digest.created_at.date()),
        plans=_plans(session, now=now, live_days=live_days),
        muted=tuple(muted),
    )


def _changed(session: Session, digest: Digest) -> set[str]:
    """Countries with news in its time, told here or not: of none of them it may say that nothing changed."""
    start, end = digest.covers_from, digest.covers_to
    raised = raised_between(session, start, end, quiet=True)
    numbers = {*raised, *dict(moved_between(session, start, end, quiet=True))}
    return {
        country for facts in alert_facts(session, sorted(numbers)) for country in facts.by_country
    }


def _clocks(session: Session, muted: Sequence[Quieting], *, today: date) -> tuple[LimitCounts, ...]:
    """The limits that press most, as on the overview; not those that the reader has muted."""
    told = [
        row
        for row in pressing_limits(session, limit=_CLOCKS_READ)
        if not any(fits(one, cause_of_limit(row.limit), today=today) for one in muted)
    ]
    return tuple(told[:MOST_CLOCKS])


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


def _ahead(
    session: Session, digest: Digest, channel_id: int | None
) -> tuple[tuple[date, str, AlertFacts], ...]:
    first, last = digest.covers_to.date(), (digest.covers_to + AHEAD).date()
    numbers = alerts_with_dates(session, first=first, last=last)
    wanted = _wanted(session, digest, channel_id, numbers)
    found = [
        (day, word, facts)
        for facts in alert_facts(session, [number for number in numbers if number in wanted])
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
