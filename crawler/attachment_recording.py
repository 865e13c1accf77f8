"""The files of a document between two looks at it: what is new, what stays, what is missing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from crawler.extract.clean import clean_line
from crawler.items import AttachmentItem, FailedAttachment, FetchedAttachment
from data.models import Attachment, Snapshot

#: The document's own text was read, but a file of it could not be fetched or read.
ATTACHMENT_UNREAD = "attachment_unread"
NOT_FOLLOWED = "not_followed"
_MAX_NAME = 150
_MAX_MESSAGE = 500
#: What a row says of the bytes, apart from how the last attempt went.
_BYTES = (
    "final_url",
    "media_type",
    "sha256",
    "size",
    "fetched_at",
    "headers",
    "problem",
    "removed_at",
)


class State(NamedTuple):
    """A document's newest snapshot with its files."""

    snapshot: Snapshot
    files: Sequence[Attachment]


def merged(
    items: Iterable[AttachmentItem] | None,
    hashes: Mapping[str, str],
    before: Sequence[Attachment],
) -> list[Attachment]:
    """New rows (without a snapshot yet) for what became of the files.

    A file that could not be fetched keeps the bytes that we hold of it. None: nobody
    asked, so that all stays as it was.
    """
    held = {one.url: one for one in before}
    if items is None:
        return [_row(one.url, one.name, place, _of(one)) for place, one in enumerate(before)]
    rows = []
    for place, item in enumerate(items):
        facts = _of(held[item.url]) if item.url in held else {}
        if isinstance(item, FetchedAttachment):
            facts = _fetched(item, hashes[item.url], facts)
        elif isinstance(item, FailedAttachment):
            facts |= {
                "error": item.error,
                "error_message": clean_line(item.message)[:_MAX_MESSAGE],
            }
        else:
            facts |= {"error": "", "error_message": ""}
        rows.append(_row(item.url, item.name, place, facts))
    return rows


def same_bytes(now: Sequence[Attachment], before: Sequence[Attachment]) -> bool:
    """Whether both are the same files with the same bytes, in the same order."""
    return [(one.url, one.sha256) for one in now] == [(one.url, one.sha256) for one in before]


def note_attempt(now: Sequence[Attachment], before: Sequence[Attachment]) -> None:
    """Nothing changed: only how the last attempt went is written to the rows that are there."""
    for new, old in zip(now, before, strict=True):
        old.error, old.error_message = new.error, new.error_message
        old.headers = new.headers
        old.removed_at = new.removed_at


def chosen_otherwise(now: Sequence[Attachment], before: Sequence[Attachment]) -> bool:
    """Of one and the same page: whether only our choice of its files differs.

    Better rules, or another limit, find other files on an unchanged page: that is our own
    edit, and no news. Bytes that changed, or that came at last, are the authority's.
    """
    mine, theirs = (
        {one.url: one.sha256 for one in rows if one.sha256 or one.error != NOT_FOLLOWED}
        for rows in (now, before)
    )
    same = all(theirs[url] == mine[url] for url in mine.keys() & theirs.keys())
    return same and mine.keys() != theirs.keys()


def is_missing(one: Attachment) -> bool:
    """Whether a file that should be there could not be fetched, or has no readable text."""
    return (one.error not in ("", NOT_FOLLOWED)) or one.problem not in ("", "truncated")


def _of(row: Attachment) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in _BYTES}
    return facts | {"error": row.error, "error_message": row.error_message}


def _fetched(item: FetchedAttachment, sha256: str, before: Mapping[str, Any]) -> dict[str, Any]:
    same = before.get("sha256") == sha256
    return {
        "final_url": item.final_url,
        "media_type": item.media_type,
        "sha256": sha256,
        "size": len(item.body),
        "fetched_at": before["fetched_at"] if same else item.fetched_at,
        "headers": dict(item.headers),
        "problem": before["problem"] if same else "",
    }


def _row(url: str, name: str, position: int, facts: Mapping[str, Any]) -> Attachment:
    return Attachment(
        snapshot_id=0, url=url, name=clean_line(name)[:_MAX_NAME], position=position, **facts
    )
