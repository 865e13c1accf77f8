"""Sitemaps: XML, an index of them, plain lists of addresses; packed with gzip or not.

https://www.sitemaps.org/protocol.html. A sitemap lists every page of a site: the source's
``paths`` say which of them are documents. It has no titles (but for news sitemaps); the
document's own is taken.
"""

import zlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.answers import Answer
from crawler.errors import BadAnswerError, TooLargeError
from crawler.extract.clean import clean_line
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Kind, Listed
from crawler.spiders.json_answers import day_in, moment_in
from data.words import SourceKind

#: The protocol's own limit of an unpacked sitemap.
_MAX_BYTES = 50 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31


def read(answer: Answer, task: SourceTask) -> Listed:
    """The addresses that the source's paths let pass, latest changed first.

    Of an index, the parts, in the same order. Raises :class:`BadAnswerError`,
    :class:`TooLargeError`.
    """
    body = _unpacked(answer)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Listed(entries=tuple(_plain_list(answer, body, task)))
    if b"<html" in body[:2048].lower():
        raise BadAnswerError(answer.url, "expected a sitemap, got an HTML page")
    root = _root(answer, body)
    name = etree.QName(root).localname
    if name == "sitemapindex":
        parts = _latest_first([_entry(element) for element in root if _is_element(element)])
        return Listed(parts=tuple(part.url for part in parts if part.url))
    if name != "urlset":
        raise BadAnswerError(answer.url, f"expected a sitemap, got <{name}>")
    entries = [_entry(element) for element in root if _is_element(element)]
    return Listed(entries=tuple(_latest_first([one for one in entries if wants(one.url, task)])))


def wants(url: str, task: SourceTask) -> bool:
    """Whether an address's path is one that the source asks for."""
    path = unquote(urlsplit(url).path)
    chosen, refused = task.options.get("paths", ()), task.options.get("not_paths", ())
    return (not chosen or any(_matches(path, one) for one in chosen)) and not any(
        _matches(path, one) for one in refused
    )


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) if "*" in pattern else path.startswith(pattern)


def _unpacked(answer: Answer) -> bytes:
    if not answer.body.startswith(_GZIP):
        return answer.body
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        body = unpacker.decompress(answer.body, _MAX_BYTES)
    except zlib.error as exc:
        raise BadAnswerError(answer.url, "the packed sitemap is damaged") from exc
    if unpacker.unconsumed_tail:
        raise TooLargeError(answer.url, f"unpacks to more than {_MAX_BYTES} bytes")
    return body


def _root(answer: Answer, body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True
    )
    try:
        # White space before the declaration is common, and no XML.
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as exc:
        raise BadAnswerError(answer.url, "expected a sitemap, got broken XML") from exc
    if root is None:
        raise BadAnswerError(answer.url, "expected a sitemap, got broken XML")
    return root


def _is_element(element: etree._Element) -> bool:
    return isinstance(element.tag, str)


def _text(element: etree._Element, name: str) -> str:
    """The text of the first element of that name below, whatever its namespace."""
    found = next((one for one in element.iter(f"{{*}}{name}")), None)
    return clean_line(found.text or "") if found is not None else ""


def _entry(element: etree._Element) -> ListedLink:
    published = _text(element, "publication_date")
    return ListedLink(
        url=_text(element, "loc"),
        title=_text(element, "title") if published else "",
        published_on=day_in(published),
        updated_at=moment_in(_text(element, "lastmod")),
    )


def _latest_first(entries: list[ListedLink]) -> list[ListedLink]:
    """Dated ones first, the rest in their order."""
    return sorted(
        entries, key=lambda one: one.updated_at.timestamp() if one.updated_at else 0.0, reverse=True
    )


def _plain_list(answer: Answer, body: bytes, task: SourceTask) -> Iterator[ListedLink]:
    lines = [line.strip() for line in body.decode("utf-8", errors="replace").splitlines()]
    urls = [line for line in lines if line.startswith(("http://", "https://"))]
    if not urls:
        raise BadAnswerError(answer.url, "expected a sitemap, got something else")
    return (ListedLink(url=url, title="") for url in urls if wants(url, task))


KIND = Kind(name=SourceKind.SITEMAP, read=read)
