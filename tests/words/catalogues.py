"""The catalogues as files: read, brought up to date, checked."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from webapp.language import ENGLISH, FOLDER, LANGUAGES

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
_PLACE = re.compile(r"%\((\w+)\)([sd])")
_MARKUP = re.compile(r"</?([a-z]+)|href=\"[^\"]*\"")


def path_of(code: str) -> Path:
    """Where a language's catalogue stands."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def read(code: str) -> Catalog:
    """A language's catalogue; an empty one when it has none yet."""
    if not path_of(code).exists():
        return Catalog(locale=code, project="Roamwatch", fuzzy=False)
    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def renewed(old: Catalog, template: Catalog) -> Catalog:
    """The catalogue with just the texts of today: what was translated stays, nothing is guessed."""
    fresh = Catalog(locale=old.locale, project="Roamwatch", fuzzy=False)
    for message in template:
        if message.id:
            known = old.get(message.id, message.context)
            said = known.string if known is not None and known.string else None
            fresh.add(
                message.id, said, locations=message.locations, flags=(), context=message.context
            )
    return fresh


def written(catalogue: Catalog) -> bytes:
    """The bytes of its file, the same for the same texts."""
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=True, sort_by_file=True)
    return _head(catalogue) + out.getvalue()


def _head(catalogue: Catalog) -> bytes:
    lines = (
        'msgid ""',
        'msgstr ""',
        f'"Language: {catalogue.locale_identifier}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
    )
    return ("\n".join(lines) + "\n\n").encode()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Texts without a translation, whole or in part."""
    return [message for message in catalogue if message.id and not all(_many(message.string))]


def faults(message: Message) -> list[str]:
    """What a translation has otherwise than its text: places, elements, addresses, space at its ends."""
    said = [text for text in _many(message.string) if text]
    wanted = list(_many(message.id))
    found = []
    for text in said:
        if not any(_shape(text) == _shape(one) for one in wanted):
            found.append(f"{wanted[-1]!r} → {text!r}: other places or elements")
        if text.strip() != text and not any(_ends(text) == _ends(one) for one in wanted):
            found.append(f"{wanted[-1]!r} → {text!r}: other space at its ends")
    return found


def _shape(text: str) -> tuple[list[str], list[str], bool]:
    places = sorted({found.group(0) for found in _PLACE.finditer(text)})
    loose = bool(re.search(r"%(?!\(\w+\)[sd])", text.replace("%%", "")))
    quoted = '"' in re.sub(r"<[^>]*>", "", text)
    return places, sorted(found.group(0) for found in _MARKUP.finditer(text)), loose or quoted


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _many(texts: str | Iterable[str] | None) -> Iterable[str]:
    return (texts or "",) if texts is None or isinstance(texts, str) else tuple(texts)
