"""When to look again. Pure: values in, a moment out."""

import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from crawler.items import HeldDocument, ListedLink

#: No source is asked more often, or more rarely, whatever it says.
LEAST = timedelta(minutes=15)
MOST = timedelta(hours=24)
#: A source is looked at this often between two of its publications.
_LOOKS_PER_RHYTHM = 8

#: Young documents are corrected more often than old ones: age up to … → look every …
_DOCUMENT_STEPS = (
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=90), timedelta(days=7)),
)
_DOCUMENT_MOST = timedelta(days=30)
_RETRY_LEAST = timedelta(hours=1)
_RETRY_MOST = timedelta(days=7)


def next_source_check(
    *,
    now: datetime,
    key: str,
    rhythm_days: float,
    failures: int = 0,
    retry_after: float | None = None,
    max_age: float | None = None,
) -> datetime:
    """When a source is due again, between 15 minutes and 24 hours from ``now``.

    After a good read (``failures`` 0): a part of its rhythm, at least for as long as its
    answer says it holds (``max_age``, seconds). After failures: from the least interval,
    doubling; it never stops. ``retry_after`` (seconds) is heeded in both cases. ``key``
    spreads sources that were read together by up to a twentieth.
    """
    if failures:
        wait = LEAST * (1 << min(failures - 1, 10))
    else:
        wait = timedelta(days=min(rhythm_days, 365.0)) / _LOOKS_PER_RHYTHM
        wait = max(wait, _seconds(max_age))
    wait = max(wait, _seconds(retry_after)) * (1 + spread(key) / 20)
    return now + min(max(wait, LEAST), MOST)


def spread(key: str) -> float:
    """A number from 0 to 1 that is always the same for ``key``, and seems to be drawn by lot."""
    return zlib.crc32(key.encode()) % 1000 / 1000


def observed_rhythm(published: Sequence[date]) -> float | None:
    """Usual days between two publications, from their days; None when there are too few to say."""
    days = sorted(set(published))
    if len(days) < 4:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return float(median(gaps))


def next_document_check(*, now: datetime, changed_at: datetime) -> datetime:
    """When a document that was read well wants another look.

    ``changed_at`` is when it was published, or when it last changed: whichever is later.
    """
    age = now - changed_at
    for limit, wait in _DOCUMENT_STEPS:
        if age < limit:
            return now + wait
    return now + _DOCUMENT_MOST


def next_document_retry(
    *, now: datetime, failures: int, retry_after: float | None = None
) -> datetime:
    """When a document that could not be read is tried again: 1 hour, doubling, up to 7 days."""
    wait = max(_RETRY_LEAST * (1 << min(failures - 1, 10)), _seconds(retry_after))
    return now + min(wait, _RETRY_MOST)


def wants_look(link: ListedLink, held: HeldDocument | None, *, now: datetime) -> bool:
    """Whether to fetch a listed document: it is new, due, or the list says that it changed."""
    if held is None or held.next_check_at is None or held.next_check_at <= now:
        return True
    if link.updated_at is None or held.last_verified_at is None:
        return False
    return held.last_verified_at < link.updated_at <= now


def _seconds(value: float | None) -> timedelta:
    return timedelta(seconds=min(value or 0.0, MOST.total_seconds() * 30))
