"""Mobile country codes (ITU-T E.212): which country a network belongs to."""

import tomllib
from functools import cache
from pathlib import Path

_SEED = Path(__file__).parents[1] / "seed" / "mcc.toml"
#: What stands as the home of a SIM whose code is shared by international networks: foreign everywhere.
SHARED = "901"
_SHARED_CODES = frozenset({"901", "902"})


@cache
def table() -> dict[str, tuple[str, ...]]:
    """MCC → its countries, the one it is assigned to first; empty for codes without a country."""
    raw = tomllib.loads(_SEED.read_text(encoding="utf-8"))
    return {mcc: tuple(countries.split()) for mcc, countries in raw.items()}


def country_of(mcc: str, *, near: str = "") -> str:
    """The country of a code: ``near`` if the code is used there too, else the one it is assigned to.

    So a 310 SIM seen in Puerto Rico is at home there, and one seen in Brazil is of the
    United States. Empty for codes unknown or without a country.
    """
    countries = table().get(mcc, ())
    if near and near in countries:
        return near
    return countries[0] if countries else ""


def home_of(imsi: str, *, visited: str = "") -> str:
    """The home of an IMSI: a country, ``901`` for shared codes, empty for unknown.

    ``visited`` settles codes that several countries use, see :func:`country_of`.
    """
    mcc = imsi[:3]
    return SHARED if mcc in _SHARED_CODES else country_of(mcc, near=visited)
