"""What the worker's jobs did, in figures."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What became of the changes found: developments touched, alerts raised and moved, mails queued."""

    developments: int = 0
    raised: int = 0
    moved: int = 0
    mails: int = 0
    proposals: int = 0
    """Proposals for the rule ledger that were made."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What one run of the whole chain did."""

    sources: int = 0
    failed_sources: int = 0
    documents: int = 0
    versions: int = 0
    findings: int = 0
    changes: int = 0
    raised: int = 0
    moved: int = 0
    followed: int = 0
    """Alerts that woke, escalated or grew, and silences that ended."""
    digests: int = 0
    sent: int = 0
    retried: int = 0
    dead: int = 0

    def __add__(self, other: "Summary") -> "Summary":
        mine, theirs = asdict(self), asdict(other)
        return Summary(**{name: mine[name] + theirs[name] for name in mine})

    @property
    def idle(self) -> bool:
        """Nothing was there to do."""
        return self == Summary()
