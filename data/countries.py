"""Countries and groups of countries: names in many languages, members on a day, parsing.

Names and alpha-3 codes are CLDR's, read through Babel; what CLDR lacks stands in
``seed/countries.toml``, ``seed/demonyms.toml``, ``seed/capitals.toml`` and
``seed/authorities.toml``.
Codes are ISO 3166-1 alpha-2, and ``XK`` for Kosovo, which ISO leaves to its users.
"""

import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

SEED = Path(__file__).parent / "seed"
#: The group of everything: every country, on every day.
WORLD = "INT"
#: CLDR territories that are no country of ISO 3166-1: exceptional reservations, groups, pseudo codes.
_NOT_ISO = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
#: Languages in which a country may be named in a file that people made.
_PARSED = ("en", "es", "pt", "fr", "de", "tr", "it", "nl", "pl", "sv", "ru", "ar", "zh", "ja", "ko")
#: Other spellings of the same language, as Babel names its locales.
_VARIANTS = {"pt": ("pt_PT",), "es": ("es_MX",), "zh": ("zh_Hant",)}
#: What a plus sign in demonyms.toml stands for, by language and the letters after it.
_ENDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "": ("", "s"),
        "o": ("o", "a", "os", "as"),
        "és": ("és", "esa", "eses", "esas"),
        "án": ("án", "ana", "anes", "anas"),
        "ón": ("ón", "ona", "ones", "onas"),
        "l": ("l", "la", "les", "las"),
        "í": ("í", "íes", "ís"),
    },
    "pt": {
        "": ("", "s"),
        "o": ("o", "a", "os", "as"),
        "ês": ("ês", "esa", "eses", "esas"),
        "ão": ("ão", "ã", "ãos", "ãs"),
    },
    "fr": {
        "": ("", "s"),
        "e": ("", "e", "s", "es"),
        "n": ("", "ne", "s", "nes"),
        "s": ("s", "se", "ses"),
    },
    "de": {"": ("", "e", "er", "es", "en", "em")},
    "it": {"o": ("o", "a", "i", "e"), "e": ("e", "i")},
    "nl": {"": ("", "e")},
    "pl": {"i": ("i", "a", "ie", "iego", "iej", "iemu", "im", "ich", "imi", "ą")},
    "ar": {"": ("", "ة", "ين", "ون")},
    "ru": {"ий": ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")},
}


@cache
def _seed(name: str) -> dict[str, Any]:
    return tomllib.loads((SEED / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def codes() -> frozenset[str]:
    """Every country: alpha-2."""
    return frozenset(
        code
        for code in _territories("en")
        if len(code) == 2 and code.isalpha() and code not in _NOT_ISO
    )


@cache
def alpha3() -> dict[str, str]:
    """Alpha-3 → alpha-2, with CLDR's aliases for codes out of use (``BUR`` → ``MM``)."""
    aliases: Any = get_global("territory_aliases")
    return {
        three: two[0]
        for three, two in aliases.items()
        if len(three) == 3 and three.isalpha() and len(two) == 1 and two[0] in codes()
    }


def is_country(code: str) -> bool:
    """Whether ``code`` is a country's alpha-2 (capitals)."""
    return code in codes()


def is_group(code: str) -> bool:
    """Whether ``code`` is a group of countries (``EU`` …, ``INT``)."""
    return code == WORLD or code in _seed("countries")["groups"]


def groups() -> tuple[str, ...]:
    """Every group."""
    return (*_seed("countries")["groups"], WORLD)


@lru_cache(maxsize=4096)
def members(group: str, on: date) -> frozenset[str]:
    """The countries of a group on a day; of a country: itself. ``KeyError`` for neither."""
    if group == WORLD:
        return codes()
    if group in codes():
        return frozenset({group})
    entry = _seed("countries")["groups"][group]
    if on < entry.get("since", date.min):
        return frozenset()
    spans = [span.split() for span in entry["members"].split(",")]
    found = {
        code
        for code, first, *last in spans
        if date.fromisoformat(first) <= on <= date.fromisoformat(last[0] if last else "9999-12-31")
    }
    return frozenset(found.union(*(members(other, on) for other in entry.get("include", ()))))


def expand(places: Iterable[str], on: date) -> set[str]:
    """Countries as they are, groups as their members on a day. What is neither is left as it is."""
    found: set[str] = set()
    for place in places:
        found |= members(place, on) if is_group(place) else {place}
    return found


def name(code: str, locale: str = "en") -> str:
    """A country's or group's name in a language; the code itself if nobody has a name for it."""
    if code == WORLD:
        return "International"
    language = _language(locale)
    if is_group(code):
        names = _seed("countries")["groups"][code]["names"]
        return str(names.get(language, names["en"])).split(",")[0]
    if language == "en" and code in _seed("countries")["short"]:
        return str(_seed("countries")["short"][code])
    return _territories(locale).get(code, code) if code in codes() else code


@cache
def names_in(language: str) -> dict[str, str]:
    """How a text in ``language`` may name a country: name, alias, demonym → alpha-2.

    Words of two countries (``Congolese``) are left out, and those that say something else
    too. A key in small letters (``brasileña``) fits in any case; one with capitals
    (``Mali``, ``US``) only as written, or it would match ``mali`` (Turkish: financial) and
    ``us``. A language that CLDR does not know gives the English names.
    """
    found: dict[str, set[str]] = {}
    for code in codes():
        for spelled in _names_of(code, language):
            found.setdefault(spelled, set()).add(code)
    aliases = _seed("countries")["aka"].get(language, {})
    named = {word: code for code, words in aliases.items() for word in _split(words)}
    people = _seed("demonyms")
    for code in people:
        for word in inflect(people[code].get(language, ""), language):
            found.setdefault(word, set()).add(code)
    for word in _split(_seed("countries")["unsure"].get(language, "")):
        found.pop(word, None)
    return {word: min(owners) for word, owners in found.items() if len(owners) == 1} | named


@cache
def groups_in(language: str) -> dict[str, str]:
    """How a text in ``language`` may name a group → its code. ``INT`` has no name in texts."""
    return {
        word: group
        for group, entry in _seed("countries")["groups"].items()
        for word in _split(entry["names"].get(language, entry["names"]["en"]))
    }


@cache
def capitals_in(language: str) -> dict[str, str]:
    """A capital that no time zone is called after, in English and ``language`` → alpha-2 or ``EU``."""
    return {
        names[name]: code
        for code, names in _seed("capitals").items()
        for name in ("latin", "en", language)
        if name in names
    }


@cache
def authorities() -> dict[str, str]:
    """An authority's name or abbreviation, as written → the country (or ``EU``) it stands for."""
    return {
        word.strip(): code
        for code, words in _seed("authorities").items()
        for word in words.split(";")
    }


def inflect(words: str, language: str) -> Iterable[str]:
    """The forms of a line of demonyms.toml: ``chin+o`` (es) → chino, china, chinos, chinas."""
    for word in _split(words):
        stem, plus, ending = word.partition("+")
        for form in _ENDINGS[language][ending] if plus else ("",):
            yield stem + form


def parse_country(text: str) -> str | None:
    """The country that a cell of a file names, by code or name in several languages; else None.

    Spaces, case, accents and punctuation do not matter: ``BR``, ``bra``, ``Brésil``,
    ``COTE D'IVOIRE``. Groups and demonyms are no country.
    """
    return _parsed().get(_fold(text)) if text else None


@cache
def _parsed() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in _PARSED:
        for code in sorted(codes()):
            for spelled in _names_of(code, language):
                known.setdefault(_fold(spelled), code)
        for code, words in _seed("countries")["aka"].get(language, {}).items():
            for word in _split(words):
                known.setdefault(_fold(word), code)
    known |= {three.lower(): two for three, two in alpha3().items()}
    known |= {code.lower(): code for code in codes()} | {"uk": "GB", "el": "GR"}
    return known


def _names_of(code: str, language: str) -> Iterable[str]:
    for locale in (language, *_VARIANTS.get(language, ())):
        spelled = _territories(locale)[code]
        yield from {spelled, spelled.replace("’", "'")}
        if language == "en":
            yield spelled.replace("&", "and").replace("St. ", "Saint ").replace("’", "'")
            yield _seed("countries")["short"].get(code, spelled)


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _language(locale: str) -> str:
    return locale.replace("-", "_").split("_")[0].lower()


@cache
def _territories(locale: str) -> dict[str, str]:
    try:
        known = Locale.parse(locale.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        known = Locale("en").territories
    return {str(code): str(spelled) for code, spelled in known.items()}


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(letter for letter in plain if letter.isalnum())
