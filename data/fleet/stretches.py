"""Where SIMs were: from sightings to stretches of days, and how new ones join those that are kept.

Pure. A stretch has no civil day of its country missing between its ends; what is known of one
SIM in two ways (a session, a platform's snapshot) stays apart, and days are counted over both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from stdnum import luhn

from data.civil import SHORTEST_DAY, days_apart


class Stretch(NamedTuple):
    """One SIM in one country from ``first_at`` to ``last_at``; fields as in the table ``Presence``."""

    country: str
    mcc: str
    imsi: str
    imei: str
    first_at: datetime
    last_at: datetime
    method: str

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """What must be the same for two stretches to become one."""
        return self.country, self.imsi, self.imei, self.method


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be written: new stretches, kept ones with other ends, and kept ones that others took in."""

    new: tuple[Stretch, ...] = ()
    moved: tuple[tuple[int, datetime, datetime], ...] = ()
    gone: tuple[int, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether the store has to be touched at all."""
        return bool(self.new or self.moved or self.gone)


def touch(earlier: Stretch, later: Stretch) -> bool:
    """Whether the later one begins on a day of the earlier one, or on the next."""
    apart = later.first_at - earlier.last_at
    return apart <= SHORTEST_DAY or days_apart(earlier.last_at, later.first_at, later.country) <= 1


def covers(kept: Stretch, found: Stretch) -> bool:
    """Whether what was found is known already."""
    same = kept.kind == found.kind
    return same and kept.first_at <= found.first_at and found.last_at <= kept.last_at


def settle(kept: Iterable[tuple[int, Stretch]], found: Iterable[Stretch]) -> Settled:
    """Join what was found with what is kept (number, stretch) of the same SIM. Order does not matter."""
    kinds: dict[tuple[str, str, str, str], list[tuple[int | None, Stretch]]] = {}
    for number, stretch in kept:
        kinds.setdefault(stretch.kind, []).append((number, stretch))
    for stretch in found:
        kinds.setdefault(stretch.kind, []).append((None, stretch))
    new: list[Stretch] = []
    moved: list[tuple[int, datetime, datetime]] = []
    gone: list[int] = []
    for members in kinds.values():
        for cluster in _clusters(members):
            first, last = cluster[0][1].first_at, max(one.last_at for _, one in cluster)
            held = [(number, one) for number, one in cluster if number is not None]
            if not held:
                new.append(cluster[0][1]._replace(last_at=last))
                continue
            number, stays = held[0]
            gone += [other for other, _ in held[1:]]
            if (stays.first_at, stays.last_at) != (first, last):
                moved.append((number, first, last))
    return Settled(tuple(new), tuple(moved), tuple(gone))


def _clusters(
    members: Sequence[tuple[int | None, Stretch]],
) -> Iterable[list[tuple[int | None, Stretch]]]:
    """Stretches of one kind that touch, each in the order of their beginnings."""
    cluster: list[tuple[int | None, Stretch]] = []
    reach: Stretch | None = None
    for number, stretch in sorted(members, key=lambda item: item[1].first_at):
        if reach is not None and not touch(reach, stretch):
            yield cluster
            cluster, reach = [], None
        cluster.append((number, stretch))
        if reach is None or stretch.last_at > reach.last_at:
            reach = stretch
    if cluster:
        yield cluster


@lru_cache(maxsize=4096)
def device_of(imei: str) -> str:
    """An IMEI or IMEISV as 15 digits, so that one device has one name; empty stays empty.

    14 digits get their check digit (3GPP TS 23.003), 16 lose the version of their software first.
    """
    if not imei or len(imei) == 15:
        return imei
    bare = imei[:14]
    return bare + str(luhn.calc_check_digit(bare))
