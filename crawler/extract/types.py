"""What an extractor gives: clean text whose blocks keep their offsets."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: Name of the extraction rules in force. Raise it with every change that alters text:
#: old snapshots are then read again, without raising alerts.
EXTRACTOR = "2"

SectionKind = Literal["heading", "paragraph", "list_item", "table", "quote", "page"]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One block of the text; ``text[start:end]`` is the block."""

    start: int
    end: int
    kind: SectionKind
    level: int = 0
    """Heading level 1 to 6; 0 for other blocks."""
    page: int | None = None
    """Page number from 1, for PDFs."""


@dataclass(frozen=True, kw_only=True)
class ReadAttachment:
    """A file of a document within the document's text."""

    id: int
    """Of its row."""
    start: int
    end: int
    """``text[start:end]`` is the file's text; nothing when it has none."""
    name: str
    url: str
    sha256: str
    """Of the bytes that were read; empty when there were none."""
    problem: str = ""
    ocr: bool = False


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """Clean text of one document."""

    text: str
    title: str = ""
    language: str = ""
    """What the document itself declares (BCP 47), empty if nothing."""
    published_on: date | None = None
    sections: tuple[Section, ...] = ()
    attachments: tuple[ReadAttachment, ...] = ()
    ocr: bool = False
    """The text was read from pictures of pages; of a document with files: its own text was."""
    problem: str = ""
    """Machine word: ``no_text`` (a scan), ``truncated``, ``needs_javascript``, ``challenge`` …"""
