"""Where SIMs would stand against a supposed limit: the plain answer, without columns. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """Where the SIMs (or devices, or IMSIs) would stand."""

    sims: int
    """SIMs that were ever seen in the country: every one of them is counted."""
    fine: int
    approaching: int
    over: int
    unknown: int
    over_by_then: int | None
    """Those that are over on the day it takes effect if they stay; None: no day is given."""
    by_technology: tuple[tuple[str, int], ...]
    """Of those over, or over by then: how many of each technology, most first."""

    @property
    def keys(self) -> int:
        """How many were counted in all."""
        return self.fine + self.approaching + self.over + self.unknown
