"""How a source stands, in one word and one sentence. Pure.

Silence must never read as "no change": a source that fails, is kept out, lists less than
it should or is quieter than its own rhythm is shown as such.
"""

from dataclasses import dataclass
from datetime import date

from crawler.errors import BLOCKING, EMPTY, TRANSIENT
from data.words import Health, SourceKind

#: A source that was read well before may stumble this often before it counts as failing.
_GRACE = 1


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """What is known of a source after an attempt to read it."""

    kind: str
    error: str
    """Code of the attempt's typed error; empty when it went well."""
    message: str
    failures: int
    """Failed attempts in a row, this one included."""
    before: str
    """Its health until now."""
    ever_read: bool
    """Whether any attempt, this one included, went well."""
    newest: date | None
    """Day of its newest publication, or the day on which we last found something new."""
    max_silence_days: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The word, and the reason in plain words."""

    health: Health
    reason: str


def judge(facts: SourceFacts, *, today: date) -> Verdict:
    """How the source stands on ``today``."""
    if facts.error:
        return _judge_failure(facts)
    if facts.kind != SourceKind.PAGE and facts.newest is not None:
        quiet = (today - facts.newest).days
        if quiet > facts.max_silence_days:
            return Verdict(
                health=Health.SILENT,
                reason=f"It answers, but its newest publication is of {facts.newest:%Y-%m-%d}, "
                f"{quiet} days ago; at least one in {facts.max_silence_days} days is expected.",
            )
    return Verdict(health=Health.HEALTHY, reason="")


def _judge_failure(facts: SourceFacts) -> Verdict:
    what = f"{facts.message[:1].upper()}{facts.message[1:]} ({facts.error})."
    stumbled = facts.error in TRANSIENT and facts.failures <= _GRACE
    if facts.ever_read and stumbled and facts.before in (Health.HEALTHY, Health.SILENT):
        return Verdict(
            health=Health(facts.before), reason=f"The last attempt failed and is repeated: {what}"
        )
    times = f" {facts.failures} attempts in a row failed." if facts.failures > 1 else ""
    if facts.error in BLOCKING:
        return Verdict(health=Health.BLOCKED, reason=what + times)
    if facts.error in EMPTY:
        return Verdict(health=Health.EMPTY, reason=what + times)
    return Verdict(health=Health.FAILING, reason=what + times)
