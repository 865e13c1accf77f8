"""Making a wish: what is entered is checked, and one that can never be met is refused with the reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from data import countries
from data.errors import RoamwatchError
from data.models import Channel, Subscription
from data.words import ChangeKind, ChangeStatus, ChannelKind, ChannelState, Pace, Severity, Topic
from webapp.subscriptions.matching import CLOCK
from webapp.wording.filters import country_name

MOST = 50
_NO_NEWS = "none"
KINDS = (*(kind.value for kind in ChangeKind if kind.value != _NO_NEWS), CLOCK)
STATUSES = tuple(status.value for status in ChangeStatus if status.value != _NO_NEWS)


class SubscriptionError(RoamwatchError):
    """What was entered is no use; ``field`` names the entry, the message says what to do."""

    code = "subscription"

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A wish as it was typed."""

    fleet_id: int | None = None
    countries: str = ""
    """Codes or names with commas between them."""
    topics: Collection[str] = ()
    kinds: Collection[str] = ()
    statuses: Collection[str] = ()
    severity: str = Severity.HIGH.value
    pace: str = Pace.INSTANT.value
    channel_id: int | None = None


def wish_of(
    session: Session,
    entered: Entered,
    *,
    user_id: int,
    instead: bool = False,
    live: Collection[str],
    now: datetime,
) -> Subscription:
    """A wish that makes sense, not yet stored. ``live``: countries where the person sees live SIMs.

    ``instead``: it takes the place of one that is stored, so there is room for it.

    Raises :class:`SubscriptionError`.
    """
    places = _places(entered.countries)
    _check_words(entered)
    _can_be_met(places, entered, live, now)
    channel_id = _channel(session, entered.channel_id, user_id)
    owned = select(func.count()).select_from(Subscription).where(Subscription.user_id == user_id)
    if not instead and session.exec(owned).one() >= MOST:
        raise SubscriptionError("countries", f"there are {MOST} already; remove one first")
    return Subscription(
        user_id=user_id,
        fleet_id=entered.fleet_id,
        countries=places,
        topics=sorted(entered.topics),
        kinds=sorted(entered.kinds),
        statuses=sorted(entered.statuses),
        severity=entered.severity,
        pace=entered.pace,
        channel_id=channel_id,
        created_at=now,
    )


def _check_words(entered: Entered) -> None:
    for name, words, known in (
        ("topics", entered.topics, {topic.value for topic in Topic}),
        ("kinds", entered.kinds, set(KINDS)),
        ("statuses", entered.statuses, set(STATUSES)),
    ):
        if not set(words) <= known:
            raise SubscriptionError(name, f"choose among {', '.join(sorted(known))}")
    if entered.severity not in {word.value for word in Severity}:
        raise SubscriptionError("severity", "choose high, medium or low")
    if entered.pace not in {word.value for word in Pace}:
        raise SubscriptionError("pace", "choose at once, daily, weekly or monthly")


def _places(typed: str) -> list[str]:
    found = []
    for word in filter(None, (part.strip() for part in typed.split(","))):
        code = word.upper()
        if not (countries.is_country(code) or countries.is_group(code)):
            code = countries.parse_country(word) or ""
        if not code:
            raise SubscriptionError(
                "countries", f"“{word[:40]}” is no country or group; write TR, Türkiye or EU"
            )
        found.append(code)
    return sorted(dict.fromkeys(found))


def _can_be_met(
    places: Iterable[str], entered: Entered, live: Collection[str], now: datetime
) -> None:
    """Alerts are raised where SIMs are live: a wish for other places alone would stay silent for ever."""
    places = list(places)
    if places and live and not countries.expand(places, now.date()) & set(live):
        names = ", ".join(country_name(code) for code in places[:3])
        raise SubscriptionError(
            "countries", f"you see no live SIM in {names}, so no alert can be raised there"
        )
    if set(entered.kinds) == {CLOCK} and entered.statuses:
        raise SubscriptionError(
            "statuses", "a crossed limit has no status; leave this open, or choose kinds of change"
        )


def _channel(session: Session, channel_id: int | None, user_id: int) -> int | None:
    """The channel by its number; None for mail, which is everybody's and never named by one."""
    if channel_id is None:
        return None
    channel = session.exec(
        select(Channel).where(col(Channel.id) == channel_id, Channel.user_id == user_id)
    ).first()
    if channel is None:
        raise SubscriptionError("channel", "choose one of your own channels")
    if channel.state != ChannelState.ACTIVE.value:
        raise SubscriptionError("channel", "that channel is switched off; switch it on first")
    return None if channel.kind == ChannelKind.MAIL.value else channel_id
