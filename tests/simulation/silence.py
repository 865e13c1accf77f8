"""False “silent” of sources that live: ``python -m tests.simulation.silence [--years N] [--seed N]``.

Each source is known by its newest 20 entries at first, as a feed shows them, and by all
that came since after that. Every pause longer than is allowed is one false alarm, since
none of these sources ever dies.
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from crawler.silence import allowance
from tests.simulation.processes import YEAR, draw_publisher, publication_days

START = date(2020, 1, 1)
#: Years that passed before we came.
_BEFORE = 8
_SHOWN = 20


@dataclass(kw_only=True)
class Count:
    """What came out."""

    source_years: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    """Per shape of the process."""
    first_year: int = 0
    allowed: dict[int, list[int]] = field(default_factory=dict)
    """Catalogue's bound → days allowed at the end, per source."""

    @property
    def per_hundred(self) -> float:
        """False alarms per 100 source-years."""
        return 100 * self.alarms.total() / self.source_years


def count(*, sources: int, years: int, seed: int) -> Count:
    """Watch so many living sources for so many years."""
    total = Count(source_years=sources * years)
    for number in range(sources):
        rng = random.Random(f"{seed}:{number}")
        one = draw_publisher(rng)
        days = publication_days(one, rng, days=(_BEFORE + years) * YEAR)
        known = [day for day in days if day < _BEFORE * YEAR][-_SHOWN:]
        for day in [day for day in days if day >= _BEFORE * YEAR]:
            if _called_silent(known, day, one.max_silence_days):
                total.alarms[one.shape] += 1
                total.first_year += day < (_BEFORE + 1) * YEAR
            known.append(day)
        total.allowed.setdefault(one.max_silence_days, []).append(
            _allowed(known, one.max_silence_days)
        )
    return total


def _called_silent(known: Sequence[int], next_day: int, bound: int) -> bool:
    if not known or next_day - known[-1] <= 14:
        return False
    allowed = _allowed(known, bound)
    return next_day - known[-1] > allowed and known[-1] + allowed >= _BEFORE * YEAR


def _allowed(known: Sequence[int], bound: int) -> int:
    return allowance([START + timedelta(day) for day in known], max_silence_days=bound).days


def main() -> None:
    """Print the count."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.silence")
    parser.add_argument("--sources", type=int, default=400)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = count(sources=options.sources, years=options.years, seed=options.seed)
    print(f"{found.source_years} source-years, {found.alarms.total()} false “silent”:")
    print(f"  {found.per_hundred:.2f} per 100 source-years")
    print(
        f"  {100 * found.first_year / options.sources:.2f} per 100 in the first year, with 20 entries known"
    )
    for shape, number in found.alarms.most_common():
        print(f"  {shape}: {number}")
    for bound, allowed in sorted(found.allowed.items()):
        print(
            f"  catalogue's bound {bound} days: {median(allowed):.0f} allowed in the median, "
            f"{min(allowed)} to {max(allowed)}, {len(allowed)} sources"
        )


if __name__ == "__main__":
    main()
