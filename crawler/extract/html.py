"""HTML: what the page is about, with its structure, without what surrounds it."""

from crawler.extract.blocks import join_blocks
from crawler.extract.charset import decode
from crawler.extract.formats import Format, RawDocument
from crawler.extract.markup.blocks import read_blocks
from crawler.extract.markup.tree import by_selector, drop, drop_unseen, parse
from crawler.extract.types import Extraction

_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def read(raw: RawDocument) -> Extraction:
    """The main text of a page; ``options``: ``content`` and ``drop`` are CSS selectors."""
    root = parse(decode(raw.body, declared=raw.charset))
    if root is None:
        return Extraction(text="", problem="no_text")
    title = " ".join("".join(root.xpath("//title//text()")).split())
    drop_unseen(root)
    for element in by_selector(root, raw.options.get("drop", "")):
        drop(element)
    chosen = by_selector(root, raw.options.get("content", "")) or root.xpath("//main") or [root]
    placed = [item for region in chosen for item in read_blocks(region)]
    text, sections = join_blocks(item.block for item in placed)
    return Extraction(
        text=text,
        title=title,
        language=(root.get("lang") or "").strip(),
        sections=sections,
        problem="" if text else "no_text",
    )


def _sniff(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_STARTS)


FORMAT = Format(
    name="html",
    media_types=frozenset({"text/html", "application/xhtml+xml"}),
    sniff=_sniff,
    read=read,
    order=50,
)
