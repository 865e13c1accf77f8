"""From a file's word to what a SIM is able to do. A word that leaves it open stays ``unknown``."""

from functools import lru_cache

from data.fleet.headers import fold
from data.words import SimTechnology

_WORDS: dict[SimTechnology, tuple[str, ...]] = {
    SimTechnology.SINGLE: (
        "single", "single imsi", "single-imsi sim", "uicc", "usim", "plain", "standard",
    ),
    SimTechnology.MULTI_IMSI: (
        "multi imsi", "multi", "multi-imsi sim", "multi imsi applet", "dual imsi",
    ),
    SimTechnology.EUICC_SGP02: (
        "euicc sgp02", "sgp.02", "sgp 02", "m2m euicc", "euicc m2m", "m2m esim", "esim m2m",
    ),
    SimTechnology.EUICC_SGP22: (
        "euicc sgp22", "sgp.22", "sgp 22", "consumer euicc", "euicc consumer", "consumer esim",
        "esim consumer", "sgp.21",
    ),
    SimTechnology.EUICC_SGP32: (
        "euicc sgp32", "sgp.32", "sgp 32", "iot euicc", "euicc iot", "iot esim", "esim iot",
        "sgp.31",
    ),
}  # fmt: skip
_BY_WORD = {fold(word): technology for technology, words in _WORDS.items() for word in words}
#: Words that are understood, and leave the question open: an eUICC of which specification?
_OPEN = frozenset({"", "unknown", "physical", "removable", "embedded", "mff2", "virtual"})


@lru_cache(maxsize=1024)
def read_technology(text: str) -> tuple[SimTechnology, bool]:
    """The technology that a cell names, and whether the word was understood.

    ``eUICC`` and ``eSIM`` alone do not say by which GSMA specification (SGP.02, SGP.22,
    SGP.32) profiles can be changed, so they stay unknown and count as not understood.
    """
    folded = fold(text)
    found = _BY_WORD.get(folded, SimTechnology.UNKNOWN)
    return found, found is not SimTechnology.UNKNOWN or folded in _OPEN
