"""How words, numbers and times of the store are said to people. Registered as template filters."""

from typing import Protocol
from urllib.parse import urlsplit

from babel import Locale
from babel.numbers import format_decimal
from flask import Flask

from data import countries
from webapp.language import ENGLISH, gettext, language
from webapp.wording.labels import blind_spot, english, label, phrase, strategy
from webapp.wording.moments import (
    ago,
    appointment,
    day,
    days_away,
    exact,
    lately,
    law_day,
    local,
    span,
    told,
)
from webapp.wording.saying import said

__all__ = [
    "Placed",
    "ago",
    "appointment",
    "blind_spot",
    "country_name",
    "day",
    "days_away",
    "direction",
    "exact",
    "host",
    "install",
    "label",
    "language_name",
    "lately",
    "law_day",
    "local",
    "number",
    "phrase",
    "place",
    "plural",
    "said",
    "sentence",
    "size",
    "span",
    "strategy",
    "told",
]

#: Codes that stand where a country is expected, and are none.
_NO_COUNTRY = {"": "{unknown}", "-": "{unknown}", "901": "{world} (901)"}
#: Languages written from right to left (CLDR, the modern ones).
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def country_name(code: str) -> str:
    """Name of a country or group; the code itself when it is none that we know."""
    if code in _NO_COUNTRY:
        return _NO_COUNTRY[code].format(unknown=gettext("Unknown"), world=gettext("International"))
    return gettext("International") if code == countries.WORLD else countries.name(code, language())


def language_name(tag: str) -> str:
    """Name of a language by its BCP 47 tag: “Turkish”; the tag when CLDR has no name."""
    if tag in ("", "und"):
        return gettext("Unknown language")
    return str(Locale(language()).languages.get(tag.split("-")[0].lower(), tag))


def direction(tag: str) -> str:
    """What goes into ``dir``: ``rtl``, ``ltr``, or ``auto`` where the language is not known."""
    if tag in ("", "und"):
        return "auto"
    return "rtl" if tag.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def host(address: str) -> str:
    """The host of an address."""
    return urlsplit(address).hostname or address


def sentence(text: object) -> str:
    """With a capital letter at its beginning; the rest, ``IMEI`` and ``TR`` in it, stays."""
    # What a macro wrote stays markup: it is escaped already.
    words = text if isinstance(text, str) else str(text)
    words = said(words)
    return words[:1].upper() + words[1:]


def number(value: int | float | None) -> str:
    """With a sign between thousands, a comma in English; a dash for nothing."""
    if value is None:
        return "–"
    return f"{value:,}" if language() == ENGLISH else format_decimal(value, locale=language())


def plural(count: int, one: str, many: str = "") -> str:
    """``one`` or ``many`` (by default with an s), without the number."""
    return one if count == 1 else many or f"{one}s"


def size(count: int) -> str:
    """A number of bytes, in the unit that keeps it short."""
    value = float(count)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}"
        value /= 1000
    return f"{number(round(value, 1))} GB"


class Placed(Protocol):
    """A quote that knows where it stands: evidence, or what a letter says of it."""

    @property
    def page(self) -> int | None: ...
    @property
    def file(self) -> str: ...
    @property
    def ocr(self) -> bool: ...


def place(item: Placed) -> str:
    """Where a quote stands: “page 3 of annex.pdf, read from a picture”; empty for a plain page's text."""
    where = item.file
    if item.page:
        where = gettext("page %(number)s", number=item.page)
        if item.file:
            where = gettext("page %(number)s of %(file)s", number=item.page, file=item.file)
    return ", ".join(filter(None, (where, gettext("read from a picture") if item.ocr else "")))


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.filters.update(
        ago=ago,
        appointment=appointment,
        blind_spot=blind_spot,
        country=country_name,
        day=day,
        direction=direction,
        days_away=days_away,
        english=english,
        host=host,
        label=label,
        language=language_name,
        law_day=law_day,
        number=number,
        place=place,
        phrase=phrase,
        plural=plural,
        said=said,
        sentence=sentence,
        size=size,
        strategy=strategy,
    )
