"""Batches of SIMs from the store, as columns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from sqlalchemy import Connection

from analysis.clocking.columns import Batch, Sims, civil_days, homes_of
from analysis.clocking.stretches import Ints
from data.queries.clock_rows import shared_keys, sim_rows, stretch_rows
from data.words import LimitPer

#: A device in more SIMs than this is none: an IMEI typed in for all, or copied.
MOST_SIMS = 100
_COLUMNS = {LimitPer.IMSI: "imsi", LimitPer.IMEI: "imei"}


@dataclass(frozen=True)
class Ties:
    """What holds SIMs together, and what only seems to."""

    groups: list[list[int]] = field(default_factory=list)
    """SIMs that share a device or an IMSI, directly or by others: to be counted together."""
    blurred: Mapping[LimitPer, Ints] = field(default_factory=dict)
    """IMSIs and IMEIs seen in so many SIMs that they name nothing."""


def ties(connection: Connection, pers: Collection[LimitPer]) -> Ties:
    """Which SIMs share what is counted by limits per ``pers``."""
    parent: dict[int, int] = {}
    blurred = {}
    for per, column in _COLUMNS.items():
        if per not in pers:
            continue
        rows = shared_keys(connection, column)
        keys, row, counts = np.unique(rows[:, 0], return_inverse=True, return_counts=True)
        blurred[per] = keys[(counts > MOST_SIMS) | (keys == 0)]
        real = rows[np.isin(row, np.flatnonzero((counts <= MOST_SIMS) & (keys > 0)))]
        real = real[np.argsort(real[:, 0], kind="stable")]
        for (key, sim), (after, other) in pairwise(real.tolist()):
            if key == after:
                parent[_root(parent, sim)] = _root(parent, other)
    groups: dict[int, list[int]] = {}
    for sim in sorted(parent):
        groups.setdefault(_root(parent, sim), []).append(sim)
    return Ties(groups=list(groups.values()), blurred=blurred)


def _root(parent: dict[int, int], sim: int) -> int:
    """The SIM that stands for all those tied to this one."""
    while parent.setdefault(sim, sim) != sim:
        parent[sim] = parent[parent[sim]]
        sim = parent[sim]
    return sim


def load_batch(connection: Connection, numbers: Ints, tied: Ties) -> Batch:
    """These SIMs with all their stretches of sightings."""
    known = sim_rows(connection, numbers.tolist())
    sims = Sims(known[:, 0], known[:, 1], known[:, 2] > 0, known[:, 3])
    rows = stretch_rows(connection, numbers.tolist())
    sim = np.searchsorted(sims.number, rows[:, 0])
    place = rows[:, 1]
    return Batch(
        sims=sims,
        sim=sim,
        place=place,
        home=homes_of(rows[:, 2], place, sims.home[sim]),
        imsi=_clear(rows[:, 3], tied.blurred.get(LimitPer.IMSI)),
        imei=_clear(rows[:, 4], tied.blurred.get(LimitPer.IMEI)),
        first=civil_days(rows[:, 5], place),
        last=civil_days(rows[:, 6], place),
    )


def _clear(keys: Ints, blurred: Ints | None) -> Ints:
    """The keys without those that name nothing."""
    if blurred is None or not len(blurred):
        return keys
    return np.where(np.isin(keys, blurred), 0, keys)
