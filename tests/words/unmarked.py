"""Counts texts in templates that are not marked for translation: words between tags, and in attributes."""

import re
from pathlib import Path

from tests.words.extracting import TEMPLATES, templates

_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_QUIET = re.compile(r"<(script|style|svg|code|pre)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SAID = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"')
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Of what is the same in every language: names, commands, attributes that a macro writes.
_NAMES = re.compile(
    r"\b(?:Roamwatch|SHA|UTC|JSON|Feed|Atom|CSV|XLSX|https?|Enter|doctype|html)\b"
    r"|roamwatch [a-z]+|\?token=|\baria-[a-z]+=\"[^\"]*\"?|^-error\"|\bautofocus\b"
)


def unmarked(path: Path) -> list[str]:
    """The texts of a template that nothing marks, in the order in which they stand."""
    text = _CODE.sub("\x00", path.read_text(encoding="utf-8"))
    said = [found.group(1) for found in _SAID.finditer(text)]
    said += _TAG.split(_QUIET.sub("\n", text))
    pieces = [piece.strip() for one in said for piece in one.split("\x00")]
    return [piece for piece in pieces if _WORD.search(_NAMES.sub("", piece))]


def by_folder() -> dict[str, int]:
    """Folder of templates → how many of its texts are not marked."""
    found: dict[str, int] = {}
    for path in templates():
        parts = path.relative_to(TEMPLATES).parts
        folder = parts[0] if len(parts) > 1 else "."
        found[folder] = found.get(folder, 0) + len(unmarked(path))
    return found
