"""Documents with their versions, and what changed from one version to another."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from data.models import Document as DocumentRow
from data.models import Source
from data.queries.pages_documents import (
    DocumentFilter,
    changes_of_document,
    documents_below,
    version_by_id,
    versions_of,
)
from data.queries.pages_documents import DocumentRow as ListedRow
from data.words import ChangeKind, ChangeStatus, Topic, VersionCause
from webapp.alerts.wording import one_line
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, existing, missing
from webapp.api.shapes import Empty, Page, Place, Reply, Text, Words
from webapp.texts.difference import Line, difference

NAME = "documents"


class DocumentWords(Page):
    """Which documents."""

    q: Text = Field(default="", description="Words and quoted phrases of its title or text.")
    country: Place | None = Field(default=None, description="Of the source that showed it.")
    source: Text = ""
    show: Literal["changes", "unread"] | None = Field(
        default=None, description="`changes`: with a rule change; `unread`: could not be read."
    )


class Document(Reply):
    """One publication of an authority, known by its address."""

    id: int
    url: str
    title: str
    source: str
    country: str
    published_on: date | None
    first_seen_at: datetime
    last_verified_at: datetime | None = Field(description="When it was last found as stored.")
    error: str = Field(description="Why it cannot be read; empty when it can.")


class DocumentListed(Document):
    """As in a list."""

    language: str
    versions: int
    changes: int


class Version(Reply):
    """One clean text, read from one snapshot of the raw bytes."""

    id: int
    seq: int = Field(description="Which snapshot of the document it was read from.")
    cause: VersionCause
    created_at: datetime
    fetched_at: datetime
    extractor: str
    language: str
    problem: str
    sha256: str = Field(description="Of the raw bytes.")
    size: int
    media_type: str
    length: int = Field(description="Letters of the text.")


class RuleChange(Reply):
    """What a version says of one country's rule on one topic."""

    id: int
    version_id: int
    country: str
    via_group: str
    topic: Topic
    kind: ChangeKind
    status: ChangeStatus
    direction: str
    effective_on: date | None
    deadline_on: date | None
    confidence: float
    limits: tuple[dict[str, Any], ...]
    reasons: tuple[str, ...]


class DocumentWhole(Document):
    """The same with its versions and what they say."""

    versions: tuple[Version, ...]
    rule_changes: tuple[RuleChange, ...]


class VersionText(Version):
    """A version with its text: crawled, so never to be trusted as HTML."""

    document_id: int
    title: str
    text: str


class DifferenceWords(Words):
    """Two versions of the document."""

    old: int = Field(ge=1, le=2**31 - 1)
    new: int = Field(ge=1, le=2**31 - 1)


class Run(Reply):
    """Some words of a line."""

    text: str
    changed: bool


class DifferenceLine(Reply):
    """One block of the text."""

    kind: Literal["same", "old", "new", "gap"]
    runs: tuple[Run, ...]
    skipped: int = Field(description="Of a gap: how many unchanged blocks it hides.")


class Difference(Reply):
    """What was taken out and put in, with the blocks around it; empty: no difference."""

    old: int
    new: int
    lines: tuple[DifferenceLine, ...]


@operation("GET", "/documents")
def list_documents(call: Call[DocumentWords, None]) -> Items[DocumentListed]:
    """Documents, those that were found last first."""
    words = call.words
    chosen = DocumentFilter(
        text=words.q.strip()[:200],
        country=words.country or "",
        source=words.source,
        show=words.show or "",
    )
    rows = documents_below(call.session, chosen, below=start(NAME, words), limit=words.limit + 1)
    return piece(NAME, words, rows, lambda row: row.document.id or 0, _listed)


@operation("GET", "/documents/<id:document_id>")
def read_document(call: Call[Empty, None], document_id: int) -> DocumentWhole:
    """One document with its versions, the newest first, and what they say of rules."""
    row = existing(call.session.get(DocumentRow, document_id), "document", document_id)
    source = call.session.get_one(Source, row.source_id)
    return DocumentWhole.model_validate(
        _facts(row, source)
        | {
            "versions": versions_of(call.session, document_id),
            "rule_changes": changes_of_document(call.session, document_id),
        }
    )


@operation("GET", "/documents/<id:document_id>/versions/<id:version_id>")
def read_version(call: Call[Empty, None], document_id: int, version_id: int) -> VersionText:
    """One version with its text."""
    found = [one for one in versions_of(call.session, document_id) if one.id == version_id]
    if not found:
        raise missing("version", version_id)
    row = version_by_id(call.session, version_id)
    return VersionText.model_validate(
        vars(found[0]) | {"document_id": document_id, "title": row.title, "text": row.text}
    )


@operation("GET", "/documents/<id:document_id>/difference")
def read_difference(call: Call[DifferenceWords, None], document_id: int) -> Difference:
    """What changed from one version of a document to another."""
    words = call.words
    own = {one.id for one in versions_of(call.session, document_id)}
    if not {words.old, words.new} <= own:
        raise Refusal(404, "version_not_found", "both must be versions of this document")
    old, new = (version_by_id(call.session, number).text for number in (words.old, words.new))
    lines = tuple(map(_line, difference(old, new)))
    return Difference(old=words.old, new=words.new, lines=lines)


def _line(line: Line) -> DifferenceLine:
    return DifferenceLine.model_validate(line)


def _facts(row: DocumentRow, source: Source) -> dict[str, Any]:
    return row.model_dump() | {
        "title": one_line(row.title, 500),
        "source": row.source_id,
        "country": source.country,
    }


def _listed(row: ListedRow) -> DocumentListed:
    counts = {"language": row.language, "versions": row.versions, "changes": row.changes}
    return DocumentListed.model_validate(_facts(row.document, row.source) | counts)
