"""Plain text: paragraphs between blank lines."""

import re

from crawler.extract.blocks import Block, join_blocks
from crawler.extract.charset import decode
from crawler.extract.clean import clean_lines
from crawler.extract.formats import Format, RawDocument
from crawler.extract.types import Extraction

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def read(raw: RawDocument) -> Extraction:
    """Each paragraph is a block; its line breaks stay, since they may be a table's or a poem's."""
    text = (
        decode(raw.body, declared=raw.charset, language=raw.language)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    blocks = [Block(text=clean_lines(part)) for part in _BLANK_LINES.split(text)]
    joined, sections = join_blocks(blocks)
    return Extraction(text=joined, sections=sections, problem="" if joined else "no_text")


FORMAT = Format(
    name="plain",
    media_types=frozenset({"text/plain", "text/markdown", "text/csv"}),
    sniff=lambda _head: False,
    read=read,
    order=90,
)
