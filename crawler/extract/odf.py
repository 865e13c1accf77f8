"""OpenDocument texts and spreadsheets (ISO/IEC 26300): ``.odt`` and ``.ods``.

Deleted passages of tracked changes, comments, hidden text and tables of contents are left
out; notes stand at the end.
"""

from collections.abc import Iterator

from lxml import etree

from crawler.extract.blocks import Block, join_blocks
from crawler.extract.clean import clean_lines
from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.office.facts import dublin_core
from crawler.extract.office.package import Package, mimetype
from crawler.extract.office.rows import row_blocks
from crawler.extract.office.xml import attribute, local
from crawler.extract.types import Extraction, SectionKind

_TYPE = b"application/vnd.oasis.opendocument."
_SKIPPED = frozenset(
    [
        *("tracked-changes", "annotation", "hidden-text", "hidden-paragraph", "table-of-content"),
        *("covered-table-cell", "forms", "shapes", "bibliography", "alphabetical-index"),
        *("sequence-decls", "variable-decls", "user-field-decls", "object", "script"),
    ]
)
_MOST_SPACES = 100
_DEEPEST = 20


def read(raw: RawDocument) -> Extraction:
    """The text with headings, lists and tables, then its notes. Raises :class:`ExtractError`."""
    package = Package(raw.body, raw.url)
    manifest = "META-INF/manifest.xml"
    # The manifest of some writers names a document type; it is only searched, never parsed.
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise ExtractError("encrypted", f"{raw.url} is encrypted")
    title, language = dublin_core(package.xml("meta.xml")) if "meta.xml" in package else ("", "")
    content = package.xml("content.xml").find("{*}body")
    notes: list[etree._Element] = []
    blocks = list(_blocks(content, notes)) if content is not None else []
    for note in notes:
        blocks.extend(_blocks(note, []))
    text, sections = join_blocks(blocks)
    return Extraction(
        text=text,
        title=title or next((block.text for block in blocks if block.level == 1), "")[:500],
        language=language,
        sections=sections,
        problem="" if text else "no_text",
    )


def _blocks(root: etree._Element, notes: list[etree._Element], depth: int = 0) -> Iterator[Block]:
    waiting = [iter(root)]
    lists = [0]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            lists.pop()
            continue
        name = local(element)
        if name in ("p", "h"):
            yield from _paragraph(element, notes, in_list=lists[-1] > 0)
        elif name == "table-row":
            if depth < _DEEPEST:
                yield from _row(element, notes, depth)
        elif name not in _SKIPPED and attribute(element, "display") != "none":
            if name == "table" and _is_sheet(element):
                yield Block(text=clean_lines(attribute(element, "name")), kind="heading", level=2)
            waiting.append(iter(element))
            lists.append(lists[-1] + (name == "list-item"))


def _is_sheet(table: etree._Element) -> bool:
    parent = table.getparent()
    return parent is not None and local(parent) == "spreadsheet"


def _row(row: etree._Element, notes: list[etree._Element], depth: int) -> list[Block]:
    cells = [cell for cell in row if local(cell) == "table-cell"]
    return row_blocks(list(_blocks(cell, notes, depth + 1)) for cell in cells)


def _paragraph(
    paragraph: etree._Element, notes: list[etree._Element], *, in_list: bool
) -> Iterator[Block]:
    boxes: list[etree._Element] = []
    text = clean_lines("".join(_text(paragraph, notes, boxes)))
    level = attribute(paragraph, "outline-level") if local(paragraph) == "h" else ""
    if text and level:
        depth = min(int(level), 6) if level.isdecimal() else 6
        yield Block(text=text.replace("\n", " "), kind="heading", level=max(depth, 1))
    elif text:
        kind: SectionKind = "list_item" if in_list else "paragraph"
        yield Block(text=text, kind=kind)
    for box in boxes:
        yield from _blocks(box, notes)


def _text(
    paragraph: etree._Element, notes: list[etree._Element], boxes: list[etree._Element]
) -> Iterator[str]:
    """The pieces of a paragraph's text; notes and text boxes in it are put aside."""
    yield paragraph.text or ""
    waiting = [(paragraph, iter(paragraph))]
    while waiting:
        parent, rest = waiting[-1]
        element = next(rest, None)
        if element is None:
            waiting.pop()
            if parent is not paragraph:
                yield parent.tail or ""
            continue
        name = local(element)
        if name == "note":
            notes.extend(element.iterchildren("{*}note-body"))
        elif name == "text-box":
            boxes.append(element)
        elif name not in _SKIPPED:
            yield _written(element, name)
            waiting.append((element, iter(element)))
            continue
        yield element.tail or ""


def _written(element: etree._Element, name: str) -> str:
    """What an element stands for, and the text at its beginning."""
    if name == "s":
        count = attribute(element, "c")
        return " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
    return {"tab": "\t", "line-break": "\n"}.get(name, element.text or "")


def _sniff(body: bytes) -> bool:
    kind = mimetype(body)
    return kind.startswith((_TYPE + b"text", _TYPE + b"spreadsheet"))


FORMAT = Format(
    name="odf",
    media_types=frozenset(
        {
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.text-template",
            "application/vnd.oasis.opendocument.spreadsheet",
        }
    ),
    sniff=_sniff,
    read=read,
    order=20,
)
