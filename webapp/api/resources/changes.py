"""Everything that changes, from a cursor on: never skipped, never repeated."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from data.models import ChangeEntry
from data.queries.change_feed import FeedFilter, feed_page, newest_place
from data.words import ChangeKind, ChangeStatus, Direction, Severity, Topic
from webapp.api.cursors import cursor, number_of
from webapp.api.listing import asked
from webapp.api.operation import Call, operation
from webapp.api.shapes import CURSOR, Page, Place, Reply

NAME = "changes"
NOW = "now"


class ChangeWords(Page):
    """Which changes, and from where on."""

    after: str = Field(
        default="",
        max_length=200,
        pattern=rf"^({NOW}|{CURSOR})?$",
        description="The `next` of the answer before, with the same filters; `now`: only what "
        "comes from now on; left out: from the very beginning.",
    )
    limit: int = Field(default=100, ge=1, le=500)
    about: Literal["development", "alert"] | None = None
    topic: Topic | None = None
    country: Place | None = Field(default=None, description="Touched, or the group that is named.")


class DevelopmentThen(Reply):
    """A development as it stood when it changed."""

    id: int
    key: str
    jurisdiction: str
    countries: tuple[str, ...]
    topic: Topic
    title: str
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    effective_on: date | None
    deadline_on: date | None
    published_on: date | None
    confirmed: bool = Field(description="False: only the trade press reports it.")
    joined_id: int | None = Field(description="The development into which it was put.")


class AlertThen(Reply):
    """An alert as it stood after the act."""

    id: int
    fleet: str
    development: int | None
    actor: str
    title: str
    reason: str
    state: str
    severity: Severity
    live_sims: int


class Change(Reply):
    """One thing that happened."""

    id: int = Field(description="Rises; each is told once.")
    at: datetime
    about: Literal["development", "alert"]
    what: str = Field(
        description="Of a development: `appeared`, `moved`, `changed`, `joined`, `closed`; "
        "of an alert the word of its trail, such as `raised` or `acknowledged`."
    )
    development: DevelopmentThen | None
    alert: AlertThen | None


class Changes(Reply):
    """Changes in their order."""

    items: tuple[Change, ...]
    next: str = Field(description="Send it as `after` the next time; it is always there.")
    more: bool = Field(description="Whether to ask again at once: `items` may be few, even none.")


@operation("GET", "/changes")
def changes(call: Call[ChangeWords, None]) -> Changes:
    """Everything that changes, oldest first, each exactly once.

    Keep `next` and ask again with it, every minute or so. Nothing is skipped and nothing comes
    twice, however many are written meanwhile. A filter belongs to its cursor. Alerts are those of
    fleets that the token's owner may see; what happened before one may see a fleet is in the place
    where it happened, so begin anew after joining one.
    """
    words = call.words
    filters = asked(words)
    if words.after == NOW:
        place = newest_place(call.session)
        return Changes(items=(), next=cursor(NAME, filters, place), more=False)
    chosen = FeedFilter(
        about=words.about or "", topic=words.topic or "", country=words.country or ""
    )
    after = number_of(words.after, NAME, filters) or 0
    page = feed_page(call.session, chosen, after=after, limit=words.limit)
    return Changes(
        items=tuple(map(change_of, page.entries)),
        next=cursor(NAME, filters, page.place),
        more=page.more,
    )


def change_of(entry: ChangeEntry) -> Change:
    """An entry for programs."""
    alert = entry.about == "alert"
    return Change.model_validate(
        {
            "id": entry.id,
            "at": entry.at,
            "about": entry.about,
            "what": entry.what,
            "development": None if alert else entry.facts,
            "alert": entry.facts if alert else None,
        }
    )
