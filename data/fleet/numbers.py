"""Identifiers as numbers of 64 bits, many at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
#: ICCID keys of 18 digits are counted from here, so that none is one of 19.
_BEHIND = 10**19
#: EIDs (32 digits, a hundred bits) are told apart by what this prime leaves of them.
_PRIME = 2**64 - 59


def sim_numbers(keys: Sequence[str]) -> Numbers:
    """One number for each ICCID key of 18 or 19 digits, another for each."""
    found = np.fromiter(map(int, keys), dtype=np.uint64, count=len(keys))
    if min(map(len, keys), default=19) < 19:
        short = np.fromiter((len(key) < 19 for key in keys), dtype=np.bool_, count=len(keys))
        found[short] += np.uint64(_BEHIND)
    return found


def chip_numbers(eids: Sequence[str]) -> Numbers:
    """One for each EID; 0 for none. Two EIDs share one with a chance of 1 in 10^19."""
    left = (int(eid) % _PRIME + 1 if eid else 0 for eid in eids)
    return np.fromiter(left, dtype=np.uint64, count=len(eids))
