"""How a source stands, in one word and one sentence. Pure.

Silence must never read as "no change": a source that fails, is kept out, lists less than
it should or is quieter than its own rhythm is shown as such. A source that falls again
within a week of having come back is held in its trouble for longer each time, so that one
that flaps is one trouble and not twenty.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crawler.errors import BLOCKING, EMPTY, TRANSIENT
from crawler.moves import Move
from crawler.silence import Allowance
from data.words import UNREAD, VOUCHING, Health, SourceKind

#: A source that was read well before may stumble this often before it counts as failing.
_GRACE = 1
#: How soon after its recovery a fall counts as the same trouble come back.
SPELL = timedelta(days=7)
#: How long it has to answer well before its trouble ends, by how often it fell.
_HOLD = (timedelta(), timedelta(), timedelta(days=1), timedelta(days=2), timedelta(days=4))


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
    allowed: Allowance
    """How long it may be quiet after that."""
    falls: int = 0
    """How often it fell into trouble, each time within :data:`SPELL` of having come back."""
    well_since: datetime | None = None
    """Since when it has answered well while it is held in its trouble."""
    move: Move | None = None
    """Where it was read, if that is another place than the catalogue's."""
    moved_before: str = ""
    """Where it was read the last time, if that was another place."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The word, and the reason in plain words."""

    health: Health
    reason: str


def judge(facts: SourceFacts, *, now: datetime) -> Verdict:
    """How the source stands at ``now``."""
    if facts.error:
        return _judge_failure(facts)
    return _held(facts, now) or _moved(facts) or _silent(facts, now.date()) or _WELL


def hold(falls: int) -> timedelta:
    """How long a source that fell so often has to answer well before its trouble ends."""
    return _HOLD[min(falls, len(_HOLD) - 1)]


def count_falls(falls: int, *, before: str, since: datetime | None, now: datetime) -> int:
    """How often it has fallen, with a fall at ``now`` from the word ``before``, held ``since``."""
    held = before in UNREAD
    lately = since is not None and now - since <= SPELL
    return falls + 1 if falls and (held or lately) else 1


def _judge_failure(facts: SourceFacts) -> Verdict:
    what = f"{facts.message[:1].upper()}{facts.message[1:]} ({facts.error})."
    stumbled = facts.error in TRANSIENT and facts.failures <= _GRACE
    if facts.ever_read and stumbled and facts.before in (*VOUCHING, Health.SILENT):
        return Verdict(
            health=Health(facts.before), reason=f"The last attempt failed and is repeated: {what}"
        )
    times = f" {facts.failures} attempts in a row failed." if facts.failures > 1 else ""
    return Verdict(health=_word(facts.error), reason=what + times)


def _word(error: str) -> Health:
    if error in BLOCKING:
        return Health.BLOCKED
    if error in EMPTY:
        return Health.EMPTY
    return Health.TLS if error == "tls" else Health.FAILING


def _held(facts: SourceFacts, now: datetime) -> Verdict | None:
    """Its old word, while it has not answered well for long enough after falling often."""
    well_since, needed = facts.well_since or now, hold(facts.falls)
    if facts.before not in UNREAD or now - well_since >= needed:
        return None
    return Verdict(
        health=Health(facts.before),
        reason=f"It answers again since {well_since:%Y-%m-%d %H:%M} UTC, but it fell "
        f"{facts.falls} times, each within a week of coming back: it has to answer well for "
        f"{needed.days} {'day' if needed.days == 1 else 'days'} before this ends.",
    )


def _moved(facts: SourceFacts) -> Verdict | None:
    move = facts.move
    if move is None or not (move.permanent or move.to == facts.moved_before):
        return None
    how = "for good" if move.permanent else "to another domain, twice in a row"
    return Verdict(
        health=Health.MOVED,
        reason=f"It redirects {how} to {move.to}. It is read there; see whether that is the same "
        "publication, and put the new address into the catalogue.",
    )


def _silent(facts: SourceFacts, today: date) -> Verdict | None:
    if facts.kind == SourceKind.PAGE or facts.newest is None:
        return None
    quiet = (today - facts.newest).days
    if quiet <= facts.allowed.days:
        return None
    return Verdict(
        health=Health.SILENT,
        reason=f"It answers, but its newest publication is of {facts.newest:%Y-%m-%d}, "
        f"{quiet} days ago; {facts.allowed.because}.",
    )


_WELL = Verdict(health=Health.HEALTHY, reason="")
