"""The little Markdown of the sample texts: headings, paragraphs, list items, tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_HEADING = re.compile(r"(#{2,4}) +(.+)")
_ITEM = re.compile(r"[-*] +(.+)")


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a text, ready for a page or a PDF."""

    kind: Literal["heading", "paragraph", "list", "table"]
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> str:
        """All its words, a line each for items and rows."""
        rows = (" ".join(row) for row in self.rows)
        return "\n".join((self.text,) if self.text else (*self.items, *rows))


def read_markup(text: str) -> tuple[Block, ...]:
    """Blocks of ``text``; a blank line ends a block, single line breaks join."""
    chunks = (chunk.strip("\n") for chunk in re.split(r"\n\s*\n", text))
    return tuple(block for chunk in chunks if chunk.strip() for block in _blocks(chunk))


def _blocks(chunk: str) -> Iterator[Block]:
    lines = [line.strip() for line in chunk.splitlines()]
    heading = _HEADING.fullmatch(lines[0])
    if heading:
        yield Block(kind="heading", level=len(heading[1]), text=heading[2])
        lines = lines[1:]
    if not lines:
        return
    if all(line.startswith("|") for line in lines):
        rows = (tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
        yield Block(kind="table", rows=tuple(row for row in rows if set("".join(row)) - {"-"}))
    elif _ITEM.match(lines[0]):
        yield Block(kind="list", items=tuple(_items(lines)))
    else:
        yield Block(kind="paragraph", text=" ".join(lines))


def _items(lines: list[str]) -> Iterator[str]:
    item = ""
    for line in lines:
        start = _ITEM.fullmatch(line)
        if start and item:
            yield item
        item = start[1] if start else f"{item} {line}"
    yield item
