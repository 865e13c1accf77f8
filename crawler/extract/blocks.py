"""Blocks of text, and how they become one text with exact offsets."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.extract.types import Section, SectionKind

SEPARATOR = "\n\n"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A piece of text between two blank lines: a heading, a paragraph, a list item, a table row."""

    text: str
    kind: SectionKind = "paragraph"
    level: int = 0
    page: int | None = None


def join_blocks(blocks: Iterable[Block]) -> tuple[str, tuple[Section, ...]]:
    """The text (blocks between blank lines) and its sections; ``text[start:end]`` is the block."""
    parts: list[str] = []
    sections: list[Section] = []
    at = 0
    for block in blocks:
        if not block.text:
            continue
        if parts:
            at += len(SEPARATOR)
        parts.append(block.text)
        end = at + len(block.text)
        sections.append(
            Section(start=at, end=end, kind=block.kind, level=block.level, page=block.page)
        )
        at = end
    return SEPARATOR.join(parts), tuple(sections)
