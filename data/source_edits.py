"""An officer's word on a source lies over the catalogue's: its address, and what is expected of it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from data.audit import record
from data.catalogue import Watched
from data.models import Source


def watched(source: Source) -> dict[str, Any]:
    """What holds of a source: the fields of :class:`data.catalogue.Watched`."""
    return {name: getattr(source, name) for name in Watched.model_fields}


def as_catalogued(source: Source) -> Watched:
    """What the catalogue says of it."""
    return Watched(**watched(source) | source.edits)


def edit_source(
    session: Session, source: Source, wanted: Watched, *, actor: str, now: datetime
) -> bool:
    """Let this hold of a source from now on; whether that changes anything. The caller commits.

    It is due at once and read whole, and what was held against an earlier address is forgotten; how it
    stands is for the next read to say. The catalogue's word is kept beside the officer's.
    """
    catalogue, before = as_catalogued(source).model_dump(), watched(source)
    became = {name: value for name, value in wanted.model_dump().items() if value != before[name]}
    if not became:
        return False
    for name, value in became.items():
        setattr(source, name, value)
    after = watched(source)
    source.edits = {name: value for name, value in catalogue.items() if value != after[name]}
    source.edited_at, source.edited_by = now, actor
    source.etag = source.last_modified = ""
    source.next_check_at = now
    if "url" in became:
        source.moved_to = ""
        source.falls, source.well_since = 0, None
    record(
        session,
        actor=actor,
        action="edited",
        subject=f"source:{source.id}",
        note=source.title,
        detail={"was": {name: before[name] for name in became}, "became": became},
        now=now,
    )
    return True
