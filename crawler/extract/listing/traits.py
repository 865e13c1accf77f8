"""What a single link is: a title in a heading, a category's label, a word in a sentence."""

import re
from urllib.parse import urlsplit

from lxml import html

from crawler.extract.listing.links import Link
from crawler.extract.listing.reader import letters

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "div", "li", "td", "th", "dd", "dt", "section", "article", "body", "blockquote")
)
_LABEL_RELS = frozenset(("tag", "author", "category", "me", "search", "license"))
#: Parts of an address that lead to everything of one kind, of one author, to an account.
_LABEL_PARTS = frozenset(
    [
        *("tag", "tags", "category", "categories", "author", "authors", "user", "users"),
        *("member", "members", "profile", "profil", "topics", "login", "signin"),
        *("etiqueta", "categoria", "kategorie", "schlagwort", "auteur", "autor", "rubrik"),
    ]
)
_MEMBER = re.compile(
    r"/(?:member|user|profile)[-./]?(?:\d|\.php|id)|[?&](?:author|tag|cat|searchtype)=",
    re.IGNORECASE,
)
#: So many letters before a link in the same run of text make it a word in a sentence.
_RUNNING = 28
_DATE_LIKE = re.compile(r"\d{1,4}[^\w]*$")


def is_in_heading(link: Link) -> bool:
    """Whether the link is the text of a heading, or holds one."""
    parent = link.element.getparent()
    for _ in range(2):
        if parent is None:
            break
        if parent.tag in _HEADINGS:
            return True
        parent = parent.getparent()
    return next(link.element.iter(*_HEADINGS), None) is not None


def is_label(link: Link) -> bool:
    """Whether the link leads to a category, a tag, an author, not to a document."""
    rels = frozenset((link.element.get("rel") or "").lower().split())
    if rels & _LABEL_RELS:
        return True
    parts = urlsplit(link.url).path.lower().strip("/").split("/")
    return (len(parts) > 1 and parts[-2] in _LABEL_PARTS) or _MEMBER.search(link.url) is not None


def is_in_sentence(link: Link) -> bool:
    """Whether running text leads up to the link: a reference in a sentence."""
    before = _text_before(link.element)
    return letters(before) >= _RUNNING and not _DATE_LIKE.search(before)


def _text_before(element: html.HtmlElement) -> str:
    """What stands before an element in its run of text, up to the last border."""
    texts: list[str] = []
    one = element
    while one.tag not in _BLOCKS or one is element:
        before = one.getprevious()
        while before is not None:
            if before.tag in _BLOCKS or before.tag in ("br", "hr", *_HEADINGS):
                return "".join([before.tail or "", *texts])
            texts.insert(0, f"{before.text_content()}{before.tail or ''}")
            before = before.getprevious()
        parent = one.getparent()
        if parent is None:
            break
        texts.insert(0, parent.text or "")
        one = parent
    return "".join(texts)[-300:]
