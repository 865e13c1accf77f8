"""Columns as officers named them: kept per shape of file, used for the next file of that shape."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine
from sqlmodel import Session

from data.db import reading
from data.fleet.errors import FleetFileError
from data.fleet.headers import fold
from data.models import FileMapping

#: Fields whose column can be chosen, with what they are called.
CHOOSABLE: dict[str, str] = {
    "iccid": "ICCID",
    "status": "State",
    "country": "Visited country",
    "mcc": "Visited MCC",
    "last_seen": "Last seen",
    "imsi": "IMSI",
    "imei": "IMEI",
    "eid": "EID",
    "msisdn": "Phone number",
    "activated": "Activated",
    "technology": "Technology",
}
#: Files with more columns than this are mapped by their headers alone.
MOST_HEADERS = 300
#: In a form: the field is not read from this file.
NOT_READ = "-"


def shape_of(headers: Sequence[str]) -> str:
    """A fingerprint of a file's headers, whatever their order, case and punctuation."""
    return sha256("\n".join(sorted(map(fold, headers))).encode()).hexdigest()


def remembered(session: Session, headers: Sequence[str]) -> dict[str, str]:
    """What was chosen for files of this shape; empty when nothing was."""
    found = session.get(FileMapping, shape_of(headers))
    return dict(found.columns) if found else {}


def chosen_columns(engine: Engine, headers: Sequence[str], *, use: bool) -> dict[str, str]:
    """:func:`remembered`, asked in a session of its own; nothing unless ``use``."""
    if not use:
        return {}
    with reading(engine) as session:
        return remembered(session, headers)


def remember(
    session: Session, headers: Sequence[str], form: Mapping[str, str], *, by: str, now: datetime
) -> bool:
    """Keep a choice for files with these headers, or forget it when the form chooses nothing.

    ``form``: field → header as the file has it, :data:`NOT_READ`, or empty for what the headers
    tell by themselves. Whether something is kept now. Raises
    :class:`~data.fleet.errors.FleetFileError` ``mapping``; the caller commits.
    """
    columns = _checked(headers, form)
    found = session.get(FileMapping, shape_of(headers))
    if not columns:
        if found is not None:
            session.delete(found)
        return False
    row = found or FileMapping(shape=shape_of(headers), updated_by=by, updated_at=now)
    row.columns, row.updated_by, row.updated_at = columns, by, now
    session.add(row)
    return True


def _checked(headers: Sequence[str], form: Mapping[str, str]) -> dict[str, str]:
    known = {fold(header) for header in headers} - {""}
    if not known or len(headers) > MOST_HEADERS:
        raise FleetFileError("mapping", f"a choice needs 1 to {MOST_HEADERS} columns with headers")
    columns: dict[str, str] = {}
    for field, title in CHOOSABLE.items():
        word = form.get(field, "")
        if word == NOT_READ:
            columns[field] = ""
        elif word and fold(word) not in known:
            raise FleetFileError("mapping", f"the file has no column “{word[:40]}” for {title}")
        elif word and fold(word) in columns.values():
            raise FleetFileError("mapping", f"“{word[:40]}” is chosen twice, at last for {title}")
        elif word:
            columns[field] = fold(word)
    return columns
