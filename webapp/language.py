"""In which language pages speak: whose choice it is, and the catalogues of texts.

A text is written in English where it is used, as ``gettext("Open alerts")`` or, in a template,
``{{ _("Open alerts") }}``; ``translations/<language>/LC_MESSAGES/messages.po`` has what it is called
elsewhere. The ``.po`` files are read as they are, once: there is nothing compiled that could be older.
Only pages are translated. Outside a request, while the store is written, and in feeds and the API,
everything is English: a page says what it has to say when the writing is over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_login import current_user

from data.db import is_writing

ENGLISH = "en"
#: Code → its own name, as the choice is offered.
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "es": "Español"}
FOLDER = Path(__file__).parent / "translations"
#: Blueprints whose answers are for programs.
_FOR_PROGRAMS = frozenset({"feeds", "api"})


def language() -> str:
    """The language of what is being answered; English while the store is written."""
    if not has_request_context() or is_writing():
        return ENGLISH
    # Each text of a page asks, two thousand times in all.
    chosen: str | None = getattr(g, "language", None)
    if chosen is None:
        chosen = g.language = _chosen()
    return chosen


def _chosen() -> str:
    if request.blueprint in _FOR_PROGRAMS:
        return ENGLISH
    own = getattr(current_user, "language", "")
    return own if own in LANGUAGES else asked_for()


def asked_for() -> str:
    """Of the languages that we have, the one that the browser asks for first; English when none."""
    return request.accept_languages.best_match(LANGUAGES) or ENGLISH


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Say everything in a language meanwhile: what is sent or downloaded is English."""
    if not has_request_context():
        yield
        return
    before = g.get("language")
    g.language = chosen
    try:
        yield
    finally:
        g.language = before


@cache
def catalogue(code: str) -> NullTranslations:
    """The texts of a language, made from its ``.po`` file."""
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    if code == ENGLISH or not path.exists():
        return NullTranslations()
    made = BytesIO()
    with path.open("rb") as file:
        write_mo(made, read_po(file, locale=code))
    made.seek(0)
    return Translations(made)


def gettext(text: str, **values: Any) -> str:
    """A text in the reader's language, with ``values`` in the places of its ``%(name)s``."""
    said = catalogue(language()).gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, count: float, **values: Any) -> str:
    """The same for a text that tells a count."""
    said = _counted(one, many, count)
    return said % values if values else said


def _counted(one: str, many: str, count: float) -> str:
    # Rules of plurals are told for whole numbers; a part of one is as several.
    whole = int(count) if count == int(count) else 2
    return catalogue(language()).ngettext(one, many, whole)


def pgettext(context: str, text: str) -> str:
    """The same for a word that is another one elsewhere: ``context`` tells them apart."""
    return catalogue(language()).pgettext(context, text)


def install(app: Flask) -> None:
    """Give templates ``_``, ``ngettext`` and ``language()``; what stands in a text is escaped."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(language()).gettext(text),
        _counted,
        newstyle=True,
        pgettext=pgettext,
    )
    app.jinja_env.globals.update(language=language, languages=LANGUAGES)

    @app.after_request
    def differs(response: Any) -> Any:
        # Whoever keeps a copy must know that another reader may get another one.
        if response.mimetype == "text/html":
            response.vary.add("Accept-Language")
        return response
