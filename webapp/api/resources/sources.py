"""Sources: the addresses that are watched, and how they do."""

from datetime import date, datetime

from pydantic import Field

from data.models import Source as SourceRow
from data.models import Trouble as TroubleRow
from data.queries.troubles import troubles_of
from data.queries.watching import SourceFilter, board
from data.words import Health, SourceKind, SourceRole
from webapp.api.operation import Call, operation
from webapp.api.problems import existing
from webapp.api.shapes import Empty, Place, Reply, Words


class SourceWords(Words):
    """Which sources."""

    health: Health | None = None
    kind: SourceKind | None = None
    country: Place | None = None


class Source(Reply):
    """One address that is watched."""

    id: str
    authority: str
    authority_name: str
    authority_kind: str
    country: str
    title: str
    kind: str
    url: str
    role: SourceRole
    certainty: str
    sample: bool
    enabled: bool
    health: Health
    health_reason: str
    health_since: datetime | None
    moved_to: str
    last_attempt_at: datetime | None
    last_success_at: datetime | None
    last_new_at: datetime | None
    newest_on: date | None = Field(description="Day of the newest publication it listed.")
    next_check_at: datetime | None
    last_error: str


class Trouble(Reply):
    """A time in which it could not be trusted."""

    kind: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None


class SourceWhole(Source):
    """The same with its troubles, the latest first, at most 50."""

    troubles: tuple[Trouble, ...]


class Sources(Reply):
    """Every source that matches, the worst first."""

    items: tuple[Source, ...]


@operation("GET", "/sources")
def list_sources(call: Call[SourceWords, None]) -> Sources:
    """The sources, the worst first."""
    words = call.words
    chosen = SourceFilter(
        health=words.health or "", kind=words.kind or "", country=words.country or ""
    )
    return Sources(items=tuple(map(Source.model_validate, board(call.session, chosen))))


@operation("GET", "/sources/<source_id>")
def read_source(call: Call[Empty, None], source_id: str) -> SourceWhole:
    """One source with its troubles."""
    row = existing(call.session.get(SourceRow, source_id), "source", source_id[:80])
    troubles: list[TroubleRow] = list(troubles_of(call.session, source_id, limit=50))
    return SourceWhole.model_validate(
        row.model_dump() | {"troubles": [Trouble.model_validate(one) for one in troubles]}
    )
