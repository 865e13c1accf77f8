"""From an attempt's outcome to a source's word: the facts are gathered, judged and noted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlmodel import Session

from crawler.extract.clean import clean_line
from crawler.health import SourceFacts, Verdict, count_falls, judge
from crawler.moves import Move
from crawler.silence import LEAST_DAYS, Allowance, allowance
from data.models import Source
from data.queries.documents import publication_days
from data.words import UNREAD, Health

_MAX_MESSAGE = 500
#: So many publications tell of a source's rhythm.
_PAST = 1000


def judge_source(
    session: Session,
    source: Source,
    *,
    error: str,
    message: str,
    move: Move | None,
    days: Sequence[date],
    now: datetime,
) -> None:
    """Note how the source stands after an attempt that ended so.

    ``days`` are days on which it published, as far as they are at hand.
    """
    newest, allowed = _quiet(session, source, days, now)
    note_verdict(
        source, error=error, message=message, move=move, newest=newest, allowed=allowed, now=now
    )


def note_verdict(
    source: Source,
    *,
    error: str,
    message: str,
    move: Move | None,
    newest: date | None,
    allowed: Allowance,
    now: datetime,
) -> None:
    """Judge the source and keep the verdict in its row; needs no session."""
    if not error and source.health in UNREAD:
        source.well_since = source.well_since or now
    facts = SourceFacts(
        kind=source.kind,
        error=error,
        message=plain(message),
        failures=source.failures,
        before=source.health,
        ever_read=source.last_success_at is not None,
        newest=newest,
        allowed=allowed,
        falls=source.falls,
        well_since=source.well_since,
        move=move,
        moved_before=source.moved_to,
    )
    _note(source, judge(facts, now=now), now)
    if not error:
        source.moved_to = move.to if move else ""


def excuse(source: Source, *, now: datetime) -> None:
    """Take back what was held against a source: the fault was ours."""
    if source.health in UNREAD:
        source.falls = max(0, source.falls - 1)
        before = Health.UNPROVEN if source.last_success_at is None else Health.HEALTHY
        source.health, source.health_since = before.value, now
    source.failures = 0
    source.health_reason = "Our own connection is down; it is not known how the source stands."


def plain(message: str) -> str:
    """A stranger's message as one bounded line."""
    return clean_line(message)[:_MAX_MESSAGE]


def _note(source: Source, verdict: Verdict, now: datetime) -> None:
    bad, was_bad = verdict.health in UNREAD, source.health in UNREAD
    # Held in its trouble and failing again, or well and failing: either is a fall.
    failed_again = source.well_since is not None and source.failures > 0
    if bad and (not was_bad or failed_again):
        source.falls = count_falls(
            source.falls, before=source.health, since=source.health_since, now=now
        )
        source.well_since = None
    if not bad:
        source.well_since = None
    if source.health != verdict.health or source.health_since is None:
        source.health_since = now
    source.health = verdict.health.value
    source.health_reason = verdict.reason


def _quiet(
    session: Session, source: Source, days: Sequence[date], now: datetime
) -> tuple[date | None, Allowance]:
    """Its newest publication, and how long it may be quiet after that."""
    today, bound = now.astimezone(UTC).date(), source.max_silence_days
    known = [*days, *([source.newest_on] if source.newest_on else [])]
    if not known and source.last_new_at is not None:
        known = [source.last_new_at.astimezone(UTC).date()]
    if not known or (today - max(known)).days <= min(LEAST_DAYS, bound):
        # Not quiet by anybody's measure: its past need not be read, at each of many looks a day.
        return max(known, default=None), Allowance(days=bound, longest=0, gaps=0)
    past = publication_days(session, source.id, up_to=today, limit=_PAST)
    return max([*known, *past]), allowance([*past, *days], max_silence_days=bound)
