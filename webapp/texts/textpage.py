"""A version's text in parts that a browser can carry: blocks with their marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.models import Version
from webapp.texts.passages import Piece, Span, pieces

#: Longest stretch of text on one page, in characters.
PART_SIZE = 40_000


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of the text as it is shown."""

    kind: str
    level: int
    page: int | None
    """Page number where a new page begins with this block, else None."""
    file: str
    """Name of the document's file where its text begins with this block, else empty."""
    ocr: bool
    """That file was read from pictures."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class TextPart:
    """One part of the text, and where it stands among the others."""

    number: int
    parts: int
    blocks: tuple[Block, ...]


def text_parts(version: Version, spans: Sequence[Span], words: Mapping[str, str]) -> TextPart:
    """The part that the address asks for: by ``part`` (from 1), or the one that holds character ``at``."""
    cuts = _cuts(version)
    number = _asked(words.get("part", ""))
    at = _asked(words.get("at", ""))
    if at is not None:
        number = 1 + max(i for i, (start, _, _) in enumerate(cuts) if start <= max(at, 0))
    number = min(max(number or 1, 1), len(cuts))
    start, end, blocks = cuts[number - 1]
    files = {
        int(one["start"]): (str(one["name"]), bool(one["ocr"])) for one in version.attachments or ()
    }
    inside = [span for span in spans if span.start < end and span.end > start]
    return TextPart(
        number=number,
        parts=len(cuts),
        blocks=tuple(
            Block(
                kind=kind,
                level=level,
                page=page,
                file=files.get(left, ("", False))[0],
                ocr=files.get(left, ("", False))[1],
                pieces=pieces(version.text, left, right, inside),
            )
            for left, right, kind, level, page in blocks
        ),
    )


_Blocks = list[tuple[int, int, str, int, int | None]]


def _cuts(version: Version) -> list[tuple[int, int, _Blocks]]:
    """The parts: start, end, and the blocks of each. Text between blocks is a block of its own."""
    parts: list[tuple[int, int, _Blocks]] = []
    current: _Blocks = []
    page: int | None = None
    begins = {int(one["start"]) for one in version.attachments or ()}
    for left, right, kind, level, on_page in _blocks(version):
        for start in range(left, right, PART_SIZE):
            end = min(start + PART_SIZE, right)
            if current and end - current[0][0] > PART_SIZE:
                parts.append((current[0][0], current[-1][1], current))
                current = []
            if start in begins:
                page = None
            current.append((start, end, kind, level, on_page if on_page != page else None))
            page = on_page
    if current or not parts:
        start, end = (current[0][0], current[-1][1]) if current else (0, 0)
        parts.append((start, end, current))
    return parts


def _blocks(version: Version) -> _Blocks:
    found: _Blocks = []
    done = 0
    for section in sorted(
        version.sections, key=lambda item: (int(item["start"]), -int(item["end"]))
    ):
        start, end = max(int(section["start"]), done), int(section["end"])
        if end <= start or section["kind"] == "page":
            continue
        if version.text[done:start].strip():
            found.append((done, start, "paragraph", 0, None))
        found.append(
            (start, end, str(section["kind"]), int(section.get("level") or 0), section.get("page"))
        )
        done = end
    if version.text[done:].strip():
        found.append((done, len(version.text), "paragraph", 0, None))
    return found


def _asked(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 12 else None
