"""What must become of a wrong fleet file, what becomes of it, and whether the two agree."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine

from data.fleet.errors import FleetFileError
from data.fleet.importing import import_csv
from data.fleet.report import ImportReport

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BadFile:
    """A file, and what must become of it: taken in part (rows added and refused) or refused whole."""

    title: str
    content: bytes
    before: bytes = b""
    """What was imported into the fleet earlier."""
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    whole: str = ""
    """Code with which the whole file is refused."""
    says: str = ""
    """Words of a message or a note."""


def happen(store: Engine, bad: BadFile, *, fleet: str) -> ImportReport | FleetFileError:
    """Import the file; what it came to."""
    if bad.before:
        _import(store, bad.before, fleet)
    try:
        return _import(store, bad.content, fleet)
    except FleetFileError as exc:
        return exc


def told(outcome: ImportReport | FleetFileError) -> str:
    """The outcome in one line."""
    if isinstance(outcome, FleetFileError):
        return f"refused whole, {outcome.code}: {outcome}"
    counts = {name: getattr(outcome, name) for name in ("added", "changed", "unchanged", "refused")}
    parts = [f"{count} {name}" for name, count in counts.items() if count]
    parts += [f"line {error.line}: {error.message}" for error in outcome.errors]
    return "; ".join([*parts, *outcome.notes, f"{outcome.stretches} stretch(es) of presence"])


def _import(store: Engine, content: bytes, fleet: str) -> ImportReport:
    return import_csv(store, io.BytesIO(content), fleet=fleet, filename="fleet.csv", now=NOW)


def promised(bad: BadFile, outcome: ImportReport | FleetFileError) -> bool:
    """Whether the outcome is what the table says."""
    if isinstance(outcome, FleetFileError):
        return outcome.code == bad.whole and bad.says in str(outcome)
    counts = (outcome.added, outcome.changed, outcome.unchanged, outcome.refused)
    expected = (bad.added, bad.changed, bad.unchanged, bad.refused)
    return (counts, outcome.codes, bad.says in told(outcome)) == (expected, bad.codes, True)
