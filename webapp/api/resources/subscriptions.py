"""Subscriptions: what the token's owner is told of, how soon, and over which channel."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from data.models import Subscription as SubscriptionRow
from data.queries.subscriptions import AlertNews, own_wishes
from data.words import Pace, Scope, Severity, Topic
from webapp.alerts.wording import one_line
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, existing
from webapp.api.shapes import Body, Empty, Number, Page, Place, Reply, Words
from webapp.context import current
from webapp.subscriptions.keeping import (
    BACK,
    brought,
    change,
    entered_wish,
    keep,
    lately,
    own_wish,
    take_back,
)
from webapp.subscriptions.making import Entered, SubscriptionError

NAME = "subscriptions"
_TOLD = (Scope.NOTIFY,)
_NEVER = {409: "It could never be met, names what is not one's own, or there are too many."}
#: The most alerts that a preview names.
NAMED = 50
#: The words of :data:`webapp.subscriptions.making.KINDS` and ``STATUSES``; a test holds them together.
Kind = Literal[
    "new_rule",
    "amendment",
    "repeal",
    "extension",
    "consultation",
    "enforcement",
    "guidance",
    "clock",
]
Status = Literal["in_force", "adopted", "proposed", "consultation"]


class Asked(BaseModel):
    """What a subscription asks for: an alert must fit all of it; what is left out fits everything."""

    fleet: Number | None = Field(default=None, description="A fleet's number.")
    countries: tuple[Place, ...] = Field(default=(), max_length=100)
    topics: tuple[Topic, ...] = Field(default=(), max_length=20)
    kinds: tuple[Kind, ...] = Field(
        default=(), max_length=20, description="Kinds of news; `clock`: SIMs crossed a limit."
    )
    statuses: tuple[Status, ...] = Field(default=(), max_length=20)
    severity: Severity = Field(default=Severity.HIGH, description="This one, and worse.")
    pace: Pace = Field(default=Pace.INSTANT, description="At once, or in a digest.")
    channel: Number | None = Field(
        default=None, description="The number of one's own channel; left out: by mail."
    )


class Wish(Asked, Body):
    """A subscription as it is to be."""


class WishWords(Asked, Words):
    """A subscription to be tried."""


class Subscription(Reply):
    """One wish of the token's owner."""

    id: int
    fleet: int | None
    countries: tuple[str, ...]
    topics: tuple[Topic, ...]
    kinds: tuple[Kind, ...]
    statuses: tuple[Status, ...]
    severity: Severity
    pace: Pace
    channel: int | None
    created_at: datetime
    lately: int = Field(description="How many alerts of the last 90 days fit.")


class Told(Reply):
    """An alert that would have been told."""

    id: int
    url: str
    title: str
    topic: Topic
    severity: Severity
    created_at: datetime


class Preview(Reply):
    """What it would have brought."""

    days: int
    count: int
    alerts: tuple[Told, ...] = Field(description="The newest first, at most 50.")


@operation("GET", "/subscriptions")
def list_subscriptions(call: Call[Page, None]) -> Items[Subscription]:
    """One's own subscriptions, the oldest first. Who has none is told by the installation's default."""
    words, after = call.words, start(NAME, call.words) or 0
    news = lately(call.session, now=call.now)
    rows = [row for row in own_wishes(call.session, call.user.id or 0) if (row.id or 0) > after]
    return piece(NAME, words, rows, lambda row: row.id or 0, lambda row: _subscription(row, news))


@operation("GET", "/subscriptions/preview", problems=_NEVER)
def preview_subscription(call: Call[WishWords, None]) -> Preview:
    """What a subscription would have brought in the last 90 days; nothing is stored.

    Refused as making it would be.
    """
    found = brought(_entered(call, call.words, instead=True), lately(call.session, now=call.now))
    return Preview(
        days=BACK.days, count=len(found), alerts=tuple(_told(news) for news in found[:NAMED])
    )


@operation("POST", "/subscriptions", scopes=_TOLD, status=201, problems=_NEVER)
def make_subscription(call: Call[Empty, Wish]) -> Subscription:
    """Subscribe. The first subscription takes the place of the installation's default."""
    row = _entered(call, call.body)
    keep(call.session, row, call.user, now=call.now)
    call.made(f"/subscriptions/{row.id}")
    return _subscription(row, lately(call.session, now=call.now))


@operation("GET", "/subscriptions/<id:subscription_id>")
def read_subscription(call: Call[Empty, None], subscription_id: int) -> Subscription:
    """One subscription."""
    return _subscription(_own(call, subscription_id), lately(call.session, now=call.now))


@operation("PUT", "/subscriptions/<id:subscription_id>", scopes=_TOLD, problems=_NEVER)
def change_subscription(call: Call[Empty, Wish], subscription_id: int) -> Subscription:
    """Let it ask for this instead, as a whole: what is left out fits everything."""
    row = _own(call, subscription_id)
    change(call.session, row, _entered(call, call.body, instead=True), call.user, now=call.now)
    return _subscription(row, lately(call.session, now=call.now))


@operation("DELETE", "/subscriptions/<id:subscription_id>", scopes=_TOLD, status=204)
def remove_subscription(call: Call[Empty, None], subscription_id: int) -> None:
    """Take it back. Without any, the installation's default holds again."""
    take_back(call.session, _own(call, subscription_id), call.user, now=call.now)


def _own(call: Call[Any, Any], subscription_id: int) -> SubscriptionRow:
    row = own_wish(call.session, subscription_id, call.user.id or 0)
    return existing(row, "subscription", subscription_id)


def _entered(call: Call[Any, Any], asked: Asked, *, instead: bool = False) -> SubscriptionRow:
    entered = Entered(
        fleet_id=asked.fleet,
        countries=",".join(asked.countries),
        topics=sorted({topic.value for topic in asked.topics}),
        kinds=sorted(set(asked.kinds)),
        statuses=sorted(set(asked.statuses)),
        severity=asked.severity.value,
        pace=asked.pace.value,
        channel_id=asked.channel,
    )
    try:
        return entered_wish(
            call.session,
            entered,
            user_id=call.user.id or 0,
            instead=instead,
            live_days=current().settings.live_days,
            now=call.now,
        )
    except SubscriptionError as exc:
        raise Refusal(409, exc.code, str(exc), field=exc.field) from exc


def _subscription(row: SubscriptionRow, news: list[AlertNews]) -> Subscription:
    names = {"fleet": row.fleet_id, "channel": row.channel_id, "lately": len(brought(row, news))}
    return Subscription.model_validate(row.model_dump() | names)


def _told(news: AlertNews) -> Told:
    alert = news.alert
    return Told.model_validate(
        alert.model_dump(include={"id", "severity", "created_at"})
        | {
            "url": f"{current().settings.base_url}/alerts/{alert.id}",
            "title": one_line(alert.title, 500),
            "topic": news.topic,
        }
    )
