from itertools import pairwise
from typing import Any

from data.models import Version
from tests.factories import NOW
from webapp.texts.passages import Span
from webapp.texts.textpage import PART_SIZE, TextPart, text_parts


def version(text: str, sections: list[dict[str, Any]]) -> Version:
    return Version(
        snapshot_id=1, document_id=1, extractor="1", cause="first", created_at=NOW, title="",
        language="en", text=text, text_sha256="", sections=sections,
    )  # fmt: skip


def paragraphs(count: int, length: int) -> Version:
    """So many paragraphs of one length, ten to a page."""
    block = "x" * length
    sections = [
        {"start": n * (length + 2), "end": n * (length + 2) + length, "kind": "paragraph",
         "level": 0, "page": n // 10 + 1}
        for n in range(count)
    ]  # fmt: skip
    return version("\n\n".join([block] * count), sections)


def text_of(part: TextPart) -> str:
    return "".join(piece.text for block in part.blocks for piece in block.pieces)


def test_blocks_keep_their_kind_and_their_marks() -> None:
    text = "Title\n\nA rule of 90 days."
    sections = [
        {"start": 0, "end": 5, "kind": "heading", "level": 1, "page": None},
        {"start": 7, "end": 25, "kind": "paragraph", "level": 0, "page": None},
    ]
    part = text_parts(version(text, sections), [Span(start=17, end=24, style="limits")], {})
    assert [(block.kind, block.level) for block in part.blocks] == [
        ("heading", 1),
        ("paragraph", 0),
    ]
    assert [piece.text for piece in part.blocks[1].pieces if piece.span] == ["90 days"]


def test_text_that_no_block_covers_is_shown_all_the_same() -> None:
    text = "before\n\nblock\n\nafter"
    part = text_parts(
        version(text, [{"start": 8, "end": 13, "kind": "quote", "level": 0, "page": None}]), [], {}
    )
    assert [(block.kind, text_of(TextPart(number=1, parts=1, blocks=(block,))).strip())
            for block in part.blocks] == [
        ("paragraph", "before"), ("quote", "block"), ("paragraph", "after"),
    ]  # fmt: skip


def test_a_file_begins_under_its_name_and_counts_its_pages_anew() -> None:
    text = "page\n\none\n\ntwo"
    sections = [
        {"start": 0, "end": 4, "kind": "paragraph", "page": None},
        {"start": 6, "end": 9, "kind": "paragraph", "page": 1},
        {"start": 11, "end": 14, "kind": "paragraph", "page": 1},
    ]
    read = version(text, sections)
    read.attachments = [
        {"start": 6, "end": 9, "name": "a.pdf", "ocr": True},
        {"start": 11, "end": 14, "name": "b.pdf", "ocr": False},
    ]  # fmt: skip
    found = text_parts(read, [], {}).blocks
    assert [(block.file, block.ocr, block.page) for block in found] == [
        ("", False, None), ("a.pdf", True, 1), ("b.pdf", False, 1),
    ]  # fmt: skip


def test_a_text_without_blocks_is_one_paragraph() -> None:
    part = text_parts(version("just text", []), [], {})
    assert [(block.kind, text_of(part)) for block in part.blocks] == [("paragraph", "just text")]


def test_an_empty_text_has_one_part_without_blocks() -> None:
    part = text_parts(version("", []), [], {})
    assert (part.number, part.parts, part.blocks) == (1, 1, ())


def test_a_new_page_is_told_where_it_begins() -> None:
    part = text_parts(paragraphs(25, 50), [], {})
    assert [place for place, block in enumerate(part.blocks) if block.page] == [0, 10, 20]
    assert [block.page for block in part.blocks if block.page] == [1, 2, 3]


def test_a_long_text_comes_in_parts_and_none_of_it_is_lost() -> None:
    found = paragraphs(300, 500)
    first = text_parts(found, [], {})
    assert first.parts > 3
    parts = [text_parts(found, [], {"part": str(n)}) for n in range(1, first.parts + 1)]
    assert "".join(text_of(part) for part in parts) == found.text.replace("\n\n", "")
    assert all(len(text_of(part)) <= PART_SIZE for part in parts)


def test_one_block_without_end_is_cut_into_parts() -> None:
    text = "x" * (5 * PART_SIZE + 7)
    found = version(text, [{"start": 0, "end": len(text), "kind": "paragraph", "page": None}])
    first = text_parts(found, [], {})
    assert first.parts == 6
    assert sum(len(text_of(text_parts(found, [], {"part": str(n)}))) for n in range(1, 7)) == len(
        text
    )


def test_the_part_that_holds_a_character_can_be_asked_for() -> None:
    found = paragraphs(300, 500)
    last = text_parts(found, [], {"at": str(len(found.text) - 1)})
    assert last.number == last.parts
    assert text_parts(found, [], {"at": "0"}).number == 1
    numbers = [text_parts(found, [], {"at": str(at)}).number for at in range(0, 150_000, 9000)]
    assert all(left <= right for left, right in pairwise(numbers))


def test_absurd_parts_become_the_nearest_that_exists() -> None:
    found = paragraphs(300, 500)
    for word in ("0", "-3", "x", "²", "9" * 40):
        assert text_parts(found, [], {"part": word}).number == 1
    assert text_parts(found, [], {"part": "99"}).number == text_parts(found, [], {}).parts


def test_blocks_that_overlap_are_not_shown_twice() -> None:
    sections = [
        {"start": 0, "end": 10, "kind": "paragraph", "page": None},
        {"start": 5, "end": 12, "kind": "list_item", "page": None},
        {"start": 5, "end": 9, "kind": "table", "page": None},
    ]
    part = text_parts(version("abcdefghijkl", sections), [], {})
    assert text_of(part) == "abcdefghijkl"
