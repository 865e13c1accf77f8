"""DOCX (ECMA-376, WordprocessingML): the text as a reader of the final document sees it.

Inserted passages count, deleted ones do not; content controls, text boxes and footnotes are
read, fields' codes, hidden text, tables of contents, headers and footers are not. Macros
(``.docm``) are never looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from crawler.extract.blocks import Block, join_blocks
from crawler.extract.clean import clean_lines
from crawler.extract.formats import Format, RawDocument
from crawler.extract.office.facts import dublin_core
from crawler.extract.office.package import Package, content_types
from crawler.extract.office.rows import row_blocks
from crawler.extract.office.styles import Style, read_styles
from crawler.extract.office.xml import local, value_of
from crawler.extract.types import Extraction

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
#: What the package calls its main part. (A workbook may hold a whole Word file, too.)
_MAIN = re.compile(
    rb"(?:wordprocessingml|ms-word)\.(?:document|template)(?:\.macroEnabled\w*)?\.main\+xml"
)
#: Elements within a paragraph whose text is not the document's: deleted, coded, or said twice.
_SKIPPED = frozenset(
    ["del", "moveFrom", "instrText", "delText", "Fallback", "rPr", "pPr", "fldData", "object"]
)
_NOTES = ("footnotes", "endnotes")


def read(raw: RawDocument) -> Extraction:
    """The main text with headings, lists and tables, then its notes. Raises :class:`ExtractError`."""
    package = Package(raw.body, raw.url)
    main = package.related("").get("officeDocument", "word/document.xml")
    related = package.related(main)
    styles = read_styles(package.xml(related["styles"])) if _has(package, related, "styles") else {}
    core = package.related("").get("core-properties", "")
    title, language = dublin_core(package.xml(core)) if core in package else ("", "")
    reader = _Reader(styles)
    blocks = list(reader.blocks(package.xml(main)))
    for kind in _NOTES:
        if _has(package, related, kind):
            blocks.extend(reader.blocks(package.xml(related[kind])))
    text, sections = join_blocks(blocks)
    return Extraction(
        text=text,
        title=title or next((block.text for block in blocks if block.level == 1), "")[:500],
        language=language,
        sections=sections,
        problem="" if text else "no_text",
    )


def _has(package: Package, related: dict[str, str], kind: str) -> bool:
    return related.get(kind, "") in package


@dataclass
class _Reader:
    """Walks a part without recursion over its nesting of containers, but into cells."""

    styles: dict[str, Style]
    depth: int = field(default=0)

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        """The blocks of everything in ``root``, in order."""
        waiting = [iter(root)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
                continue
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tr":
                yield from self._row(element)
            elif name not in _SKIPPED and not _is_contents(element):
                waiting.append(iter(element))

    def _row(self, row: etree._Element) -> list[Block]:
        if self.depth > 20:
            return []
        self.depth += 1
        cells = [
            list(self.blocks(cell))
            for cell in row.iterdescendants("{*}tc")
            if _row_of(cell) is row and not _is_merged(cell)
        ]
        self.depth -= 1
        return row_blocks(cells)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        style, in_list = self._style(paragraph)
        boxes: list[etree._Element] = []
        text = clean_lines("".join(_text(paragraph, boxes)))
        if text and style.level:
            yield Block(text=text.replace("\n", " "), kind="heading", level=style.level)
        elif text:
            yield Block(text=text, kind="list_item" if in_list else "paragraph")
        for box in boxes:
            yield from self.blocks(box)

    def _style(self, paragraph: etree._Element) -> tuple[Style, bool]:
        """The paragraph's style with what it says itself on top; whether it is in a list."""
        own = paragraph.find("{*}pPr")
        style = self.styles.get(value_of(own, "pStyle"), Style())
        level = value_of(own, "outlineLvl")
        if level.isdecimal():
            style = Style(level=int(level) + 1 if int(level) < 6 else 0, in_list=style.in_list)
        number = own.find("{*}numPr") if own is not None else None
        in_list = style.in_list if number is None else value_of(number, "numId") not in ("", "0")
        return style, in_list


def _text(paragraph: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The pieces of a paragraph's text; text boxes in it are put into ``boxes``."""
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        name = local(element)
        if name == "t":
            yield element.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(element)
        elif name not in _SKIPPED and not (name == "r" and _is_hidden(element)):
            waiting.append(iter(element))


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and value_of(run.find("{*}rPr"), "vanish") not in ("0", "false")


def _is_merged(cell: etree._Element) -> bool:
    """Whether it only continues the cell above it."""
    merged = cell.find("{*}tcPr/{*}vMerge")
    return merged is not None and value_of(cell.find("{*}tcPr"), "vMerge") != "restart"


def _is_contents(element: etree._Element) -> bool:
    """A table of contents repeats the headings, with page numbers that change by themselves."""
    gallery = element.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery")
    return gallery is not None and value_of(gallery.getparent(), "docPartGallery") == (
        "Table of Contents"
    )


def _row_of(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors("{*}tr"), None)


def _sniff(body: bytes) -> bool:
    return _MAIN.search(content_types(body)) is not None


_OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FORMAT = Format(
    name="docx",
    media_types=frozenset(
        {
            f"{_OOXML}.document",
            f"{_OOXML}.template",
            "application/vnd.ms-word.document.macroenabled.12",
        }
    ),
    sniff=_sniff,
    read=read,
    order=20,
)
