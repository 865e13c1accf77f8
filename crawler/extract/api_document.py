"""Documents that come as JSON: GOV.UK's content items and WordPress's posts.

Their text is HTML within the JSON. It is put back into a page, title and attachments
included, and read as one. Shapes: https://docs.publishing.service.gov.uk/content-schemas.html
and https://developer.wordpress.org/rest-api/reference/posts/.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from crawler.extract.errors import ExtractError
from crawler.extract.formats import Format, RawDocument
from crawler.extract.html import read as read_html
from crawler.extract.types import Extraction

_GOVUK = (b'"base_path"', b'"content_id"')
_WORDPRESS = b'"rendered"'
_OUTCOMES = ("final_outcome_detail", "public_feedback_detail")
#: Lists of files as HTML, from before there was a list of attachments.
_DOCUMENTS = ("documents", "final_outcome_documents", "public_feedback_documents")


def read(raw: RawDocument) -> Extraction:
    """The document's text. Raises :class:`ExtractError` (``unknown_format``)."""
    page = as_page(raw.body, url=raw.url)
    return read_html(replace(raw, body=page.encode(), media_type="text/html", charset="utf-8"))


def as_page(body: bytes, *, url: str) -> str:
    """The document as an HTML page: title, text, attachments, notes of change.

    Links are absolute. Raises :class:`ExtractError`.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as exc:
        raise ExtractError("unknown_format", f"{url} is broken JSON") from exc
    if isinstance(content, dict) and isinstance(content.get("details"), dict):
        return _page(_govuk(content, url), content.get("locale"), content.get("first_published_at"))
    if isinstance(content, dict) and isinstance(content.get("content"), dict):
        return _page(_wordpress(content), None, content.get("date"))
    raise ExtractError("unknown_format", f"{url} is JSON of a kind that is not known")


def _page(parts: Iterator[str], language: Any, published: Any) -> str:
    title, *rest = parts
    lang = f' lang="{escape(language)}"' if isinstance(language, str) else ""
    day = escape(published[:10]) if isinstance(published, str) else ""
    return (
        f'<!doctype html><html{lang}><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{day}"></head>'
        f"<body><main><article><h1>{title}</h1>{''.join(rest)}</article></main></body></html>"
    )


def _govuk(content: Mapping[str, Any], url: str) -> Iterator[str]:
    details: Mapping[str, Any] = content["details"]
    yield escape(_text(content, "title"))
    yield f"<p>{escape(_text(content, 'description'))}</p>"
    yield from _days(details)
    yield _body(details.get("body"))
    for part in _objects(details, "parts"):
        yield f"<h2>{escape(_text(part, 'title'))}</h2>{_body(part.get('body'))}"
    for name in _OUTCOMES:
        yield _text(details, name)
    for name in _DOCUMENTS:
        yield from _texts(details, name)
    attachments = [
        f"<li>{escape(_text(one, 'title'))}{_file(urljoin(url, _text(one, 'url')))}</li>"
        for one in _objects(details, "attachments")
        if _text(one, "url")
    ]
    yield _section("Documents", attachments)
    notes = [
        f"<li>{escape(_text(one, 'public_timestamp')[:10])}: {escape(_text(one, 'note'))}</li>"
        for one in _objects(details, "change_history")
        if _text(one, "note")
    ]
    yield _section("Updates", notes)


def _days(details: Mapping[str, Any]) -> Iterator[str]:
    """When a consultation opens and closes, which stands nowhere in its text."""
    for name, label in (("opening_date", "Opening date"), ("closing_date", "Closing date")):
        if _text(details, name):
            yield f"<p>{label}: {escape(_text(details, name)[:10])}</p>"


def _file(address: str) -> str:
    """A link beside the title: a list of nothing but links would be taken for a menu."""
    name = unquote(urlsplit(address).path).rpartition("/")[2]
    return f' (<a href="{escape(address)}">{escape(name)}</a>)'


def _body(body: Any) -> str:
    """HTML; some schemas give a list of the same text in several types."""
    if isinstance(body, str):
        return body
    if not isinstance(body, list):
        return ""
    texts = [one for one in body if isinstance(one, dict)]
    return next(
        (_text(one, "content") for one in texts if "html" in _text(one, "content_type")), ""
    )


def _section(title: str, items: list[str]) -> str:
    return f"<h2>{title}</h2><ul>{''.join(items)}</ul>" if items else ""


def _wordpress(content: Mapping[str, Any]) -> Iterator[str]:
    title = content.get("title")
    yield _text(title, "rendered") if isinstance(title, dict) else ""
    yield _text(content["content"], "rendered")


def _text(values: Any, name: str) -> str:
    value = values.get(name) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _texts(values: Mapping[str, Any], name: str) -> Iterator[str]:
    found = values.get(name)
    yield from (one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _objects(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = values.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def is_api_document(body: bytes) -> bool:
    """Whether a body, or its beginning, can only be one of these."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and (all(mark in start for mark in _GOVUK) or _WORDPRESS in start)


FORMAT = Format(
    name="api_document",
    media_types=frozenset({"application/json"}),
    sniff=is_api_document,
    read=read,
    order=40,
)
