"""How authorities publish: bursty, seasonal, with holidays; day by day, with a fixed seed.

Means and bounds follow the catalogue's own mix; how the true rhythm differs from what the
catalogue says, and the shapes of the gaps, are assumptions of ours: exponential,
log-normal, heavy-tailed (Pareto, 2.2), bursts between long pauses, a yearly wave, almost
regular, and slowing down by a third each year. Each closes once or twice a year.
"""

import math
import random
from dataclasses import dataclass

SHAPES = ("poisson", "lognormal", "heavy", "burst", "seasonal", "regular", "slowing")
#: Rhythm and greatest silence as the catalogue has them, with how many sources have them.
CLASSES = (
    ((7.0, 180), 189), ((7.0, 90), 150), ((1.0, 30), 163), ((2.0, 90), 40),
    ((7.0, 365), 24), ((2.0, 30), 16), ((2.0, 45), 5), ((7.0, 60), 5),
)  # fmt: skip
YEAR = 365
#: First day of a yearly closure and how long it may be: New Year, spring, summer, midwinter.
_CLOSURES = ((358, 8, 16), (20, 7, 12), (100, 4, 10), (215, 10, 24))


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """One source's habit of publishing."""

    shape: str
    mean_days: float
    rhythm_days: float
    """What the catalogue believes."""
    max_silence_days: int
    sigma: float
    wave: float
    phase: float
    closures: tuple[tuple[int, int], ...]


def draw_publisher(rng: random.Random) -> Publisher:
    """A publisher of the catalogue's mix; its true rhythm is up to several times another."""
    ((rhythm, silence),) = rng.choices([one for one, _ in CLASSES], [n for _, n in CLASSES])
    closures = [rng.choice(_CLOSURES), *([_CLOSURES[0]] if rng.random() < 0.5 else [])]
    return Publisher(
        shape=rng.choice(SHAPES),
        mean_days=min(max(rhythm * math.exp(rng.gauss(0.25, 0.8)), 1.0), 90.0),
        rhythm_days=rhythm,
        max_silence_days=silence,
        sigma=rng.uniform(0.5, 1.2),
        wave=rng.uniform(0.3, 0.9),
        phase=rng.uniform(0, YEAR),
        closures=tuple((start, rng.randint(least, most)) for start, least, most in closures),
    )


def publication_days(one: Publisher, rng: random.Random, *, days: int) -> list[int]:
    """Numbers of the days, out of the first ``days``, on which it publishes; increasing."""
    shifts = [rng.randint(-5, 5) for _ in range(days // YEAR + 2)]
    found: list[int] = []
    at = rng.uniform(0, one.mean_days)
    while at < days:
        day = _open_day(one, int(at), shifts)
        if day >= days:
            break
        if not found or day > found[-1]:
            found.append(day)
        at = max(at, float(day)) + _gap(one, rng, at)
    return found


def _gap(one: Publisher, rng: random.Random, at: float) -> float:
    mean = one.mean_days
    match one.shape:
        case "lognormal":
            return mean * math.exp(rng.gauss(-(one.sigma**2) / 2, one.sigma))
        case "heavy":
            return mean * 0.55 * rng.paretovariate(2.2)
        case "burst":
            return rng.expovariate(1 / (mean * (0.25 if rng.random() < 0.75 else 3.25)))
        case "seasonal":
            turn = math.sin((at + one.phase) * 2 * math.pi / YEAR)
            return rng.expovariate(1 / (mean * (1 + one.wave * turn)))
        case "regular":
            return max(0.3, rng.gauss(mean, mean / 4))
        case "slowing":
            return rng.expovariate(1 / (mean * 1.33 ** min(at / YEAR, 5)))
    return rng.expovariate(1 / mean)


def _open_day(one: Publisher, day: int, shifts: list[int]) -> int:
    """The first day from ``day`` on at which somebody is at work."""
    while _closed(one, day, shifts):
        day += 1
    return day


def _closed(one: Publisher, day: int, shifts: list[int]) -> bool:
    if one.mean_days < 4 and day % 7 > 4:
        return True
    year, day_of_year = divmod(day, YEAR)
    for start, length in one.closures:
        into = day_of_year - start - shifts[min(year, len(shifts) - 1)]
        if 0 <= into % YEAR < length:
            return True
    return False
