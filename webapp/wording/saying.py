"""What was written in English, with values in it, said in the reader's language.

The store, the pure decisions and the worker speak English; pages do not. A text without values is looked
up in the catalogue. One with values is found again by its pattern (:mod:`webapp.wording.sayings`): the
pattern is what the catalogue has, and its values are said anew: ``%(n)d`` as a number, ``%(country)s`` as
a country's name, ``%(day)s`` as a day, ``%(list)s`` each by itself, and those of :data:`_OURS` as texts of
their own. All others are names and words of others, which stay.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache, lru_cache

from babel.numbers import format_decimal

from data import countries
from webapp.language import ENGLISH, gettext, language
from webapp.wording.labels import phrase
from webapp.wording.moments import day
from webapp.wording.sayings import SAYINGS

_PLACE = re.compile(r"%\((\w+)\)([sd])")
#: Places in which a text of ours stands.
_OURS = (
    "action",
    "because",
    "error",
    "limit",
    "mails",
    "reason",
    "stance",
    "state",
    "step",
    "what",
)
#: How days are written in English texts.
_DAYS = ("%d %b %Y", "%Y-%m-%d")


def said(text: str) -> str:
    """A whole text of ours that was written in English: a note, a reason, why a form was refused."""
    if not text or language() == ENGLISH:
        return text
    found = _known(text)
    if found is None:
        # At the beginning of a sentence it has a capital letter that it lacks elsewhere.
        found = _known(text[:1].lower() + text[1:])
        found = text if found is None else found[:1].upper() + found[1:]
    return found


def _known(text: str) -> str | None:
    known = gettext(text)
    if known != text:
        return known
    # Markup is no stored text: its values are escaped already.
    return None if hasattr(text, "__html__") else _anew(text, language())


@lru_cache(maxsize=4096)
def _anew(text: str, code: str) -> str | None:
    """By the pattern that fits; ``code`` is the language, in which everything here is said."""
    for pattern, wanted in _patterns():
        found = wanted.fullmatch(text)
        if found is not None:
            return _filled(gettext(pattern), found.groupdict(), code)
    return None


def _filled(text: str, values: dict[str, str], code: str) -> str:
    def fill(place: re.Match[str]) -> str:
        name, value = place[1], values[place[1]]
        if place[2] == "d":
            return str(format_decimal(int(value.replace(",", "")), locale=code))
        return _SAID[name](value) if name in _SAID else value

    # A sign of percent is doubled in our texts, never in a value.
    return "%".join(_PLACE.sub(fill, part) for part in text.split("%%"))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Each with its expression, those that say most of themselves first."""
    texts = {text for group in SAYINGS.values() for text in group if _PLACE.search(text)}
    ordered = sorted(texts, key=lambda text: (-len(_PLACE.sub("", text)), text))
    return [(text, _compiled(text)) for text in ordered]


def _compiled(text: str) -> re.Pattern[str]:
    parts, end = [], 0
    for place in _PLACE.finditer(text):
        wanted = r"-?[0-9][0-9,]*" if place[2] == "d" else ".+?"
        parts += [_literal(text[end : place.start()]), f"(?P<{place[1]}>{wanted})"]
        end = place.end()
    return re.compile("".join(parts) + _literal(text[end:]), re.DOTALL)


def _literal(text: str) -> str:
    return re.escape(text.replace("%%", "%"))


def _country(name: str) -> str:
    """A country's name, or several with commas between them."""
    codes = [countries.parse_country(one) or "" for one in name.split(", ")]
    return ", ".join(countries.name(one, language()) for one in codes) if all(codes) else said(name)


def _day(text: str) -> str:
    for form in _DAYS:
        with suppress(ValueError):
            return day(datetime.strptime(text, form).date())  # noqa: DTZ007 - a day has no zone
    return text


_SAID: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(_OURS, said),
    "country": _country,
    "day": _day,
    "list": lambda text: ", ".join(said(one) for one in text.split(", ")),
    "topic": lambda text: phrase(text.replace(" ", "_")),
}
