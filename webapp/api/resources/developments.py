"""Developments: the same change, however many publications report it."""

from datetime import date, datetime

from pydantic import Field

from data.models import Development as DevelopmentRow
from data.queries.alert_page import Publication as PublicationRow
from data.queries.alert_page import evidence_of, publications
from data.queries.changes import ChangeFilter, changes_below
from data.words import ChangeKind, ChangeStatus, Direction, Topic
from webapp.alerts.wording import one_line
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import existing
from webapp.api.shapes import Empty, Page, Place, Reply

NAME = "developments"


class DevelopmentWords(Page):
    """Which developments."""

    topic: Topic | None = None
    status: ChangeStatus | None = None
    direction: Direction | None = None
    country: Place | None = Field(default=None, description="Touched, or the group that is named.")


class Development(Reply):
    """One change of a rule, from proposal to force."""

    id: int
    key: str
    jurisdiction: str = Field(description="The country, or the group through which it binds.")
    countries: tuple[str, ...]
    topic: Topic
    title: str
    kind: ChangeKind
    status: ChangeStatus
    direction: Direction
    effective_on: date | None
    deadline_on: date | None
    published_on: date | None
    confirmed: bool = Field(description="False: only the trade press reports it so far.")
    created_at: datetime
    moved_at: datetime


class Publication(Reply):
    """One document that reports it, with its quotes."""

    document_id: int
    url: str
    title: str
    authority: str
    published_on: date | None
    status: ChangeStatus
    confidence: float
    reason: str = Field(description="Why it was taken as reporting the same.")
    quotes: tuple[str, ...] = Field(description="Byte-exact passages of the archived text.")


class DevelopmentWhole(Development):
    """The same with who reports it."""

    joined_id: int | None = Field(description="Where officers have put it, if it is empty since.")
    publications: tuple[Publication, ...]


@operation("GET", "/developments")
def list_developments(call: Call[DevelopmentWords, None]) -> Items[Development]:
    """Developments, the newest first."""
    words = call.words
    chosen = ChangeFilter(
        topic=words.topic or "",
        status=words.status or "",
        direction=words.direction or "",
        country=words.country or "",
    )
    rows = changes_below(call.session, chosen, below=start(NAME, words), limit=words.limit + 1)
    return piece(NAME, words, rows, lambda row: row.id or 0, Development.model_validate)


@operation("GET", "/developments/<id:development_id>")
def read_development(call: Call[Empty, None], development_id: int) -> DevelopmentWhole:
    """One development with every publication that reports it."""
    row = existing(call.session.get(DevelopmentRow, development_id), "development", development_id)
    reports = [_report(call, one) for one in publications(call.session, development_id)]
    return DevelopmentWhole.model_validate(row.model_dump() | {"publications": reports})


def _report(call: Call[Empty, None], one: PublicationRow) -> Publication:
    return Publication(
        document_id=one.document.id or 0,
        url=one.document.url,
        title=one_line(one.document.title, 500),
        authority=one.source.authority_name,
        published_on=one.change.published_on,
        status=ChangeStatus(one.change.status),
        confidence=one.change.confidence,
        reason=one.reason,
        quotes=tuple(item.quote for item in evidence_of(call.session, one.change.id or 0)),
    )
