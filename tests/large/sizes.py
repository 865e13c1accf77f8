"""How much a large store holds; a small one of the same shape shows what grows with the rows."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The figures that the goals are set for, and for how long counts were kept."""

    sims: int = 1_000_000
    documents: int = 100_000
    changes: int = 20_000
    alerts: int = 10_000
    days: int = 365
    """Of which counts are kept, and attempts at each source in the log."""

    def times(self, scale: float) -> "Sizes":
        """The same shape, smaller; at least one of each. A month of days is never gone below."""
        numbers = {name: max(1, round(number * scale)) for name, number in vars(self).items()}
        return Sizes(**numbers | {"days": min(self.days, max(30, numbers["days"]))})
