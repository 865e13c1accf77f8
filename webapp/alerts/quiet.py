"""What a silence covers, and what may be asked of one. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from data import countries
from data.errors import RoamwatchError
from data.models import Silence
from data.queries.silences import Cause
from data.words import Topic

MAX_WHY = 1000


class SilenceError(RoamwatchError):
    """A silence that cannot be. ``field`` is what is wrong with it."""

    code = "silence"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def covers(silence: Silence, cause: Cause, *, today: date) -> bool:
    """Whether a silence keeps an alert of this cause quiet.

    Of an alert that touches several countries all must be silenced: what else it says is news.
    """
    if silence.ended_at is not None or silence.until < today:
        return False
    if silence.country:
        silenced = countries.expand([silence.country], today) or {silence.country}
        if not cause.countries or not cause.countries <= set(silenced):
            return False
    if silence.topic and silence.topic != cause.topic:
        return False
    return not silence.source_id or silence.source_id == cause.source_id


def check(silence: Silence, *, sources: Collection[str], today: date, most_days: int) -> None:
    """Raises :class:`SilenceError` when this silence may not be made."""
    if not (silence.country or silence.topic or silence.source_id):
        raise SilenceError("country", "choose a country, a topic or a source; all is too much")
    if silence.country and not (
        countries.is_country(silence.country) or countries.is_group(silence.country)
    ):
        raise SilenceError("country", "choose a country or group of the list")
    if silence.topic and silence.topic not in set(Topic):
        raise SilenceError("topic", "choose a topic of the list")
    if silence.source_id and silence.source_id not in sources:
        raise SilenceError("source", "choose a source of the list")
    last = today + timedelta(days=most_days)
    if not today <= silence.until <= last:
        raise SilenceError("until", f"choose a last day from today to {last:%d %b %Y}")
    if not silence.why.strip():
        raise SilenceError("why", "say why, for those who look for these alerts later")
    if len(silence.why) > MAX_WHY:
        raise SilenceError("why", f"the reason may have {MAX_WHY:,} characters")
