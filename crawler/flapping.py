"""A page that goes to and fro between texts: held back, shown as such, and told when it stays.

A→B→A is two changes, and both are news. Whoever goes back once more within a month is not
changing rules: servers of one site that disagree, a banner that comes and goes. What such a
page says is kept as a version of cause ``flapping``, which nobody reads as news. When it has
stayed for three days, the version becomes ``changed``, compared with what was told last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from data.db import writing
from data.queries.documents import flapping_documents
from data.words import VersionCause

#: Texts that were left longer ago than this are no part of the to and fro.
WINDOW = timedelta(days=30)
#: A text that was still there after so long has come to stay.
STAYED = timedelta(days=3)
#: As many of a document's newest versions are looked at.
LOOK_BACK = 8


@dataclass(frozen=True, kw_only=True)
class PastText:
    """One earlier version: what it said, and since when."""

    text_sha256: str
    since: datetime


def goes_to_and_fro(past: Sequence[PastText], text_sha256: str, *, now: datetime) -> bool:
    """Whether the text is one that was left, and the document has gone back to such a one before.

    ``past`` are the document's newest versions, oldest first. Only what was current within
    :data:`WINDOW` before ``now`` counts.
    """
    if not past:
        return False
    ends = [*(later.since for later in past[1:]), now]
    recent = [one.text_sha256 for one, end in zip(past, ends, strict=True) if now - end <= WINDOW]
    went_back = any(text in recent[:place] for place, text in enumerate(recent))
    return went_back and text_sha256 in recent


def has_stayed(since: datetime, last_seen: datetime | None) -> bool:
    """Whether a text that appeared at ``since`` was still there :data:`STAYED` later."""
    return last_seen is not None and last_seen - since >= STAYED


def release_settled(engine: Engine) -> int:
    """Make news of held-back versions that have stayed; how many. Repeating it does nothing."""
    released = 0
    with writing(engine) as session:
        for document, version in flapping_documents(session):
            if not has_stayed(version.created_at, document.last_verified_at):
                continue
            version.cause = VersionCause.CHANGED
            document.flapping_since = None
            released += 1
    return released
