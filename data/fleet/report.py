"""What an import did, as one value: counts, how the file was read, and its faults."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from data.fleet.errors import RowError

#: So many faults stand in the report itself; all refused rows stand in the store.
KEPT = 1000
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """The end of one import. ``added + changed + unchanged + refused == rows``."""

    fleet: str
    fleet_id: int | None
    """None when nothing was written and the fleet does not exist yet."""
    import_id: int | None
    """None when nothing was written."""
    filename: str
    sha256: str
    dry_run: bool
    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    warnings: int
    stretches: int
    """Stretches of days on which SIMs were seen, made or changed."""
    retired: int
    """SIMs that a full list no longer names."""
    columns: dict[str, str]
    """Field → header as the file has it."""
    ignored: tuple[str, ...]
    headers: tuple[str, ...] = ()
    """All of the file's, as it has them."""
    platform: str
    encoding: str
    delimiter: str
    notes: tuple[str, ...]
    """Sentences about the file as a whole."""
    unknown_words: dict[str, int]
    """Status words that nobody explained → how many SIMs have them; their state is ``unknown``."""
    codes: dict[str, int]
    """Code of a fault → how often."""
    errors: tuple[RowError, ...]
    """The first faults, refused rows and warnings, in the order of the file."""

    seconds: float
    """How long it took."""

    def mapping(self) -> dict[str, str | list[str]]:
        """How the file was read, as it is kept with the import: word → text or list of texts."""
        found: dict[str, str | list[str]] = {
            **self.columns,
            "ignored": list(self.ignored),
            "platform": self.platform,
            "encoding": self.encoding,
            "separator": _SEPARATORS.get(self.delimiter, self.delimiter),
            "unknown words": [f"{word} ({count})" for word, count in self.unknown_words.items()],
            "notes": list(self.notes),
        }
        return {name: value for name, value in found.items() if value}

    def as_json(self) -> dict[str, Any]:
        """The object of ``roamwatch fleet import --json``."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["ignored"] = list(self.ignored)
        values["headers"] = list(self.headers)
        values["notes"] = list(self.notes)
        values["errors"] = [error.as_json() for error in self.errors]
        return values


@dataclass(kw_only=True)
class Tally:
    """Counts that grow while a file is read."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    warnings: int = 0
    stretches: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    errors: list[RowError] = field(default_factory=list)

    def note(self, error: RowError) -> None:
        """Count a fault; the first :data:`KEPT` are kept."""
        self.codes[error.code] += 1
        if error.refused:
            self.refused += 1
        else:
            self.warnings += 1
        if len(self.errors) < KEPT:
            self.errors.append(error)
