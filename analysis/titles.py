"""What identifies an act in its title: its own number, and the words that are not about its stage."""

import re
import unicodedata
from functools import lru_cache

from analysis.eastern_titles import (
    eastern_instrument,
    eastern_words,
    enough,
    is_eastern,
    without_dates,
)

#: Words before a number that say only "number".
_NUMBER_WORD = r"(?:no|nos|nr|nro|num|numero|number|n)"
_KIND_WORDS = """
    act bill circular decision decree direction directive law notice opinion order paper
    recommendation regulation resolution rule rules statement
    acuerdo decreto ley orden resolucion consulta publica norma
    ato decisao instrucao lei portaria resolucao despacho
    arrete avis decret loi ordonnance recommandation
    anordnung beschluss bekanntmachung entscheidung erlass gesetz mitteilung richtlinie
    verfugung verordnung delibera determina legge zarzadzenie obwieszczenie ustawa
    provvedimento ordinanza besluit regeling beschikking wet rozporzadzenie decyzja
    закон постановление приказ распоряжение решение указ
"""
#: Kinds of acts: beside these a bare number is a name.
_KINDS = frozenset(_KIND_WORDS.split())
#: Words that stand between an act's date and its number: приказ … от 9 июня 2026 г. № 714.
_LINKS = frozenset(["от", "van", "del", "dnia"])
#: A number that belongs to an act: 812, 58/2026, 2026-0353, 24-50, P/IFT/100925/309, M1715G.
_INSTRUMENT = re.compile(
    r"(?P<kind>\b[^\W\d_]{2,})?\W{0,3}?(?P<mark>\b"
    + _NUMBER_WORD
    + r"\b[.:]*\s*[°ºo]?\s*|[°º№#]\s*)?"
    r"(?P<number>(?<![\w/.-])(?:[a-z]{1,4}[/-])*[a-z]{0,3}\d\w*(?:[/.-]\w+)*)"
)
_MONTHS = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+|of\s+)?\d{4}"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2},\s+\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})\b(?:\s*(?:года|г|r)\b\.?)?"
)
#: Behind these words a title speaks of an older act, not of its own.
_OLDER = re.compile(
    r"\b(?:amend|modif|abrog|repeal|revok|revog|derog|annul|ander|geandert|degisik|alter[ao]|"
    r"kaldir|suspend|prorog|extend|amplia|pursuant|under|gemass|gemaess|differi|wijzig|intrek|verleng|"
    r"zmian|zmieni|uchyl|przedłuz|изменени|дополнени|отмен|утратив|продлен|признани)"
)
#: Beside these a number is a measure, not a name.
_MEASURE = re.compile(
    r"\s*(?:[mg]hz|khz|%|percent|gun|days?|dias?|jours?|tage|months?|meses|mois|monate|years?)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_NAME = re.compile(
    r"(?:19|20)\d\d(?:-(?:19|20)?\d\d|[a-z])|\dg(?:[/-]\dg)*|\d+(?:st|nd|rd|th|er|e|a|o)|24/7|\d+[.,]\d{1,2}"
)
_STAGE_WORDS = """
    the and for with from into about concerning regarding
    consultation consultations public draft drafts proposal proposed proposes final finalised
    adopted adoption adopts approved approves approval entry entering enters force published
    publication notice announcement announces press release statement call comments inputs
    open opens launch launches new
    los las del por para con una que sobre consulta publica anteproyecto proyecto borrador
    aprueba aprobacion aprobada adopcion vigor entrada aviso comunicado nueva
    dos das pelo pela com uma minuta proposta aprova aprovacao aprovada entra
    les des pour par une sur dans publique projet approuve vigueur avis
    communique relatif relative
    der die das dem den fur uber eine einen zum zur und mit offentliche offentlichen anhorung
    konsultation entwurf entwurfs eines inkrafttreten tritt kraft veroffentlichung
    hakkinda iliskin dair taslak taslagi goruse acildi duyuru duyurusu kamuoyu gorusu yururluge
    girdi
    consultazione pubblica bozza schema proposta adozione adottato approvato comunicato avviso delle della
    raadpleging consultatie openbare ontwerp inzake betreffende vastgesteld nieuwe het tot
    konsultacje publiczne projekt projektu sprawie dotyczace nowe
    проект проекта общественное обсуждение публичное утвержден утвердило принят вступает вступил
    силу для или при
"""
#: Words of stages: a consultation, its decision and the notice of it share the others.
_STAGE = frozenset(_STAGE_WORDS.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Small letters without accents; the Turkish dotless i is an i."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "i").casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # The sign № has become "No"; Korean syllables are made whole again.
    return unicodedata.normalize("NFC", bare.casefold())


@lru_cache(maxsize=4096)
def own_instrument(title: str) -> str:
    """The act's own number, made comparable (``resolucao 812``, ``58/2026``); empty when none shows.

    A bare number keeps the word before it, since decision 12 is not consultation 12. Dates,
    measures, and acts that the title amends or cites are not its own number.
    """
    plain = _MONTHS.sub(" ", fold(title))
    if is_eastern(plain):
        return eastern_instrument(plain)
    older = _OLDER.search(plain)
    for found in _INSTRUMENT.finditer(plain):
        if older and older.start() < found.start("number"):
            return ""
        number, kind = found["number"], found["kind"] or ""
        if _MEASURE.match(plain, found.end()):
            continue
        if not number.isdecimal():
            if _names_an_act(number):
                return number
        elif (found["mark"] or kind in _KINDS) and not _YEAR.fullmatch(number):
            return f"{_nearest_kind(plain[: found.start('number')], kind)} {number}".strip()
    return ""


def _nearest_kind(before: str, word: str) -> str:
    """The word for the act: the one beside the number, or the last before it where that is a link."""
    if word not in _LINKS:
        return word
    return next((kind for kind in reversed(before.split()) if kind in _KINDS), word)


def _names_an_act(number: str) -> bool:
    """Whether letters, digits and marks together are a name: no span of years, no 2G/3G, no 21st."""
    digits = sum(letter.isdecimal() for letter in number)
    return digits >= 2 and not _NO_NAME.fullmatch(number)


def cites(text: str, instrument: str) -> bool:
    """Whether a text names an act by its own number (as :func:`own_instrument` gives it)."""
    kind, _, number = instrument.rpartition(" ")
    if not number:
        return False
    between = r"\W*(?:\b" + _NUMBER_WORD + r"\b\W*)?" if kind else ""
    pattern = rf"(?<![\w/-]){re.escape(kind)}{between}{re.escape(number)}(?![\w/-])"
    return re.search(pattern, fold(text)) is not None


@lru_cache(maxsize=4096)
def telling_words(title: str) -> frozenset[str]:
    """The words of a title that say what it is about: without stage, filler, dates and numbers."""
    plain = _MONTHS.sub(" ", fold(title))
    if is_eastern(plain):
        return eastern_words(plain)
    words = re.findall(r"[^\W\d_]{3,}|[a-z]+\d[a-z]+", plain)
    return frozenset(word for word in words if word not in _STAGE)


@lru_cache(maxsize=4096)
def numbers(title: str) -> frozenset[str]:
    """The numbers of a title apart from its dates: what tells the 71st amendment from the 72nd."""
    plain = without_dates(_MONTHS.sub(" ", fold(title)))
    return frozenset(re.findall(r"\d+", plain))


def alike(first: str, second: str) -> float:
    """How much of two titles' telling words is shared, 0 to 1; 0 where they are too few to tell."""
    mine, theirs = telling_words(first), telling_words(second)
    if min(len(mine), len(theirs)) < max(enough(mine), enough(theirs)):
        return 0.0
    return len(mine & theirs) / len(mine | theirs)
