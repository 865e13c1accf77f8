"""How long an answer asks us to wait. Pure."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def http_date(text: str) -> datetime | None:
    """The moment of a header's date (RFC 9110, 5.6.7); of an unknown zone as UTC, None for no date."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def seconds_asked(text: str, now: datetime | None, *, longest: float) -> float | None:
    """Seconds of a ``Retry-After`` header (RFC 9110, 10.2.3: seconds or a date), 0 to ``longest``.

    None when it says neither; without ``now`` a date says nothing.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), longest)
    until = http_date(text)
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), longest)
