"""Month names in every language that dateparser knows, and some that it lacks."""

import importlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
#: Languages tried after the page's own; where two share a word, the earlier one has it.
_EVERY = (
    *("en", "es", "pt", "fr", "de", "it", "nl", "tr", "ru", "uk", "be", "pl", "cs", "sk", "hu"),
    *("ro", "bg", "el", "hr", "sl", "sr", "sr-Latn", "mk", "sq", "sv", "da", "nb", "fi", "et"),
    *("lv", "lt", "is", "mt", "id", "ms", "vi", "th", "ar", "fa", "he", "hi", "bn", "ne", "si"),
    *("ta", "ur", "ka", "hy", "az", "kk", "ky", "uz", "tg", "tk", "mn", "km", "lo", "my", "am"),
    *("sw", "rw", "mg", "ca", "lb", "af", "dv"),
)
#: The months of the Levant and the Maghreb, and spellings that dateparser lacks.
_MORE: dict[str, dict[int, str]] = {
    "ar": {
        1: "كانون الثاني|جانفي|يناير|ينایر",
        2: "شباط|فيفري|فبراير",
        3: "آذار|اذار|مارس",
        4: "نيسان|أفريل|أبريل|ابريل|إبريل",
        5: "أيار|ايار|ماي|مايو",
        6: "حزيران|جوان|يونيو|يونية",
        7: "تموز|جويلية|يوليوز|يوليو|يولية",
        8: "آب|أوت|غشت|أغسطس|اغسطس",
        9: "أيلول|ايلول|شتنبر|سبتمبر",
        10: "تشرين الأول|أكتوبر|اكتوبر",
        11: "تشرين الثاني|نونبر|نوفمبر",
        12: "كانون الأول|دجنبر|ديسمبر",
    },
    "hi": {
        2: "फरवरी|फ़रवरी", 4: "अप्रैल", 7: "जुलाई|जुलाइ", 9: "सितंबर|सितम्बर",
        10: "अक्टूबर|अक्तूबर", 11: "नवंबर|नवम्बर", 12: "दिसंबर|दिसम्बर",
    },
    "es": {9: "setiembre|set|sept"},
    "lt": {
        1: "sausio", 2: "vasario", 3: "kovo", 4: "balandžio", 5: "gegužės", 6: "birželio",
        7: "liepos", 8: "rugpjūčio", 9: "rugsėjo", 10: "spalio", 11: "lapkričio", 12: "gruodžio",
    },
}  # fmt: skip
_HIJRI = (
    ("محرم", "المحرم", "muharram"),
    ("صفر", "safar"),
    ("ربيع الأول", "ربيع الاول", "ربيع أول"),
    ("ربيع الآخر", "ربيع الثاني", "ربيع الاخر", "ربيع ثاني"),
    ("جمادى الأولى", "جمادى الاولى", "جمادى الأول"),
    ("جمادى الآخرة", "جمادى الثانية", "جمادى الاخرة", "جمادى الآخر"),
    ("رجب", "rajab"),
    ("شعبان", "shaban"),
    ("رمضان", "ramadan"),
    ("شوال", "shawwal"),
    ("ذو القعدة", "ذي القعدة", "ذوالقعدة"),
    ("ذو الحجة", "ذي الحجة", "ذوالحجة"),
)
_JALALI = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
HIJRI = {word: month for month, words in enumerate(_HIJRI, 1) for word in words}
JALALI = {word: month for month, word in enumerate(_JALALI, 1)}
#: Endings that a language may hang on a month's name are no longer than this.
_LONGEST_ENDING = 6


def fold(word: str) -> str:
    """A month's name as a key: small letters, without dots, the Turkish i's made one."""
    return word.casefold().replace("ı", "i").replace("\u0307", "").replace(".", "").strip()


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_weekday(text: str, language: str) -> bool:
    """Whether a text is nothing but the name of a day of the week, in ``language`` or English."""
    return fold(text).strip(" ,") in _weekdays(language) | _weekdays("en")


@lru_cache(maxsize=256)
def _weekdays(language: str) -> frozenset[str]:
    known = _locale(language) or _locale(language.split("-")[0])
    return frozenset(fold(word) for day in _WEEK for word in known.get(day, ()))


class Months:
    """The month names of some languages."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._months: dict[str, int] = {}
        for language in languages:
            for word, month in _names(language):
                self._months.setdefault(word, month)

    def number(self, word: str) -> int | None:
        """The month that ``word`` names, also with an ending hung on; None for other words."""
        key = fold(word)
        found = self._months.get(key)
        for cut in range(1, min(_LONGEST_ENDING, len(key) - 3) + 1):
            if found is not None:
                break
            found = self._months.get(key[:-cut])
        return found


@lru_cache(maxsize=256)
def months_of(language: str) -> Months:
    """The names in ``language`` (BCP 47) first, then those of every other language."""
    known = [name for name in (language, language.split("-")[0]) if name]
    return Months(dict.fromkeys((*known, *_EVERY)))


@lru_cache(maxsize=256)
def _names(language: str) -> tuple[tuple[str, int], ...]:
    known = _locale(language)
    more = _MORE.get(language, {})
    return tuple(
        (word, month)
        for month, english in enumerate(_ENGLISH, 1)
        for word in map(fold, (*known.get(english, ()), *more.get(month, "").split("|")))
        if len(word) > 1 and not any(letter.isdigit() for letter in word)
    )


def _locale(language: str) -> Mapping[str, Any]:
    """What dateparser knows of a language; nothing of one that it lacks."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language):
        return {}
    try:
        module = importlib.import_module(f"dateparser.data.date_translation_data.{language}")
    except ImportError:
        return {}
    return dict(module.info)
