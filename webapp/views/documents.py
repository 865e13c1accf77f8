"""Documents: list and search, a document's text with its marks, versions, differences, raw bytes."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, render_template, request
from sqlmodel import Session

from crawler.archive import Archive, SnapshotMissingError
from data.models import Attachment, Document, Evidence, Finding, Snapshot, Source
from data.queries.attachments import files_shown
from data.queries.feedback import feedback_of_texts
from data.queries.pages_documents import (
    MOST_FOUND,
    DocumentFilter,
    DocumentRow,
    VersionRow,
    beginnings,
    changes_of_document,
    count_documents,
    document_countries,
    find_phrase,
    list_documents,
    marks_of,
    version_by_id,
    versions_of,
)
from data.search.excerpt import READ, Parts, excerpt
from data.search.words import Wanted, asked
from webapp.context import current
from webapp.feedback.wording import lines
from webapp.listing import country_arg, country_filter, filter_group, page_of, word_arg
from webapp.pages import db
from webapp.reading import by_jurisdiction
from webapp.texts.difference import difference
from webapp.texts.differenceparts import difference_part
from webapp.texts.passages import Span
from webapp.texts.textpage import text_parts

blueprint = Blueprint("documents", __name__, url_prefix="/documents")

PAGE_SIZE = 50
MAX_SEARCH = 200
_SHOW = {"changes": "With rule changes", "unread": "Could not be read"}


@blueprint.get("")
def index() -> str:
    """The list; ``q`` searches titles and texts."""
    session = db()
    source_id = request.args.get("source", "")[:200]
    chosen = DocumentFilter(
        text=request.args.get("q", "").strip()[:MAX_SEARCH],
        country=country_arg(),
        source=source_id,
        show=word_arg("show", _SHOW),
    )
    found = find_phrase(session, chosen)
    total = count_documents(session, chosen) if found is None else len(found)
    more = found is not None and total > MOST_FOUND
    page = page_of(MOST_FOUND if more else total, size=PAGE_SIZE, more=more)
    documents = list_documents(session, chosen, limit=PAGE_SIZE, offset=page.offset, found=found)
    return render_template(
        "documents/index.html",
        documents=documents,
        excerpts=_excerpts(session, documents, asked(chosen.text).words),
        page=page,
        chosen=chosen,
        source=session.get(Source, source_id) if source_id else None,
        filters=[
            filter_group("Show", "show", _SHOW, chosen=chosen.show, labels=_SHOW),
            country_filter(document_countries(session), chosen=chosen.country),
        ],
    )


def _excerpts(
    session: Session, documents: Sequence[DocumentRow], words: Sequence[str]
) -> dict[int, Parts]:
    """Document → the stretch of its text with what was asked for."""
    numbers = [row.document.id for row in documents if row.document.id is not None]
    texts = beginnings(session, numbers, length=READ) if words else {}
    wanted = Wanted(words)
    return {number: excerpt(text, wanted) for number, text in texts.items()}


@blueprint.get("/<id:document_id>")
def show(document_id: int) -> str:
    """One document: the chosen version's text (the newest by default) with its marks."""
    session = db()
    document = session.get(Document, document_id)
    if document is None:
        abort(404)
    versions = versions_of(session, document_id)
    chosen = _chosen(versions, request.args.get("version", ""))
    version = version_by_id(session, chosen.id) if chosen else None
    findings, evidence = marks_of(session, chosen.id) if chosen else ([], [])
    spans = _spans(findings, evidence, request.args.get("at", ""))
    return render_template(
        "documents/show.html",
        document=document,
        source=session.get(Source, document.source_id),
        versions=versions,
        chosen=chosen,
        seq_of={row.id: row.seq for row in versions},
        version=version,
        part=text_parts(version, spans, request.args) if version else None,
        findings=len(findings),
        said=lines(feedback_of_texts(session, [chosen.id])) if chosen else [],
        changes=by_jurisdiction(changes_of_document(session, document_id)),
        files=_files(session, document_id, versions, chosen),
    )


@blueprint.get("/<id:document_id>/difference")
def compare(document_id: int) -> str:
    """What changed from one version to another."""
    session = db()
    document = session.get(Document, document_id)
    versions = versions_of(session, document_id)
    old = _chosen(versions, request.args.get("old", ""), exact=True)
    new = _chosen(versions, request.args.get("new", ""), exact=True)
    if document is None or old is None or new is None:
        abort(404)
    old_text, new_text = version_by_id(session, old.id), version_by_id(session, new.id)
    return render_template(
        "documents/compare.html",
        document=document,
        source=session.get(Source, document.source_id),
        versions=versions,
        old=old,
        new=new,
        version=new_text,
        part=difference_part(
            difference(old_text.text, new_text.text), request.args.get("part", "")
        ),
    )


@blueprint.get("/snapshots/<id:snapshot_id>")
def snapshot(snapshot_id: int) -> Response:
    """The raw bytes as they came, to be saved, never shown: they are not ours to trust."""
    found = db().get(Snapshot, snapshot_id)
    if found is None:
        abort(404)
    name = f"snapshot-{found.document_id}-{found.seq}"
    return _saved(found.sha256, name, media_type=found.media_type)


@blueprint.get("/attachments/<id:attachment_id>")
def attachment(attachment_id: int) -> Response:
    """The raw bytes of a document's file, as those of a snapshot."""
    found = db().get(Attachment, attachment_id)
    if found is None or not found.sha256:
        abort(404)
    name = f"snapshot-{found.snapshot_id}-file-{found.position + 1}"
    return _saved(found.sha256, name, media_type=found.media_type)


def _saved(sha256: str, name: str, *, media_type: str) -> Response:
    archive = Archive(current().settings.snapshots)
    try:
        body = archive.get(sha256)
    except SnapshotMissingError:
        abort(404)
    # What somebody opens is in use: retention leaves it alone.
    archive.touch(sha256)
    # Only a PDF under its own kind: a saved page that opens by a click would run what is in it.
    kind = "pdf" if media_type == "application/pdf" else "bin"
    name = f"{name}-{sha256[:12]}.{kind}"
    return Response(
        body,
        mimetype="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _files(
    session: Session, document_id: int, versions: Sequence[VersionRow], chosen: VersionRow | None
) -> list[Attachment]:
    """The files of the chosen version; with the newest one, as they are now."""
    if chosen is None:
        return []
    newest = chosen is versions[0]
    return files_shown(session, document_id, None if newest else chosen.snapshot_id)


def _chosen(
    versions: Sequence[VersionRow], asked: str, *, exact: bool = False
) -> VersionRow | None:
    for row in versions:
        if str(row.id) == asked:
            return row
    return versions[0] if versions and not exact else None


def _spans(findings: Sequence[Finding], evidence: Sequence[Evidence], at: str) -> list[Span]:
    """Findings over evidence; over both the quote that begins ``at`` the character asked for."""
    spans = [
        Span(
            start=item.start,
            end=item.end,
            style=item.group,
            title=f"{item.group}: {item.value} ({item.rule})",
            strength=1,
        )
        for item in findings
    ]
    asked = max((item for item in evidence if str(item.start) == at), key=_end, default=None)
    return spans + [
        Span(
            start=item.start,
            end=item.end,
            style="evidence",
            title=item.rule,
            strength=2 if item is asked else 0,
            anchor="here" if item is asked else "",
        )
        for item in evidence
    ]


def _end(item: Evidence) -> int:
    return item.end
