"""Component ``roamwatch_jurisdictions``: span group ``jurisdictions``: countries, groups, authorities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from spacy.language import Language
from spacy.tokens import Doc

from analysis.components.base import passage_of, store
from analysis.components.passage import Marked, Passage
from analysis.matching import Hit, Matcher, longest
from data.countries import authorities, capitals_in, codes, groups_in, names_in

GROUP = "jurisdictions"
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Europe", "Indian", "Pacific", "Australia")
#: Zone names that are words, persons or places of several countries.
_NO_CITY = frozenset(
    {"Victoria", "Central", "Eastern", "Midway", "Easter", "Wake", "Nelson", "Center"}
)
_CYRILLIC = re.compile(r"[А-яЁёІіЇїЄє]{3,}")
#: Case endings of names in Cyrillic script, by the end of the nominative: Россия, Россию; Крым, Крыма.
_CASES = {
    "ия": "ия ии ию ией", "ія": "ія ії ію єю", "а": "а ы и і е у ой ою", "я": "я и е ю ей",
    "ы": "ы ов ам ами ах", "ь": "ь и ью", "й": "й я ю ем е", "": " а у ом е",
}  # fmt: skip
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2}")
_HANGUL = re.compile(r"[가-힣]{2}")
_PARTICLES = (
    "(의|은|는|이|가|을|를|에|에서|에서는|에게|도|과|와|로|으로|부터|까지|측|내|산|인|에도)?"
)
#: Inside Thai words a short name is no name: ริกา (Riga) stands in บริการ (service).
_THAI = re.compile("[\u0e00-\u0e7f]")
_PIECES = frozenset({"กวม", "กานา", "มาลี", "ชาด", "กินี"})
_VOWEL = re.compile(r"[еиоуэюё]$")


@dataclass(frozen=True)
class Named:
    """A way to name a jurisdiction: ``country``, ``group`` or ``authority``."""

    code: str
    how: str


@dataclass(frozen=True)
class Jurisdictions:
    """Stateless but for its configuration and the matcher built from it."""

    language: str
    matcher: Matcher[Named] = field(repr=False)
    group: str = GROUP

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group."""
        return store(doc, passage_of(doc, self.language), self)

    def find(self, passage: Passage) -> Iterator[Marked]:
        """Mark every name; the longest wins where one lies inside another."""
        text = passage.folded.text
        found = self.matcher.find(passage.folded, passage.text)
        for hit in longest(hit for hit in found if _whole(hit, text)):
            rule = f"{hit.payload.how}:{hit.pattern.lstrip('=')}"
            yield Marked(hit.start, hit.end, hit.payload.code, rule)


@Language.factory("roamwatch_jurisdictions", default_config={"language": ""}, assigns=["doc.spans"])
def make_jurisdictions(nlp: Language, name: str, language: str) -> Jurisdictions:
    """Factory; names come from CLDR in the language and in English."""
    return Jurisdictions(language, matcher_of(language))


@cache
def matcher_of(language: str) -> Matcher[Named]:
    """Names in the language, in English, and the authorities of every country."""
    return Matcher(dict(_names(language)).items())


def _names(language: str) -> Iterator[tuple[str, Named]]:
    for code in dict.fromkeys(("en", language or "en")):
        for known, how in ((names_in(code), "country"), (groups_in(code), "group")):
            for word, owner in known.items():
                for pattern in () if word in _PIECES else _spellings(word):
                    yield pattern, Named(owner, how)
    for word, owner in authorities().items():
        yield _with_particles(word) or f"={word}", Named(owner, "authority")
        if len(word) > 16:
            yield word, Named(owner, "authority")  # long names need no capitals
    for word, owner in _cities(language).items():
        if not _THAI.search(word):
            yield f"={word}", Named(owner, "city")


@cache
def _cities(language: str) -> dict[str, str]:
    """The city of each time zone (CLDR) and other capitals, in English and in the language → whose."""
    zones: dict[str, str] = get_global("zone_territories")  # type: ignore[assignment]  # typed loosely
    found: dict[str, set[str]] = {}
    for zone, owner in zones.items():
        area, _, city = zone.rpartition("/")
        if area in _AREAS and owner in codes():
            found.setdefault(city.replace("_", " "), set()).add(owner)
    for code in dict.fromkeys(("en", language or "en")):
        try:
            known = Locale.parse(code).time_zones
        except (UnknownLocaleError, ValueError):
            continue
        for zone, names in known.items():
            if "city" in names and zones.get(zone) in codes():
                found.setdefault(str(names["city"]), set()).add(zones[zone])
    named = {word: min(owners) for word, owners in found.items() if len(owners) == 1}
    named |= capitals_in(language)
    return {word: owner for word, owner in named.items() if len(word) > 3 and word not in _NO_CITY}


def _spellings(word: str) -> Iterator[str]:
    """Words with capitals match as written or all in capitals: ``US`` is no ``us``, ``Mali`` no ``mali``."""
    plain = "".join(char for char in word if char not in "()*|<>")
    if not any(char.isupper() for char in plain):
        yield _with_particles(plain) or plain
        return
    yield f"={plain}"
    if len(plain) > 3:
        yield f"={plain.upper()}"
    if _CYRILLIC.fullmatch(plain) and not plain.isupper() and not _VOWEL.search(plain):
        yield from (f"={form}" for form in _cases(plain))


def _with_particles(word: str) -> str:
    """A Korean name with what is attached to it (한국의, 미국에서); empty for other scripts."""
    return f"{word}{_PARTICLES}" if _HANGUL.search(word) else ""


def _whole(hit: Hit[Named], text: str) -> bool:
    """Whether the name is no piece of a longer katakana word: タイ (Thailand) in タイプ."""
    cut_before = hit.start > 0 and _KATAKANA.match(text[hit.start - 1 : hit.start + 1])
    return not cut_before and not _KATAKANA.match(text[hit.end - 1 : hit.end + 1])


def _cases(word: str) -> Iterator[str]:
    """Whole forms, with their capital: a stem alone would find Denmark (Дания) in "данные"."""
    ending = next(end for end in _CASES if word.endswith(end))
    for form in _CASES[ending].split(" "):
        yield word.removesuffix(ending) + form
