"""Which part of a page is its content.

Trafilatura says which passages are content; this module finds the element that holds
them and keeps every block in it, so that a table, a list or a short clause which
trafilatura left out is not lost.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import trafilatura
from lxml import html

from crawler.extract.markup.blocks import Placed

# It logs what it cannot find; we decide by what it gives.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

#: Larger pages are read without trafilatura: its time grows faster than the page.
_MOST_CHARACTERS = 3_000_000
#: Trafilatura found too little when its share of the page's running text is below this.
_TOO_LITTLE = 0.2
_MOST_OF_IT = 0.9
#: Characters beside a body of any size that may be its lead.
_LEAD = 400
#: What trafilatura calls a paragraph, a heading, a list item, a cell, a quote, a piece of code.
_PASSAGES = ("p", "head", "item", "cell", "quote", "code")
_WORDS = re.compile(r"\w+", re.UNICODE)


#: How a list of other pages is announced behind the content.
_RELATED = re.compile(
    r"related|see also|you (?:may|might) also|more (?:news|on this|from)|share(?: this)?\b|tags?\b"
    r"|recent (?:news|posts)|latest news|comments?\b|leave a (?:reply|comment)|was this page"
    r"|ähnliche|auch interessant|das könnte|weitere (?:meldungen|artikel|nachrichten)|kommentar"
    r"|schlagw|teilen\b|mehr zum thema|à lire aussi|voir aussi|articles? (?:liés|similaires)"
    r"|partager|sur le même|commentaires?\b|relacionad|noticias relacionadas|artículos relacionados"
    r"|te puede interesar|compart|etiquetas?\b|últimas not|comentarios?\b|leia (?:também|mais)"
    r"|veja também|notícias relacionadas|articoli correlati|leggi anche|condividi|potrebbe interess"
    r"|ilgili (?:haber|içerik)|benzer|paylaş|etiketler|diğer haberler|похожие|читайте также"
    r"|см\. также|поделиться|相关|相關|推荐阅读|分享|関連|シェア|관련|공유"
    r"|مواضيع ذات صلة|مقالات ذات|شارك|אולי יעניין",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60


@dataclass
class _Weight:
    size: int = 0
    linked: int = 0
    anchored: int = 0

    def add(self, other: "_Weight") -> None:
        self.size += other.size
        self.linked += other.linked
        self.anchored += other.anchored


_Weights = dict[html.HtmlElement, _Weight]


def content_of(root: html.HtmlElement, placed: Sequence[Placed], page: str) -> list[Placed]:
    """Of all blocks of a page, those of its content, in order."""
    element, anchored = _find(root, placed, page)
    inside = _in(element, placed)
    return inside if anchored is None else _without_edges(inside, anchored)


def region_of(root: html.HtmlElement, placed: Sequence[Placed], page: str) -> html.HtmlElement:
    """The element that holds the content of a page, with the bare links at its edges."""
    return _find(root, placed, page)[0]


def _find(
    root: html.HtmlElement, placed: Sequence[Placed], page: str
) -> tuple[html.HtmlElement, set[int] | None]:
    """The content's element, and which blocks trafilatura took (None: its word counts for nothing)."""
    anchors = _anchors(page)
    marked = [anchors.hold(item.block.text) for item in placed]
    weights = _weights(root, placed, marked)
    whole = weights.get(root, _Weight())
    if whole.anchored < _TOO_LITTLE * (whole.size - whole.linked):
        return _semantic(root, weights), None
    anchored = {id(item) for item, is_anchor in zip(placed, marked, strict=True) if is_anchor}
    return _with_lead(_holder(root, weights), weights), anchored


class _Anchors:
    """Passages that trafilatura took for content."""

    def __init__(self, passages: Iterable[str]) -> None:
        keys = [_key(passage) for passage in passages]
        self._keys = {key for key in keys if key}
        self._all = "\n".join(keys)

    def hold(self, text: str) -> bool:
        """Whether this block is content, as far as trafilatura saw."""
        key = _key(text)
        return key in self._keys or (len(key) > 30 and key in self._all)


def _key(text: str) -> str:
    return "".join(_WORDS.findall(text.casefold()))


def _anchors(page: str) -> _Anchors:
    if len(page) > _MOST_CHARACTERS:
        return _Anchors(())
    found = trafilatura.bare_extraction(
        page, favor_recall=True, include_comments=False, include_tables=True, fast=True
    )
    body = getattr(found, "body", None)
    if body is None:
        return _Anchors(())
    return _Anchors("".join(element.itertext()) for element in body.iter(*_PASSAGES))


def _weights(root: html.HtmlElement, placed: Sequence[Placed], marked: Sequence[bool]) -> _Weights:
    weights = {element: _Weight() for element in root.iter("*")}
    for item, is_anchor in zip(placed, marked, strict=True):
        size = len(item.block.text)
        weights[item.element].add(
            _Weight(size=size, linked=item.linked, anchored=size if is_anchor else 0)
        )
    for element in reversed(list(weights)):
        parent = element.getparent()
        if parent is not None and parent in weights:
            weights[parent].add(weights[element])
    return weights


def _holder(root: html.HtmlElement, weights: _Weights) -> html.HtmlElement:
    """The smallest element that holds nearly all anchors."""
    wanted = _MOST_OF_IT * weights[root].anchored
    element = root
    while True:
        inner = max(
            (child for child in element.iterchildren("*") if child in weights),
            key=lambda child: weights[child].anchored,
            default=None,
        )
        if inner is None or weights[inner].anchored < wanted:
            return element
        element = inner


def _with_lead(holder: html.HtmlElement, weights: _Weights) -> html.HtmlElement:
    """Go outward to the page's heading: the lead, the facts and the signature stand beside the body."""
    element = holder
    for outer in holder.iterancestors("*"):
        if outer.tag == "html" or next(element.iter("h1"), None) is not None:
            break
        more = weights[outer].size - weights[element].size
        links = weights[outer].linked - weights[element].linked
        if links > 0.5 * more or more > 0.5 * weights[element].size + _LEAD:
            break
        element = outer
        if _is_core(element):
            break
    return element


def _is_core(element: html.HtmlElement) -> bool:
    return element.tag in ("main", "article") or element.get("role") == "main"


def _semantic(root: html.HtmlElement, weights: _Weights) -> html.HtmlElement:
    """The page's own word for its content, if it holds a fair part of the text; else everything."""
    candidates = [element for element in weights if _is_core(element)]
    best = max(candidates, key=lambda element: weights[element].size, default=root)
    return best if weights[best].size >= 0.3 * weights[root].size else root


def _in(holder: html.HtmlElement, placed: Sequence[Placed]) -> list[Placed]:
    inside = set(holder.iter("*"))
    return [item for item in placed if item.element in inside]


def _without_edges(inside: Sequence[Placed], anchored: set[int]) -> list[Placed]:
    """Drop bare links before the first and after the last anchored block, and what is “related”."""
    at = [index for index, item in enumerate(inside) if id(item) in anchored]
    if not at:
        return list(inside)
    first, last = at[0], at[-1]
    kept = [item for item in inside[:first] if not _is_bare_link(item)]
    kept.extend(inside[first : last + 1])
    for item in inside[last + 1 :]:
        if announces_others(item.block.text):
            break
        if not _is_bare_link(item):
            kept.append(item)
    return kept


def announces_others(text: str) -> bool:
    """Whether a heading announces other pages: “Related news”, “See also”."""
    return len(text) < _LONGEST_LABEL and _RELATED.match(text) is not None


def _is_bare_link(item: Placed) -> bool:
    return item.linked >= 0.8 * len(item.block.text)
