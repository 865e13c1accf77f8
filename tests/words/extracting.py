"""Finds every text that is marked for translation: in templates, in Python, in tables."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from tests.words.tables import texts

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "webapp" / "templates"
#: Folders of templates that are said in English: mails, the evidence pack.
ENGLISH = ("mail", "evidence")
#: What marks a text, and which of its arguments are texts.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    # What these are given is said in the reader's language where it is shown.
    "flash": None,
    "filter_group": None,
    "chosen_filter": None,
    "NoteError": (2,),
    "DayError": (2,),
    "PersonError": (2,),
    "LinkError": (2,),
    "AccountError": (2,),
    "TokenFormError": (2,),
}
_OPTIONS = {"trimmed": "false", "newstyle_gettext": "true", "silent": "false"}


def templates() -> list[Path]:
    """The templates of pages."""
    return [
        path
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.relative_to(TEMPLATES).parts[0] not in ENGLISH
    ]


def extracted() -> Catalog:
    """All texts, with the files in which they stand; no line numbers, which would change for nothing."""
    found = Catalog(project="Roamwatch", charset="utf-8", fuzzy=False)
    for path in templates():
        _add(found, "jinja2.ext:babel_extract", path, _OPTIONS)
    for path in sorted((ROOT / "webapp").rglob("*.py")):
        if "demo" not in path.parts:
            _add(found, "python", path, {})
    for text, where in texts():
        _keep(found, text, where)
    return found


def _add(found: Catalog, method: str, path: Path, options: dict[str, str]) -> None:
    where = path.relative_to(ROOT).as_posix()
    for _, text, _, context in extract_from_file(
        method, path, keywords=KEYWORDS, comment_tags=(), options=options
    ):
        _keep(found, text, where, context)


def _keep(found: Catalog, text: Any, where: str, context: str | None = None) -> None:
    known = found.get(text, context)
    places = [] if known is None else [place for place, _ in known.locations]
    if where not in places:
        found.add(text, context=context, locations=[(where, None)])  # type: ignore[list-item]
