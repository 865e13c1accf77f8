"""Decision: which wishes an alert meets. Pure."""

from collections.abc import Collection, Iterable

from data.models import Subscription
from data.queries.subscriptions import AlertNews
from data.words import SEVERITY_ORDER, Pace, Severity

#: The word for news that is no change of a rule: SIMs have crossed a limit.
CLOCK = "clock"


def meets(wish: Subscription, news: AlertNews) -> bool:
    """Whether the news is among what is wished for."""
    return (
        wish.fleet_id in (None, news.fleet_id)
        and (not wish.countries or not news.places.isdisjoint(wish.countries))
        and _among(news.topic, wish.topics)
        and _among(news.kind or CLOCK, wish.kinds)
        and (not news.kind or _among(news.status, wish.statuses))
        and SEVERITY_ORDER.index(Severity(news.alert.severity))
        <= SEVERITY_ORDER.index(Severity(wish.severity))
    )


def channels_at_once(wishes: Iterable[Subscription], news: AlertNews) -> set[int | None]:
    """The channels over which somebody with these wishes is told at once; None is mail."""
    at_once = (wish for wish in wishes if wish.pace == Pace.INSTANT)
    return {wish.channel_id for wish in at_once if meets(wish, news)}


def _among(word: str, wanted: Collection[str]) -> bool:
    return not wanted or word in wanted
