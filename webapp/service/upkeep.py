"""What is wrong with the installation: looked at by the doctor, and in short by the worker."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from data import audit
from data.counting import miscounted
from data.db import reading, schema_is_current
from data.errors import StoreError
from data.models import Lease, Source
from data.queries.analysis import failed_readings
from data.queries.archive import held_hashes
from data.queries.digests import troubled_sources
from data.queries.outbox import count_by_state, overdue_deliveries
from data.queries.troubles import open_outage
from data.words import DeliveryState
from webapp.alerts.astray import astray
from webapp.context import Context
from webapp.service import retention

#: Work that has been due for longer than this is not being done: no worker runs, or it is stuck.
PATIENCE = timedelta(hours=1)
SOURCE_PATIENCE = timedelta(hours=25)
#: Snapshots that are read back and hashed again.
SAMPLE = 200
#: Broken ones that are named in one sentence.
_NAMED = 20

Level = Literal["ok", "warning", "broken"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: how it is, and one sentence."""

    name: str
    level: Level
    message: str


def examine(context: Context, *, sample: int = SAMPLE) -> list[Check]:
    """Everything the doctor looks at, in order. A store that is down ends it early.

    ``sample``: how many snapshots, chosen at random, are read back and hashed again.
    """
    store = _store(context)
    if store.level == "broken":
        return [store]
    with reading(context.engine) as session:
        return [
            store,
            _archive(context, session, sample),
            _retention(context, session),
            _leases(context, session),
            _counts(session),
            _audit(session),
            *_deliveries(context, session),
            _crawling(context, session),
            _analysis(session),
            *_browser(session),
            *_sign_in(context, session),
            *_sources(session),
        ]


def check_health(context: Context) -> list[Check]:
    """What is broken, without reading the archive; for the worker's log."""
    with reading(context.engine) as session:
        checks = [
            *_deliveries(context, session),
            _connection(session),
            _crawling(context, session),
        ]
    return [check for check in checks if check.level == "broken"]


def _store(context: Context) -> Check:
    try:
        current = schema_is_current(context.engine)
    except StoreError as exc:
        return Check(name="store", level="broken", message=str(exc))
    if not current:
        return Check(
            name="store", level="broken", message="the schema is not current; run: roamwatch init"
        )
    return Check(name="store", level="ok", message=f"{context.engine.dialect.name}, schema current")


def _counts(session: Session) -> Check:
    """Do the counts that pages and impacts rest on add up to the SIMs?"""
    wrong = miscounted(session)
    if wrong:
        message = f"the counts of {len(wrong)} fleet(s) do not add up; run: roamwatch fleet recount"
        return Check(name="fleet", level="broken", message=message)
    return Check(name="fleet", level="ok", message="counts of SIMs add up")


def _audit(session: Session) -> Check:
    """Is the trail of all acts as it was written, and do alerts stand where it leads?"""
    chain = audit.verify(session)
    faults = [*chain.broken, *astray(session)]
    if faults:
        message = (
            f"{'; '.join(faults)}. Keep this store as it is, find out who could write to it, "
            "and compare it with a backup"
        )
        return Check(name="audit", level="broken", message=message)
    head = f", the last is {chain.head}" if chain.head else ""
    message = f"{chain.entries} acts in one unbroken chain{head}"
    return Check(name="audit", level="ok", message=message)


def _archive(context: Context, session: Session, sample: int) -> Check:
    """Bytes that rows point at, chosen at random: are they there and whole?"""
    from crawler.archive import Archive, SnapshotDamagedError, SnapshotMissingError

    hashes = held_hashes(session)
    # A spot check, no secret: which ones are looked at may be guessed.
    chosen = random.sample(hashes, min(sample, len(hashes)))
    archive, damaged = Archive(context.settings.snapshots), []
    for sha256 in chosen:
        try:
            archive.get(sha256)
        except (SnapshotDamagedError, SnapshotMissingError) as exc:
            damaged.append(f"{sha256} ({exc.code.removeprefix('snapshot_')})")
    if damaged:
        more = f" and {len(damaged) - _NAMED} more" if len(damaged) > _NAMED else ""
        message = (
            f"{len(damaged)} of {len(chosen)} snapshots missing or damaged: "
            f"{', '.join(damaged[:_NAMED])}{more}; restore them from a backup"
        )
        return Check(name="archive", level="broken", message=message)
    message = f"{len(chosen)} of {len(hashes)} snapshots read back, all whole"
    return Check(name="archive", level="ok", message=message)


def _retention(context: Context, session: Session) -> Check:
    """What retention would remove now: a count, nothing is done."""
    settings = context.settings
    if settings.keep_days is None:
        return Check(name="retention", level="ok", message="off: every snapshot is kept")
    found = retention.forgettable(context, session)
    size = sum(found.values()) / 1e6
    message = (
        f"{len(found)} snapshots ({size:.1f} MB unpacked) are older than {settings.keep_days} days and "
        f"unused for {settings.keep_unused_days}; the next housekeeping removes their raw bytes"
    )
    return Check(name="retention", level="ok", message=message)


def _leases(context: Context, session: Session) -> Check:
    stale = session.exec(
        select(func.count()).where(col(Lease.expires_at) < context.clock() - PATIENCE)
    ).one()
    if stale:
        return Check(
            name="claims",
            level="warning",
            message=f"{stale} claims of dead workers; they block nothing and are tidied hourly",
        )
    return Check(name="claims", level="ok", message="none left behind")


def _browser(session: Session) -> Iterator[Check]:
    """Sources that have to be rendered, and whether they can be."""
    options = session.exec(select(Source.options).where(col(Source.enabled))).all()
    count = sum(bool(one.get("browser")) for one in options)
    if not count:
        return
    from crawler.browser import missing

    lacking = missing()
    message = f"{count} {'source has' if count == 1 else 'sources have'} to be rendered"
    if lacking:
        yield Check(name="browser", level="warning", message=f"{message}, but {lacking}")
    else:
        yield Check(name="browser", level="ok", message=f"{message}; Chromium is there")


def _deliveries(context: Context, session: Session) -> Iterator[Check]:
    overdue = overdue_deliveries(session, before=context.clock() - PATIENCE)
    states = count_by_state(session)
    dead = states.get(DeliveryState.DEAD, 0)
    if overdue:
        message = f"{overdue} have been due for over an hour; is a worker running?"
        yield Check(name="deliveries", level="broken", message=message)
    if dead:
        message = f"{dead} could not be delivered; see their reasons under deliveries"
        yield Check(name="deliveries", level="broken", message=message)
    if not overdue and not dead:
        waiting = states.get(DeliveryState.PENDING, 0)
        yield Check(name="deliveries", level="ok", message=f"{waiting} waiting, none overdue")


def _connection(session: Session) -> Check:
    """Our own connection: while it is down, no source is read and none is blamed."""
    outage = open_outage(session)
    if outage is None:
        return Check(
            name="connection", level="ok", message="hosts answer, as far as they were asked"
        )
    message = f"down since {outage.opened_at:%Y-%m-%d %H:%M} UTC: {outage.reason}"
    return Check(name="connection", level="broken", message=message)


def _crawling(context: Context, session: Session) -> Check:
    late = session.exec(
        select(func.count()).where(
            col(Source.enabled), col(Source.next_check_at) < context.clock() - SOURCE_PATIENCE
        )
    ).one()
    never = session.exec(
        select(func.count()).where(col(Source.enabled), col(Source.last_attempt_at).is_(None))
    ).one()
    if late:
        message = f"{late} sources have been due for over a day; is a worker running?"
        return Check(name="crawling", level="broken", message=message)
    if never:
        return Check(name="crawling", level="warning", message=f"{never} sources were never read")
    return Check(name="crawling", level="ok", message="no source is overdue")


def _analysis(session: Session) -> Check:
    """Texts that the analysis broke on: nobody is alerted of what they say."""
    from analysis.types import ANALYSER

    failed = failed_readings(session, analyser=ANALYSER, limit=_NAMED + 1)
    if not failed:
        return Check(name="analysis", level="ok", message="no text that it could not read")
    named = ", ".join(f"{number} ({error})" for number, error in failed[:_NAMED])
    more = " and more" if len(failed) > _NAMED else ""
    message = (
        f"it could not read the text of document {named}{more}: read these yourself, nobody is "
        "alerted of them; the worker's log says why, and the next version of the analysis tries again"
    )
    return Check(name="analysis", level="warning", message=message)


def _sign_in(context: Context, session: Session) -> Iterator[Check]:
    """The sign-in service, where one is set: does it answer, and as the settings say?"""
    if context.settings.oidc_issuer:
        from webapp.signon.doctor import examine_issuer

        level, message = examine_issuer(context, session)
        yield Check(name="sign-in", level=level, message=message)


def _sources(session: Session) -> Iterator[Check]:
    """Sources in trouble are warnings: the world's web sites are not this installation's fault."""
    troubled = troubled_sources(session)
    for source in troubled:
        since = f" since {source.health_since:%Y-%m-%d}" if source.health_since else ""
        message = f"{source.id} {source.health}{since}: {source.health_reason}"
        yield Check(name="source", level="warning", message=message)
    if not troubled:
        yield Check(name="sources", level="ok", message="none in trouble")
