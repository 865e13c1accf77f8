"""HTML: what the page is about, with its structure, without what surrounds it."""

import re

from lxml import html as markup

from crawler.extract.blocks import join_blocks
from crawler.extract.charset import decode
from crawler.extract.formats import Format, RawDocument
from crawler.extract.markup.blocks import Placed, read_blocks
from crawler.extract.markup.counters import without_counters
from crawler.extract.markup.furniture import drop_furniture
from crawler.extract.markup.meta import language_of, published_on, title_of
from crawler.extract.markup.problem import problem_of
from crawler.extract.markup.region import content_of
from crawler.extract.markup.tree import by_selector, drop, drop_unseen, is_huge, parse
from crawler.extract.types import Extraction

#: How a page begins, after its byte order mark, XML declaration and comments.
_STARTS = (
    *(b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<link", b"<script"),
    *(b"<div", b"<table", b"<center", b"<frameset", b"<p>", b"<h1", b"<style"),
)
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?xml[^>]{0,200}\?>|<!--(?:[^-]|-(?!->)){0,1500}-->)+")
_HEAD = 4096


def read(raw: RawDocument) -> Extraction:
    """The main text of a page.

    ``options``: ``content`` is a CSS selector of the elements to read (the usual search
    for the content is the fallback), ``drop`` one of elements to leave out.
    """
    page = decode(raw.body, declared=raw.charset, language=raw.language)
    root = parse(page)
    if root is None:
        return Extraction(text="", problem="no_text")
    # What the page says of itself goes first: finding the content takes the tree apart.
    title, language, day = title_of(root, raw.url), language_of(root), published_on(root)
    has_script = next(root.iter("script"), None) is not None
    placed = without_counters(_content(root, page, raw))
    text, sections = join_blocks(item.block for item in placed)
    return Extraction(
        text=text,
        title=title,
        language=language,
        published_on=day,
        sections=sections,
        problem=problem_of(page, raw.body, text, has_script=has_script),
    )


def _content(root: markup.HtmlElement, page: str, raw: RawDocument) -> list[Placed]:
    drop_unseen(root)
    for element in by_selector(root, raw.options.get("drop", "")):
        drop(element)
    chosen = by_selector(root, raw.options.get("content", ""))
    placed = [item for region in _outermost(chosen) for item in read_blocks(region)]
    if placed:
        return placed
    if is_huge(root):
        return [
            item
            for region in _outermost(list(root.iter("main"))) or [root]
            for item in read_blocks(region)
        ]
    drop_furniture(root)
    return content_of(root, read_blocks(root), page) or _everything(page)


def _everything(page: str) -> list[Placed]:
    """A page that is nothing but menus is read whole: better a menu than silence."""
    root = parse(page)
    if root is None:
        return []
    drop_unseen(root)
    return read_blocks(root)


def _outermost(chosen: list[markup.HtmlElement]) -> list[markup.HtmlElement]:
    """Without elements that lie in another one of them: nothing is read twice."""
    every = set(chosen)
    return [element for element in chosen if every.isdisjoint(element.iterancestors())]


def is_page(body: bytes) -> bool:
    """Whether a body can only be a page, by how it begins."""
    head = body[:_HEAD]
    before = _BEFORE.match(head)
    return head[before.end() if before else 0 :].lower().startswith(_STARTS)


FORMAT = Format(
    name="html",
    media_types=frozenset({"text/html", "application/xhtml+xml"}),
    sniff=is_page,
    read=read,
    order=50,
)
