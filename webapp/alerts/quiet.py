"""What a silence or a mute covers, and what may be asked of one. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from data import countries
from data.errors import RoamwatchError
from data.models import Quieting, Silence
from data.queries.silences import Cause
from data.words import Topic

MAX_WHY = 1000


class SilenceError(RoamwatchError):
    """A silence or a mute that cannot be. ``field`` is what is wrong with it."""

    code = "silence"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def covers(silence: Silence, cause: Cause, *, today: date) -> bool:
    """Whether a silence keeps an alert of this cause quiet today."""
    holds = silence.ended_at is None and silence.until >= today
    return holds and fits(silence, cause, today=today)


def fits(quieting: Quieting, cause: Cause, *, today: date) -> bool:
    """Whether an alert of this cause is among what is kept quiet.

    Of an alert that touches several countries all must be: what else it says is news.
    """
    if quieting.country:
        quiet = countries.expand([quieting.country], today) or {quieting.country}
        if not cause.countries or not cause.countries <= set(quiet):
            return False
    if quieting.topic and quieting.topic != cause.topic:
        return False
    return not quieting.source_id or quieting.source_id == cause.source_id


def check(silence: Quieting, *, sources: Collection[str], today: date, most_days: int) -> None:
    """Raises :class:`SilenceError` when this may not be kept quiet."""
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


def covered(quieting: Quieting) -> dict[str, str]:
    """What is kept quiet, as the audit trail keeps it."""
    return {
        "country": quieting.country,
        "topic": quieting.topic,
        "source": quieting.source_id,
        "until": quieting.until.isoformat(),
    }
