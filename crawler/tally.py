"""What a crawl brought, counted per source and summed up in its report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(kw_only=True)
class SourceTally:
    """Counts of one source while its crawl goes on."""

    recorded: int = 0
    """Document items recorded (or given up), of those that the spider yielded."""
    new_documents: int = 0
    changed_documents: int = 0
    unchanged: int = 0
    failed_documents: int = 0
    bytes: int = 0

    def add(self, other: "SourceTally") -> None:
        """Count what ``other`` counted."""
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass(frozen=True, kw_only=True)
class SourceFailure:
    """A source that could not be read, with the typed error's code."""

    source: str
    error: str
    message: str


@dataclass(frozen=True, kw_only=True)
class CrawlReport:
    """What one crawl did."""

    sources: int = 0
    """Sources that were asked."""
    skipped_sources: int = 0
    """Sources that another worker is reading."""
    failed_sources: int = 0
    not_modified_sources: int = 0
    documents: int = 0
    """Documents that were asked."""
    new_documents: int = 0
    """Documents that we had never seen; also those that could not be read yet."""
    changed_documents: int = 0
    """Documents whose bytes are others than before."""
    unchanged: int = 0
    failed_documents: int = 0
    versions: int = 0
    """Versions read from new snapshots."""
    bytes: int = 0
    failures: tuple[SourceFailure, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Everything that was asked could be read."""
        return not self.failed_sources and not self.failed_documents

    def as_json(self) -> dict[str, Any]:
        """Plain values for printing."""
        return {**asdict(self), "failures": [asdict(failure) for failure in self.failures]}


def summed(tallies: Mapping[str, SourceTally]) -> SourceTally:
    """All sources together."""
    total = SourceTally()
    for tally in tallies.values():
        total.add(tally)
    return total
