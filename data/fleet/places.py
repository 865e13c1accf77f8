"""Where a SIM is: from a country's code or name, a mobile country code, or a TADIG code."""

from dataclasses import dataclass
from functools import lru_cache

from data.countries import alpha3, parse_country
from data.fleet.errors import printable
from data.fleet.headers import fold
from data.fleet.identifiers import CellError, clean
from data.fleet.mcc import country_of, table

#: How files say that a SIM was not seen anywhere.
_NOWHERE = frozenset({"", "na", "none", "null", "unknown", "notavailable", "never"})
#: TADIG codes keep letters that ISO 3166-1 gave up.
_TADIG_ONLY = {"ROM": "RO", "ZAR": "CD", "TMP": "TL", "BUR": "MM"}


@dataclass(frozen=True, slots=True)
class Place:
    """The country seen and the network code that said so; ``differ`` when columns disagree."""

    country: str = ""
    mcc: str = ""
    differ: bool = False


@lru_cache(maxsize=8192)
def read_place(country: str, mcc: str = "", tadig: str = "", *, dial_codes: bool = False) -> Place:
    """What the columns say together: the country named wins, then the MCC, then the TADIG code.

    ``dial_codes`` is set where the country column is headed ``country_code``: digits there
    are telephone country codes on some platforms, so they are passed over where another
    column tells the place, and refused rather than taken for a mobile country code where
    none does. All empty: seen nowhere. A code shared by international
    networks (901) is a place without a country.
    Raises :class:`CellError` ``unknown_country``.
    """
    code = _read_mcc(mcc)
    if dial_codes and clean(country).isdecimal() and (code or tadig.strip()):
        country = ""
    named = _read_country(country, dial_codes)
    if named.isdecimal():
        code, named = code or named, ""
    near = country_of(code) if code else ""
    if named:
        return Place(named, code, bool(code) and named not in table()[code] and near != "")
    if code:
        return Place(near, code)
    return Place(_read_tadig(tadig))


def _read_country(text: str, dial_codes: bool) -> str:
    plain = clean(text)
    if fold(plain) in _NOWHERE:
        return ""
    if plain.isascii() and plain.isdecimal():
        if dial_codes:
            raise CellError(
                "unknown_country",
                f"{plain[:6]} looks like a telephone code; give ISO letters, a name or an MCC column",
            )
        return _read_mcc(plain)
    found = parse_country(plain)
    if found is None:
        raise CellError("unknown_country", f"no country is called {printable(plain)!r}")
    return found


def _read_mcc(text: str) -> str:
    plain = clean(text).removesuffix(".0")
    if fold(plain) in _NOWHERE or not plain.strip("0"):
        return ""
    code = plain.replace("-", "")[:3]
    if code in table() and len(plain) in (3, 5, 6, 7):
        return code
    raise CellError("unknown_country", f"{printable(plain)!r} is no mobile country code")


def _read_tadig(text: str) -> str:
    plain = clean(text).upper()
    if fold(plain) in _NOWHERE:
        return ""
    found = alpha3().get(plain[:3]) or _TADIG_ONLY.get(plain[:3])
    if len(plain) != 5 or not found:
        raise CellError("unknown_country", f"{printable(plain)!r} is no TADIG code of a country")
    return found
