"""What can be wrong with a fleet file as a whole. Faults of one row are :class:`RowError` values."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from data.errors import RoamwatchError


class FleetFileError(RoamwatchError):
    """The whole file is refused; ``code`` says why: ``not_a_csv``, ``empty_file``, ``unknown_platform``."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class MissingColumnError(FleetFileError):
    """The file lacks a column that nothing can be said without."""

    def __init__(self, field: str, title: str, names: str, seen: Sequence[str]) -> None:
        self.field = field
        self.seen = tuple(seen)
        shown = ", ".join(printable(header) or "(empty)" for header in seen[:30])
        super().__init__(
            "missing_column",
            f"the file has no column for the {title}; name one {names}. Headers seen: {shown}",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RowError:
    """A fault of one row: where it is, what it is, and whether it kept the row out."""

    line: int
    column: str
    """The header as the file has it; empty for the row as a whole."""
    code: str
    message: str
    refused: bool

    def as_json(self) -> dict[str, Any]:
        """The same as an object."""
        return asdict(self)


def repeated_sim(line: int, column: str, first: int, *, same: bool) -> RowError:
    """A SIM that stands in the file before: the same again, or something else of it."""
    message = f"the same SIM stands on line {first}, which counts"
    if not same:
        message = f"line {first} says otherwise of the same SIM; that line counts"
    code = "duplicate_in_file" if same else "contradiction"
    return RowError(line=line, column=column, code=code, message=message, refused=True)


def repeated_chip(line: int, column: str, first: int) -> RowError:
    """An eUICC that stands in the file before, with another profile."""
    message = f"the same eUICC (EID) stands on line {first} with another profile, which counts"
    return RowError(line=line, column=column, code="duplicate_eid", message=message, refused=True)


def printable(text: str, limit: int = 40) -> str:
    """A cell's text for a message: control characters dropped, cut at ``limit`` characters."""
    plain = "".join(letter for letter in text[: limit + 1] if letter.isprintable()).strip()
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
