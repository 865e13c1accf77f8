"""How far the pull of an account has come, as the store keeps it; and who is at it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from crawler.errors import CrawlError
from crawler.pulling.errors import EndlessError
from data.db import writing
from data.fleet.listed import retire_unlisted
from data.fleet.states import title
from data.models import FleetImport, PlatformAccount
from data.queries.leases import claim, release
from data.sealing import SealError
from data.settings import Settings

log = logging.getLogger(__name__)
#: How long after its beginning a pull that broke off may go on where it was.
RESUMABLE = timedelta(hours=24)
#: So often everything is asked for, also where a platform tells what changed.
WHOLE = timedelta(days=7)
#: Time between two pulls; histories at the platforms are short, so days must not be missed.
EVERY = timedelta(hours=12)
_LONGEST_PAUSE = timedelta(hours=12)
_COUNTS = ("rows", "added", "changed", "unchanged", "refused", "warnings")


@dataclass(frozen=True, kw_only=True)
class PullReport:
    """How a pull ended, as ``roamwatch fleet sync --json`` prints it."""

    account: int
    platform: str
    fleet_id: int
    import_id: int
    resumed: bool
    pages: int
    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    warnings: int
    finished: bool
    error_code: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Begun:
    account: PlatformAccount
    import_id: int
    cursor: str
    since: datetime | None
    started: datetime
    resumed: bool


def begin(engine: Engine, account_id: int, now: datetime) -> Begun:
    with writing(engine) as session:
        account = session.get_one(PlatformAccount, account_id)
        record = session.get(FleetImport, account.import_id) if account.import_id else None
        if record is not None and account.cursor and now - record.started_at < RESUMABLE:
            return _begun(account, record, resumed=True)
        if record is not None:
            record.finished_at = now
        record = FleetImport(
            fleet_id=account.fleet_id,
            filename=title(account.platform),
            sha256="",
            started_at=now,
            mapping={"platform": account.platform},
        )
        session.add(record)
        session.flush()
        account.import_id, account.cursor = record.id, ""
        return _begun(account, record, resumed=False)


def _begun(account: PlatformAccount, record: FleetImport, *, resumed: bool) -> Begun:
    begun = record.started_at
    whole = account.whole_at is None or begun - account.whole_at >= WHOLE
    return Begun(
        account=account,
        import_id=record.id or 0,
        cursor=account.cursor,
        since=None if whole else account.pulled_at,
        started=begun,
        resumed=resumed,
    )


def hold(session: Session, settings: Settings, account: int, owner: str, now: datetime) -> bool:
    key = f"platform:{account}"
    return bool(claim(session, [key], owner=owner, now=now, seconds=settings.lease_seconds))


def claimed(engine: Engine, settings: Settings, account: int, owner: str, now: datetime) -> bool:
    with writing(engine) as session:
        return hold(session, settings, account, owner, now)


def let_go(engine: Engine, account: int, owner: str) -> None:
    with writing(engine) as session:
        release(session, [f"platform:{account}"], owner=owner)


def rows_of(session: Session, begun: Begun) -> tuple[PlatformAccount, FleetImport]:
    return (
        session.get_one(PlatformAccount, begun.account.id, with_for_update=True),
        session.get_one(FleetImport, begun.import_id),
    )


def end(
    engine: Engine, begun: Begun, pages: int, fault: CrawlError | SealError | None, now: datetime
) -> PullReport:
    with writing(engine) as session:
        account, record = rows_of(session, begun)
        if fault is None:
            if begun.since is None and not begun.resumed:
                # A pull that broke off may have missed what moved to another page meanwhile.
                retire_unlisted(session, account.id or 0, record, now=now)
            record.finished_at = now
            account.import_id, account.cursor = None, ""
            account.pulled_at = begun.started
            if begun.since is None:
                account.whole_at = begun.started
            account.failures, account.error_code, account.error = 0, "", ""
            account.next_pull_at = now + EVERY
        else:
            account.failures += 1
            account.error_code, account.error = fault.code, str(fault)
            if isinstance(fault, EndlessError):
                account.cursor = ""
            account.next_pull_at = now + pause_after(account.failures, fault)
            facts = {"account": account.id, "platform": account.platform, "code": fault.code}
            log.warning("pull broken off", extra={"facts": facts})
        return PullReport(
            account=account.id or 0,
            platform=account.platform,
            fleet_id=account.fleet_id,
            import_id=begun.import_id,
            resumed=begun.resumed,
            pages=pages,
            finished=fault is None,
            error_code=account.error_code,
            error=account.error,
            **{name: getattr(record, name) for name in _COUNTS},
        )


def pause_after(failures: int, fault: CrawlError | SealError) -> timedelta:
    """Time until the next attempt: what the platform asks, else 5, 10, 20 … minutes up to half a day."""
    asked = getattr(fault, "retry_after", None)
    if asked is not None:
        return max(timedelta(seconds=asked), timedelta(minutes=5))
    return min(timedelta(minutes=5 * 2 ** min(failures - 1, 10)), _LONGEST_PAUSE)
