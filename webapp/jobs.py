"""The worker's jobs: each takes what is due from the store, does it, and says how much it was.

What is due is always a query, and each piece is claimed before the work and written under
a unique key: a job may die anywhere and run again anywhere. Imports of Scrapy and spaCy
stand inside the functions, so that the web process can name a job without loading them.
"""

import asyncio
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DataError, IntegrityError

from data.db import reading, writing
from data.queries.alerts_work import moved_alerts, unalerted
from data.queries.leases import claim, release
from data.queries.order import hold_order
from data.queries.proposals import unproposed
from data.queries.sources import due_sources
from data.words import Pace
from webapp.alerts.raising import Told, move_alert, raise_alert
from webapp.alerts.ticking import follow_alerts
from webapp.context import Context
from webapp.delivery.outbox import deliver_due
from webapp.digests.building import Built
from webapp.digests.building import build_digests as build_pace
from webapp.rules.clocks import tick_clocks
from webapp.service.indexing import index_texts
from webapp.service.tally import Assessed, Summary

if TYPE_CHECKING:
    from analysis.recording import AnalysisReport, Outcome
    from crawler.tally import CrawlReport
    from data.queries.analysis import VersionPayload
    from webapp.service.readers import Readers

__all__ = [
    "Assessed",
    "Summary",
    "analyse_pending",
    "assess_pending",
    "build_digests",
    "crawl_due",
    "deliver_due",
    "run_once",
]

log = logging.getLogger(__name__)
#: Sources read in one crawl: enough to keep all hosts busy, few enough that a stop is quick.
SOURCES_AT_ONCE = 100
#: Versions claimed at a time.
VERSIONS_AT_ONCE = 16


async def crawl_due(context: Context) -> "CrawlReport":
    """Read the sources whose time has come, and whatever an earlier crawl left unread."""
    from crawler.extraction import reextract_pending
    from crawler.flapping import release_settled
    from crawler.runner import crawl_sources

    def due() -> list[str]:
        with reading(context.engine) as session:
            return due_sources(session, now=context.clock(), limit=SOURCES_AT_ONCE)

    report = await crawl_sources(
        context.engine, context.settings, await asyncio.to_thread(due), clock=context.clock
    )
    await asyncio.to_thread(release_settled, context.engine)
    if not report.sources:
        await reextract_pending(context.engine, context.settings, clock=context.clock)
    return report


def analyse_pending(context: Context, readers: "Readers | None" = None) -> "AnalysisReport":
    """Read the versions that no analyser has read, and record each by itself."""
    from analysis.recording import AnalysisReport, add
    from webapp.service.readers import Readers

    if readers is None:
        with Readers.of(context.settings) as own:
            return analyse_pending(context, own)
    total = AnalysisReport()
    for batch in _claimed_versions(context):
        for outcome in readers.read_all(batch):
            total = add(total, _record(context, outcome))
            if context.stop.is_set():
                break
    return total


def assess_pending(context: Context) -> Assessed:
    """Gather changes into developments, raise the alerts that are missing, move those that moved,

    and propose to the rule ledger what was found.
    """
    developments = _gather(context)
    proposals = _propose(context)
    with reading(context.engine) as session:
        wanted = unalerted(session, now=context.clock(), live_days=context.settings.live_days)
        moved = moved_alerts(session)
    told = [_raise(context, *pair) for pair in wanted if not context.stop.is_set()]
    told += [_move(context, alert_id) for alert_id in moved if not context.stop.is_set()]
    return Assessed(
        developments=developments,
        raised=sum(one.raised for one in told),
        moved=sum(one.moved for one in told),
        mails=sum(one.mails for one in told),
        proposals=proposals,
    )


def build_digests(context: Context) -> Built:
    """Make the daily, weekly and monthly digests that are due."""
    built = [build_pace(context, pace) for pace in (Pace.DAILY, Pace.WEEKLY, Pace.MONTHLY)]
    return Built(digests=sum(one.digests for one in built), mails=sum(one.mails for one in built))


async def run_once(context: Context) -> Summary:
    """Run the whole chain until nothing is due (deliveries that failed wait); all passes together.

    Needs a running asyncio loop and nothing else.
    """
    from webapp.service.readers import Readers

    total = Summary()
    with Readers.of(context.settings) as readers:
        while True:
            done = await _pass(context, readers)
            total += done
            if done.idle or context.stop.is_set():
                return total


async def _pass(context: Context, readers: "Readers") -> Summary:
    crawled = await crawl_due(context)
    await asyncio.to_thread(index_texts, context)
    analysed = await asyncio.to_thread(analyse_pending, context, readers)
    assessed = await asyncio.to_thread(assess_pending, context)
    clocks = await asyncio.to_thread(tick_clocks, context)
    followed = await asyncio.to_thread(follow_alerts, context)
    built = await asyncio.to_thread(build_digests, context)
    sent = await asyncio.to_thread(deliver_due, context)
    return Summary(
        sources=crawled.sources,
        failed_sources=crawled.failed_sources,
        documents=crawled.new_documents,
        versions=analysed.versions,
        findings=analysed.findings,
        changes=analysed.changes,
        raised=assessed.raised + clocks.raised,
        moved=assessed.moved + clocks.moved,
        followed=followed,
        digests=built.mails,
        sent=sent.sent,
        retried=sent.retried,
        dead=sent.dead,
    )


def _claimed_versions(context: Context) -> "Iterator[list[VersionPayload]]":
    """Batches of waiting versions that are ours to read; what is left at a stop is given back."""
    from analysis.types import ANALYSER
    from data.queries.analysis import load_version, pending_versions

    while not context.stop.is_set():
        with reading(context.engine) as session:
            # More than one batch: another worker may hold the first ones.
            waiting = pending_versions(session, analyser=ANALYSER, limit=4 * VERSIONS_AT_ONCE)
        held = _claim_some(context, waiting)
        if not held:
            return
        with reading(context.engine) as session:
            payloads = [load_version(session, number) for number in held]
        yield [payload for payload in payloads if payload is not None]
        with writing(context.engine) as session:
            release(session, map(_lease, held), owner=context.owner)


def _claim_some(context: Context, waiting: list[int]) -> list[int]:
    for start in range(0, len(waiting), VERSIONS_AT_ONCE):
        batch = waiting[start : start + VERSIONS_AT_ONCE]
        with writing(context.engine) as session:
            held = set(_claim(context, session, batch))
        if held:
            return [number for number in batch if _lease(number) in held]
    return []


def _claim(context: Context, session: Any, versions: list[int]) -> list[str]:
    return claim(
        session,
        [_lease(number) for number in versions],
        owner=context.owner,
        now=context.clock(),
        seconds=context.settings.lease_seconds,
    )


def _lease(version_id: int) -> str:
    return f"analysis:{version_id}"


def _record(context: Context, outcome: "Outcome") -> "AnalysisReport":
    """Write one outcome if its claim still holds; one that cannot be written is noted by name."""
    from analysis.recording import AnalysisReport, Outcome, record

    version = outcome.payload.version_id
    try:
        with writing(context.engine) as session:
            if not _claim(context, session, [version]):
                return AnalysisReport()
            return record(session, outcome, now=context.clock())
    except DataError as exc:
        log.warning("reading not stored", extra={"facts": {"version": version}}, exc_info=exc)
    unread = Outcome(payload=outcome.payload, reading=None, error="not_storable")
    with writing(context.engine) as session:
        return record(session, unread, now=context.clock())


def _gather(context: Context) -> int:
    """Rule changes become developments; how many were made or moved."""
    from analysis.developments import record_pending

    return record_pending(context.engine, clock=context.clock)


def _propose(context: Context) -> int:
    """Found changes become proposals for the rule ledger; how many were made."""
    from analysis.proposals import PROPOSING
    from webapp.proposals.raising import drop_refuted, propose

    made = 0
    with writing(context.engine) as session:
        drop_refuted(session, now=context.clock())
        waiting = unproposed(session, PROPOSING)
    for development_id in waiting:
        if context.stop.is_set():
            break
        try:
            with writing(context.engine) as session:
                made += propose(session, development_id, now=context.clock()) is not None
        except IntegrityError:
            continue  # another worker proposed it at the same moment: the unique key chose
    return made


def _raise(context: Context, development_id: int, fleet_id: int) -> Told:
    try:
        with writing(context.engine) as session:
            hold_order(session, alone=False)
            return raise_alert(
                session,
                development_id,
                fleet_id,
                settings=context.settings,
                now=context.clock(),
            )
    except IntegrityError:
        return Told()  # another worker raised it at the same moment: the unique key chose


def _move(context: Context, alert_id: int) -> Told:
    with writing(context.engine) as session:
        hold_order(session, alone=False)
        return move_alert(session, alert_id, settings=context.settings, now=context.clock())
