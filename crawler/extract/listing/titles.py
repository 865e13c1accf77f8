"""Which of an entry's texts is its title."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from lxml import html

from crawler.extract.listing.links import Link
from crawler.extract.listing.months import is_weekday
from crawler.extract.listing.pieces import Piece
from crawler.extract.listing.reader import Reader, is_named, is_within, letters
from crawler.extract.listing.words import is_generic, label_kind, without_file_note

#: What unfolds an entry is its title as well.
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "button"))
#: In a link, these make it a card of several texts instead of one title.
_BLOCKS = ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "time", "br", "section")
TITLE_CLASS = re.compile(
    r"title|titel|titulo|titre|heading|headline|subject|caption|\bname\b|baslik|nadpis|naslov"
    r"|tytul|judul|zagolov|otsikko|rubrik",
    re.IGNORECASE,
)
_MARK_CLASS = re.compile(r"(?:^|[\s_-])(?:new|badge|ico|icon|hot|label)(?:$|[\s_-])", re.IGNORECASE)
_FILE_NAME = re.compile(r"^\S+\.(?:pdf|docx?|xlsx?|zip|odt|rtf|html?)$", re.IGNORECASE)
#: A number or a sign of a file, not a title.
_CODE = re.compile(r"^(?=\S*\d)\S{1,24}(?:[\s,]+(?=\S*\d)\S{1,24}){0,2}$")
_LABELLED = re.compile(r"^[^:：]{2,24}[:：]\s")
_EDGES = " \t-–—|:：,;/·•»>[]()（）【】"
_LONGEST_TITLE = 500
#: “Published on” before a date is a label, not a title; labels are short.
_LONGEST_LABEL = 24


def title_of(
    link: Link, pieces: Sequence[Piece], reader: Reader, *, repeated: AbstractSet[str] = frozenset()
) -> str:
    """The entry's title: the link's text, or what stands for it where that is “Read more”.

    ``repeated`` are texts that many links of the list have: they name no document either.
    """
    inside = [piece for piece in pieces if is_within(piece.element, link.element)]
    for text in _candidates(link, inside, pieces, reader):
        title = as_title(text, reader)
        if title and text not in repeated and not _FILE_NAME.match(text):
            return title
    return ""


def is_code(text: str) -> bool:
    """Whether a text is a number of a document: “RA/7/2026”."""
    return _CODE.match(without_file_note(text)) is not None


def as_title(text: str, reader: Reader) -> str:
    """A text without date and file note; empty if what is left names no document."""
    title = without_file_note(_without_date(text, reader))
    if is_generic(title) or letters(title) <= 2:
        return ""
    if title != text.strip() and is_weekday(title, reader.language):
        return ""
    is_label = title != text.strip() and letters(title) < _LONGEST_LABEL
    return "" if is_label and label_kind(title, reader.language) else title[:_LONGEST_TITLE]


def _candidates(
    link: Link, inside: Sequence[Piece], pieces: Sequence[Piece], reader: Reader
) -> list[str]:
    headings = [piece.text for piece in inside if is_heading(piece.element, link.element)]
    named = [piece.text for piece in inside if is_named(piece.element, TITLE_CLASS)]
    texts = [piece.text for piece in inside if not _is_mark(piece, link)]
    if len(texts) > 1:
        texts = [text for text in texts if _is_of_title(text, reader)] or texts
    found = [*_uncut(link), *headings[:1], *named[:1]]
    if _CODE.match(link.text) and not _FILE_NAME.match(link.text):
        found += _beside(link, pieces)
    if len(inside) == 1 or (
        len(texts) == len(inside) and _holder_heading(link.element) is not None
    ):
        found.append(link.text)
    elif next(link.element.iter(*_BLOCKS), None) is None:
        found.append(" ".join(texts))
    found += sorted(texts, key=letters, reverse=True)[:1] if len(texts) > 1 else texts
    others = [piece for piece in pieces if not is_within(piece.element, link.element)]
    found += [piece.text for piece in others if is_heading(piece.element, None)][:1]
    found += [piece.text for piece in others if is_named(piece.element, TITLE_CLASS)][:1]
    found += [_without_call(link.element.get(name) or "", link) for name in ("title", "aria-label")]
    found += sorted((piece.text for piece in others), key=letters, reverse=True)[:1]
    found += [image.get("alt") or "" for image in link.element.iter("img")]
    return found


def _is_of_title(text: str, reader: Reader) -> bool:
    """Whether a text within a link belongs to its title: no day, no “read more”."""
    return bool(as_title(text, reader)) or not (letters(text) or reader.dates(text))


def _is_mark(piece: Piece, link: Link) -> bool:
    """“N” or “new” in an element of its own behind the title."""
    return piece.element is not link.element and (
        (len(piece.text) == 1 and piece.text.isalpha()) or is_named(piece.element, _MARK_CLASS)
    )


def _without_call(text: str, link: Link) -> str:
    """“View decision: Numbering plan” without what the link shows: “View decision”."""
    shown = link.text.casefold()
    if shown and is_generic(shown) and text.casefold().startswith(shown):
        return text[len(shown) :].strip(_EDGES) or text
    return text


def _uncut(link: Link) -> list[str]:
    """The attribute that has the whole of a text which the page cuts short."""
    start = link.text.rstrip(" .…")
    whole = (link.element.get("title") or "").strip()
    is_cut = len(start) > 3 and link.text.endswith(("…", "..")) and whole.startswith(start)
    return [whole] if is_cut else []


def _beside(link: Link, pieces: Sequence[Piece]) -> list[str]:
    """“SC 20715 – A v. B”, where only the number is the link: what is right beside it, or longest."""
    parent = link.element.getparent()
    others = [piece for piece in pieces if not is_within(piece.element, link.element)]
    near = [piece.text for piece in others if piece.element is parent]
    plain = [piece.text for piece in others if not _LABELLED.match(piece.text)]
    far = sorted(plain, key=letters, reverse=True)
    rest = next((text.strip(_EDGES) for text in (*near[:1], *far[:1]) if letters(text) > 8), "")
    return [f"{link.text} {rest}"] if rest else []


def _without_date(text: str, reader: Reader) -> str:
    """A title without the date that stands before or behind it."""
    for found in reader.dates(text):
        before, behind = text[: found.start].strip(_EDGES), text[found.end :].strip(_EDGES)
        if letters(before) <= 3 and letters(behind) > 3:
            return behind
        if (
            letters(behind) <= 3
            and letters(before) > 3
            and text[: found.start].rstrip()[-1:] in "-–—|(（[【·•,:"
        ):
            return before
        if letters(before) <= 3 and letters(behind) <= 3:
            return ""
    return text.strip()


def is_heading(element: html.HtmlElement, within: html.HtmlElement | None) -> bool:
    """Whether an element is (in) a heading; below ``within`` if given."""
    for one in (element, *element.iterancestors()):
        if one.tag in _HEADINGS:
            return True
        if one is within or one.tag in ("li", "tr", "article", "div", "td"):
            return False
    return False


def _holder_heading(element: html.HtmlElement) -> html.HtmlElement | None:
    parent = element.getparent()
    return parent if parent is not None and parent.tag in _HEADINGS else None
