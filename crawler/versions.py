"""From a reading to a version: what is news, what is technical, and what is nothing.

- Other text than the version before: a new version, ``changed``.
- Other bytes, same text (a token, a counter, new markup): no version; the snapshot is
  marked as read.
- The same bytes read by another extractor, with another result: ``re-extracted``, never news.
- A text that the document keeps going back to: ``flapping``, see :mod:`crawler.flapping`.
- A doubtful reading (cut off, a bot check) never takes the place of an earlier version, and
  the words of a bot check are never taken for the document's.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, insert

from crawler.attachment_recording import ATTACHMENT_UNREAD, chosen_otherwise
from crawler.extract.types import Extraction
from crawler.flapping import LOOK_BACK, PastText, goes_to_and_fro
from crawler.problems import sentence
from data.models import Attachment, Document, Snapshot, Source, Version
from data.queries.attachments import attachments_of, snapshot_before
from data.queries.documents import (
    VersionMark,
    newest_texts,
    newest_versions,
    snapshots_in_context,
)
from data.words import VersionCause

#: One character for one, so that offsets stay true: databases refuse these.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MAX_TITLE = 500
#: With these problems, what was read is not the document's own text.
_NOT_ITS_TEXT = frozenset({"challenge", "needs_javascript"})
_NO_TEXT = hashlib.sha256(b"").hexdigest()


def decide_cause(
    before: VersionMark | None,
    extraction: Extraction,
    *,
    reread: bool,
    to_and_fro: Callable[[], bool] = lambda: False,
    our_edit: Callable[[], bool] = lambda: False,
) -> VersionCause | None:
    """Why the reading makes a version; None when it makes none.

    ``before`` is the document's newest version so far. ``reread``: another extractor has
    read these very bytes before. ``to_and_fro``: whether the document keeps going back to
    this text; ``our_edit``: whether only our choice of its files differs. Both are asked only
    where it matters.
    """
    if before is None:
        return VersionCause.FIRST
    if extraction.problem:
        return None
    if before.text_sha256 == _hash(extraction.text):
        same = before.sections == _sections(extraction)
        return VersionCause.RE_EXTRACTED if reread and not same else None
    if before.text_sha256 == _NO_TEXT:
        # Until now we had only been able to say that there is something.
        return VersionCause.FIRST
    if reread or our_edit():
        return VersionCause.RE_EXTRACTED
    return VersionCause.FLAPPING if to_and_fro() else VersionCause.CHANGED


def record_readings(
    session: Session, extractions: Mapping[int, Extraction], *, extractor: str, now: datetime
) -> Counter[str]:
    """Write what reading snapshots (by id) gave; source → new versions that are no mere
    repetition by another extractor.
    """
    rows = snapshots_in_context(session, extractions, lock=True)
    marks = newest_versions(session, (document.id or 0 for _, document, _ in rows))
    news: Counter[str] = Counter()
    versions: list[dict[str, Any]] = []
    for snapshot, document, source in rows:
        if snapshot.read_by == extractor:
            # Another worker was quicker.
            continue
        extraction = _storable(extractions[snapshot.id or 0])
        mark = marks.get(snapshot.document_id)
        reread = _gave_text(snapshot, mark)
        cause = decide_cause(
            mark,
            extraction,
            reread=reread,
            to_and_fro=partial(_to_and_fro, session, snapshot, extraction, versions, now),
            our_edit=partial(_our_edit, session, snapshot),
        )
        snapshot.read_by = extractor
        snapshot.problem = _problem(extraction)
        _note_files(session, extraction)
        _take_facts(document, extraction, cause, now)
        if cause is not None:
            version = _version((snapshot, document, source), extraction)
            by = _reader(extractor, extraction)
            version |= {"cause": cause.value, "extractor": by, "created_at": now}
            versions.append(version)
            marks[snapshot.document_id] = _mark(version)
            news[source.id] += not reread
    if versions:
        # In one statement: their texts are long, and objects would be made for nothing.
        session.exec(insert(Version), params=versions)
    return news


def _reader(extractor: str, extraction: Extraction) -> str:
    """Who read it. A scan that waited for Tesseract has an (empty) version by this extractor already."""
    with_ocr = extraction.ocr or any(one.ocr for one in extraction.attachments)
    return f"{extractor}+ocr" if with_ocr else extractor


def _gave_text(snapshot: Snapshot, newest: VersionMark | None) -> bool:
    """Whether these bytes were read before: what nobody could read until now is still news."""
    if snapshot.read_by == "":
        return False
    own = newest is not None and newest.snapshot_id == snapshot.id
    return own or snapshot.problem in ("", ATTACHMENT_UNREAD)


def _version(context: tuple[Snapshot, Document, Source], extraction: Extraction) -> dict[str, Any]:
    """What a version says; the row's other columns say how it came about."""
    snapshot, document, source = context
    return {
        "snapshot_id": snapshot.id,
        "document_id": snapshot.document_id,
        "title": extraction.title[:_MAX_TITLE] or document.title,
        "language": extraction.language or source.language or "und",
        "text": extraction.text,
        "text_sha256": _hash(extraction.text),
        "sections": _sections(extraction),
        "attachments": [
            {
                "start": one.start,
                "end": one.end,
                "name": one.name,
                "url": one.url,
                "sha256": one.sha256,
                "ocr": one.ocr,
            }
            for one in extraction.attachments
            if one.end > one.start
        ],
        "ocr": extraction.ocr,
        "problem": extraction.problem,
    }


def _problem(extraction: Extraction) -> str:
    """What keeps us from all of the document: the page's fault, else that of a file."""
    unread = any(one.problem not in ("", "truncated") for one in extraction.attachments)
    return extraction.problem or (ATTACHMENT_UNREAD if unread else "")


def _note_files(session: Session, extraction: Extraction) -> None:
    for one in extraction.attachments:
        row = session.get(Attachment, one.id)
        if row is not None and row.sha256:
            row.problem = one.problem


def _to_and_fro(
    session: Session,
    snapshot: Snapshot,
    extraction: Extraction,
    unwritten: Sequence[Mapping[str, Any]],
    now: datetime,
) -> bool:
    """Whether the document keeps going back to this text, by what is stored and about to be."""
    texts = newest_texts(session, snapshot.document_id, limit=LOOK_BACK)
    texts += [
        (version["text_sha256"], now)
        for version in unwritten
        if version["document_id"] == snapshot.document_id
    ]
    past = [PastText(text_sha256=text, since=since) for text, since in texts]
    return goes_to_and_fro(past, _hash(extraction.text), now=now)


def _our_edit(session: Session, snapshot: Snapshot) -> bool:
    before = snapshot_before(session, snapshot)
    if before is None or before.sha256 != snapshot.sha256:
        return False
    files = attachments_of(session, (before.id or 0, snapshot.id or 0))
    return chosen_otherwise(files.get(snapshot.id or 0, ()), files.get(before.id or 0, ()))


def _mark(version: Mapping[str, Any]) -> VersionMark:
    return VersionMark(
        snapshot_id=version["snapshot_id"],
        text_sha256=version["text_sha256"],
        sections=version["sections"],
    )


def _take_facts(
    document: Document, extraction: Extraction, cause: VersionCause | None, now: datetime
) -> None:
    if cause is VersionCause.FLAPPING:
        document.flapping_since = document.flapping_since or now
    elif cause is VersionCause.CHANGED:
        document.flapping_since = None
    document.indexed = document.indexed and cause is None
    document.title = document.title or extraction.title[:_MAX_TITLE]
    document.published_on = document.published_on or extraction.published_on
    document.error = _problem(extraction)
    document.error_message = sentence(document.error)


def _storable(extraction: Extraction) -> Extraction:
    """What may be stored and quoted: no refused characters, and no text that is not its own."""
    if extraction.problem in _NOT_ITS_TEXT:
        return Extraction(text="", problem=extraction.problem)
    return replace(
        extraction,
        text=_UNSTORABLE.sub("\ufffd", extraction.text),
        title=_UNSTORABLE.sub("\ufffd", extraction.title),
        language=_UNSTORABLE.sub("", extraction.language)[:35],
    )


def _sections(extraction: Extraction) -> list[dict[str, Any]]:
    # dataclasses.asdict copies deeply, which costs more than everything else here.
    return [
        {
            "start": section.start,
            "end": section.end,
            "kind": section.kind,
            "page": section.page,
            "level": section.level,
        }
        for section in extraction.sections
    ]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
