"""What a comparison of two texts gives."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["added", "removed", "changed", "moved"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "moved")


@dataclass(frozen=True, kw_only=True)
class Value:
    """A number or date that changed, as it is written; empty text where a side has none.

    ``old_start`` and ``new_start`` are offsets into the whole texts; None on an empty side.
    """

    old: str
    new: str
    old_start: int | None
    new_start: int | None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One difference: ``old == old_text[old_start:old_end]``, and so for ``new``.

    What was added has an empty span in the old text, where it would stand; what was removed
    one in the new text.
    """

    kind: Kind
    old: str
    new: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    numbers: tuple[Value, ...] = ()
    dates: tuple[Value, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Every passage in the order of the new text, and how many differences were not news."""

    passages: tuple[Passage, ...]
    noise: int

    def counts(self) -> dict[str, int]:
        """Passages per kind; every kind is there."""
        kinds = [passage.kind for passage in self.passages]
        return {kind: kinds.count(kind) for kind in KINDS}

    def as_json(self) -> dict[str, Any]:
        """The object that ``roamwatch diff --json`` prints."""
        return {
            "passages": [asdict(passage) for passage in self.passages],
            "counts": self.counts(),
            "noise": self.noise,
        }
