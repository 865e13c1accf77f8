"""Which links of a document's page are files that belong to the document. Pure.

A law is often a short page with a PDF. What counts is where the link stands: in the content,
or in a box for downloads; not in menus, footers and lists of other publications, and never
the site's own papers (its privacy policy on every page).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import html

from crawler.extract.api_document import as_page, is_api_document
from crawler.extract.charset import decode
from crawler.extract.clean import clean_line
from crawler.extract.html import is_page
from crawler.extract.markup.blocks import read_blocks
from crawler.extract.markup.furniture import find_furniture
from crawler.extract.markup.region import announces_others, region_of
from crawler.extract.markup.tree import by_selector, drop_unseen, parse, sizes_of
from crawler.urls import document_address

__all__ = ["AttachmentLink", "attachments_in", "is_page"]

_ENDING = re.compile(r"\.(?:pdf|docx?|docm|xlsx?|xlsm|odt|ods|rtf)$", re.IGNORECASE)
_TYPED = re.compile(
    r"\bapplication/(?:pdf|msword|vnd\.)|[(\[]\s*(?:pdf|docx?|xlsx?|odt)\b", re.IGNORECASE
)
#: Cheap: a page without any of these is not looked at further.
_MAYBE = re.compile(
    rb"\.(?:pdf|docx?|docm|xlsx?|xlsm|odt|ods|rtf)\b|application/(?:pdf|msword|vnd\.)|[(\[]\s*(?:pdf|docx?)\b",
    re.IGNORECASE,
)
#: A box with files, by its class, id or heading.
_BOX = re.compile(
    r"attach|download|(?:^|[-_ ])(?:docs?|documents?|files?|anlagen?|anhang|dokumente?|unterlagen)(?:[-_ ]|$)"
    r"|adjunt|anexo|allegat|annex|pi[eè]ces?[-_ ]jointes?|t[eé]l[eé]charg|descarg|ekler|dosya|bijlage"
    r"|загруз|скачать|приложени|документы|файл|附件|下载|下載|添付|ダウンロード|첨부|مرفق|تحميل|קבצים|להורדה",
    re.IGNORECASE,
)
#: Papers of the site itself, linked from every page.
_SITE_PAPER = re.compile(
    r"privacy|cookie|terms[-_ ]?(?:of|and|&)|accessib|disclaimer|imprint|impressum|datenschutz|barrierefrei"
    r"|legal[-_ ]?notice|aviso[-_ ]?legal|privacidad|privacidade|confidentialit|mentions[-_ ]?l[eé]gales"
    r"|gizlilik|kvkk|ayd[iı]nlatma|конфиденциальност|隐私|プライバシー|개인정보|organi[sz]ation[-_ ]?chart"
    r"|organi[sz]?gram|sitemap|newsletter|anti[-_ ]?bribery|gdpr[-_ ]?(?:notice|policy)",
    re.IGNORECASE,
)
_EMBEDDED = {"iframe": "src", "embed": "src", "object": "data"}
#: A page with less text than this lives by its files.
_SHORT = 800
#: So many files, when they are most of what the page says, are a list of publications.
_LIST = 15
_MOSTLY = 0.6
#: Bounds of work: this runs beside the crawl, not in the child that reads documents.
_MOST_CANDIDATES = 300
_MANY = 20_000
_DEEPEST = 300
_BEFORE = 100
#: Larger pages are read without a search for their content, which would be slow.
_LARGE = 1_000_000
_UPWARD = 6
#: Of the content's running text, so much more may stand around its files.
_MORE = 0.5
_LEAD = 400
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST_NAME = 150


@dataclass(frozen=True, kw_only=True)
class AttachmentLink:
    """A file that belongs to a document."""

    url: str
    """In the one spelling of addresses, see :func:`crawler.urls.document_address`."""
    name: str
    """Its file name, or what the page calls it."""


def attachments_in(
    body: bytes,
    *,
    url: str,
    charset: str = "",
    language: str = "",
    options: Mapping[str, Any] | None = None,
) -> tuple[AttachmentLink, ...]:
    """The files of a page, in the order of the page; empty for what is no page.

    A document of an API (GOV.UK's, WordPress's) has no menus: all its files are its own.

    ``options`` are the source's: ``content`` (CSS) says where the content is, and
    ``attachments`` which links are files of the document (``""``: none are).
    """
    options = options or {}
    if not _MAYBE.search(body):
        return ()
    has_menus = not is_api_document(body)
    if has_menus and not is_page(body):
        return ()
    page = (
        decode(body, declared=charset, language=language) if has_menus else as_page(body, url=url)
    )
    root = parse(page)
    if root is None or options.get("attachments") == "":
        return ()
    base = _base(root, url)
    if "attachments" in options:
        chosen = by_selector(root, options["attachments"])
        return _unique((_link(element, base) for element in chosen), url)
    if not has_menus:
        files = filter(_is_file, root.iter("a", *_EMBEDDED))
        return _unique((_link(element, base) for element in files), url)
    return _unique((_link(element, base) for element in _chosen(root, page, options)), url)


def _chosen(
    root: html.HtmlElement, page: str, options: Mapping[str, Any]
) -> Iterator[html.HtmlElement]:
    found = (one for one in root.iter("a", *_EMBEDDED) if _is_file(one))
    candidates = list(islice(found, _MOST_CANDIDATES))
    if not candidates or _is_absurd(root):
        return
    furniture = set(find_furniture(root, links=False))
    where = {one: _place(one, furniture) for one in candidates}
    drop_unseen(root)
    region = _around(_region(root, page, options), root)
    inside = set(region.iter())
    text = len(" ".join("".join(region.itertext()).split()))
    linked = sum(len(_said(one)) for one in candidates if one in inside)
    is_list = len(candidates) > _LIST and linked > _MOSTLY * text
    for element in candidates:
        place = where[element]
        seen = element.tag in _EMBEDDED or element.getroottree().getroot() is root
        near = (
            (element in inside and not _is_announced(element, region))
            or element.tag in _EMBEDDED
            or text < _SHORT
        )
        if seen and not is_list and (place == "box" or (place == "" and near)):
            yield element


def _is_absurd(root: html.HtmlElement) -> bool:
    """Nested deeper than any page of an authority: walking upward would take minutes."""
    depths = {root: 0}
    for element in root.iter("*"):
        parent = element.getparent()
        depths[element] = 0 if parent is None else depths.get(parent, 0) + 1
    return max(depths.values()) > _DEEPEST


def _region(root: html.HtmlElement, page: str, options: Mapping[str, Any]) -> html.HtmlElement:
    chosen = by_selector(root, options.get("content", ""))
    if chosen:
        return chosen[0]
    if sum(1 for _ in islice(root.iter(), _MANY + 1)) > _MANY:
        return next(root.iter("main", "article"), root)
    return region_of(root, read_blocks(root), page if len(page) <= _LARGE else "")


def _around(region: html.HtmlElement, root: html.HtmlElement) -> html.HtmlElement:
    """What the region stands in, as far as little running text is added: files stand beside the text."""
    sizes = sizes_of(root, links=False)
    most = sizes[region] * _MORE + _LEAD
    element = region
    for outer in region.iterancestors():
        if outer.tag in ("body", "html") or sizes[outer] - sizes[region] > most:
            break
        element = outer
        if outer.tag in ("main", "article") or outer.get("role") == "main":
            break
    return element


def _is_announced(element: html.HtmlElement, region: html.HtmlElement) -> bool:
    """Whether the heading above it within the region says that other publications follow."""
    for outer in (element, *element.iterancestors()):
        if outer is region:
            return False
        for before in islice(outer.itersiblings(preceding=True), _BEFORE):
            if before.tag in _HEADINGS:
                return announces_others(clean_line(before.text_content()))
    return False


def _place(element: html.HtmlElement, furniture: set[html.HtmlElement]) -> str:
    """``furniture``, ``box`` (one for files) or nothing special."""
    if _SITE_PAPER.search(f"{_said(element)} {unquote(_address(element)).rpartition('/')[2]}"):
        return "furniture"
    boxed = False
    for step, outer in enumerate(element.iterancestors()):
        boxed = boxed or (step < _UPWARD and _is_box(outer))
        if outer in furniture:
            plain = outer.tag in ("nav", "footer", "header") or outer.get("role")
            return "box" if boxed and not plain else "furniture"
    return "box" if boxed else ""


def _is_box(element: html.HtmlElement) -> bool:
    """By its own name, or by the heading that it begins with."""
    if element.tag in ("body", "html", "main", "article"):
        return False
    if _BOX.search(f"{element.get('class', '')} {element.get('id', '')}"[:300]):
        return True
    first = next(element.iterchildren("h2", "h3", "h4", "h5", "h6", "legend", "summary"), None)
    return first is not None and _BOX.search(first.text_content()[:100]) is not None


def _is_file(element: html.HtmlElement) -> bool:
    address = _address(element)
    parts = urlsplit(address) if address and "[" not in address else None
    if parts is None or parts.scheme.lower() not in ("", "http", "https"):
        return False
    if _ENDING.search(unquote(parts.path)) or any(
        _ENDING.search(value) for _, value in parse_qsl(parts.query)
    ):
        return True
    return _TYPED.search(f"{element.get('type', '')} {_said(element)}"[-300:]) is not None


def _address(element: html.HtmlElement) -> str:
    return str(element.get(_EMBEDDED.get(str(element.tag), "href"), "")).strip()


def _said(element: html.HtmlElement) -> str:
    return clean_line(f"{element.text_content()} {element.get('title', '')}")[:300]


def _link(element: html.HtmlElement, base: str) -> AttachmentLink:
    address = document_address(_address(element), base=base)
    # A viewer that is given the file's address shows that file.
    shown = [value for _, value in parse_qsl(urlsplit(address).query) if _ENDING.search(value)]
    if element.tag in _EMBEDDED and shown and not _ENDING.search(urlsplit(address).path):
        address = document_address(shown[0], base=base)
    return AttachmentLink(url=address, name=_name(address, _said(element)))


def _name(address: str, said: str) -> str:
    file = clean_line(unquote(urlsplit(address).path).rpartition("/")[2])
    if not _ENDING.search(file):
        file = next(
            (value for _, value in parse_qsl(urlsplit(address).query) if _ENDING.search(value)), ""
        ).rpartition("/")[2]
    return (clean_line(file) or said or "attachment")[:_LONGEST_NAME]


def _base(root: html.HtmlElement, url: str) -> str:
    stated = next((one.get("href", "") for one in root.iter("base")), "")
    return document_address(stated, base=url) or url


def _unique(links: Iterable[AttachmentLink], page: str) -> tuple[AttachmentLink, ...]:
    own = document_address(page)
    found = {link.url: link for link in reversed(list(links)) if link.url and link.url != own}
    return tuple(reversed(found.values()))
