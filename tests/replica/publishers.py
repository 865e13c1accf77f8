"""Answers in the shape of the publishers' own interfaces; every sentence in them is ours."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.replica.server import Page


def as_json(content: Any, **headers: str) -> Page:
    """An API's answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(body=json.dumps(content).encode(), media_type="application/json", headers=named)


def boe_issue(day: date, sections: Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]) -> Page:
    """Contents of an issue: section → department → (number, title)."""
    parts = []
    for code, departments in sections.items():
        parts.append(f"<seccion codigo={quoteattr(code)} nombre='Sección {code}'>")
        for name, items in departments.items():
            parts.append(f"<departamento codigo='1' nombre={quoteattr(name)}>")
            parts.append("<epigrafe nombre='Telecomunicaciones'>")
            parts += [_boe_item(number, title) for number, title in items]
            parts.append("</epigrafe></departamento>")
        parts.append("</seccion>")
    body = (
        "<?xml version='1.0' encoding='utf-8'?><response><status><code>200</code><text>ok</text>"
        f"</status><data><sumario><metadatos><publicacion>BOE</publicacion><fecha_publicacion>"
        f"{day:%Y%m%d}</fecha_publicacion></metadatos><diario numero='44'><sumario_diario>"
        f"<identificador>BOE-S-{day.year}-44</identificador></sumario_diario>"
        f"{''.join(parts)}</diario></sumario></data></response>"
    )
    return Page(body=body.encode(), media_type="application/xml")


def _boe_item(number: str, title: str) -> str:
    return (
        f"<item><identificador>{number}</identificador><titulo>{escape(title)}</titulo>"
        f"<url_pdf szBytes='1'>/boe/pdfs/{number}.pdf</url_pdf>"
        f"<url_html>/diario_boe/txt.php?id={number}</url_html></item>"
    )


BOE_NONE = Page(
    status=404,
    body=b"<response><status><code>404</code><text>none</text></status><data/></response>",
    media_type="application/xml",
)


def dziennik_year(year: int, titles: Mapping[int, str], **facts: Any) -> Page:
    """All acts of a year, by position."""
    items = [
        {
            "ELI": f"DU/{year}/{pos}",
            "address": f"WDU{year}{pos:07}",
            "displayAddress": f"Dz.U. {year} poz. {pos}",
            "publisher": "DU",
            "year": year,
            "pos": pos,
            "title": title,
            "type": "Rozporządzenie",
            "announcementDate": f"{year}-01-{pos:02}",
            "promulgation": f"{year}-02-{pos:02}",
            "changeDate": f"{year}-03-01T10:00:00",
            "textPDF": True,
            "textHTML": True,
            **facts,
        }
        for pos, title in titles.items()
    ]
    return as_json({"count": len(items), "items": items, "offset": 0, "totalCount": len(items)})


def pravo_page(titles: Mapping[str, str], *, page: int = 1, pages: int = 1) -> Page:
    """Acts by their number of publication, of which the first digits are the day."""
    items = [
        {
            "eoNumber": number,
            "complexName": f"Приказ Министерства \n {title}",
            "title": title,
            "documentDate": "2026-11-02T00:00:00",
            "publishDateShort": f"{number[4:8]}-{number[8:10]}-{number[10:12]}T00:00:00",
            "viewDate": "16.11.2026",
            "hasSvg": False,
            "pagesCount": 3,
        }
        for number, title in titles.items()
    ]
    return as_json(
        {
            "items": items,
            "itemsTotalCount": len(items) * pages,
            "itemsPerPage": 100,
            "currentPage": page,
            "pagesTotalCount": pages,
        }
    )


def dou_page(acts: Sequence[tuple[str, str, str]], *, script: str = "params") -> Page:
    """A day's section: (name in the address, title, issuer)."""
    found = [
        {
            "pubName": "DO1",
            "urlTitle": name,
            "title": title,
            "pubDate": "16/11/2026",
            "content": f"Dispõe sobre {title.lower()}",
            "artType": "Resolução",
            "hierarchyStr": issuer,
            "classPK": "1",
        }
        for name, title, issuer in acts
    ]
    content = json.dumps({"typeNormDay": {"DO1": True}, "jsonArray": found}).replace("</", "<\\/")
    body = (
        "<!doctype html><html lang='pt-BR'><head><title>Leitura do Jornal</title>"
        "<script>var dataLayer = {'jsonArray': 'no'};</script></head><body><div id='app'></div>"
        f"<script id='{script}' type='application/json'>{content}</script></body></html>"
    )
    return Page(body=body.encode())


def wordpress_posts(
    posts: Sequence[Mapping[str, Any]], *, pages: int = 1, kind: str = "posts"
) -> Page:
    """A page of posts: ``id``, ``link``, ``title``, and what else is given."""
    found = [
        {
            "date": "2026-11-16T00:30:00",
            "modified_gmt": "2026-11-15T21:30:00",
            "type": kind,
            "excerpt": {"rendered": "<p>In short.</p>\n", "protected": False},
            **post,
            "title": {"rendered": post["title"]},
        }
        for post in posts
    ]
    return as_json(found, X_WP_Total=str(len(posts)), X_WP_TotalPages=str(pages))


def wordpress_post(title: str, text: str) -> Page:
    """One post with its text, as asked with ``_fields``."""
    content = {"id": 7, "date": "2026-11-16T00:30:00", "link": "https://r.example/7"}
    texts = {"title": {"rendered": title}, "content": {"rendered": text, "protected": False}}
    return as_json({**content, **texts})


def govuk_atom(documents: Mapping[str, str]) -> Page:
    """A finder's feed: title by address."""
    entries = "".join(
        f"<entry><id>{url}#2026-11-16</id><updated>2026-11-16T09:30:00+00:00</updated>"
        f'<link rel="alternate" type="text/html" href="{url}"/><title>{escape(title)}</title>'
        "<summary>In short.</summary></entry>"
        for url, title in documents.items()
    )
    head = "<id>urn:finder</id><title>Policy papers and consultations</title>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en-GB'>{head}{entries}</feed>"
    return Page(body=body.encode(), media_type="application/atom+xml; charset=utf-8")


def govuk_item(title: str, body: str, **details: Any) -> Page:
    """One document of the content API."""
    return as_json(
        {
            "base_path": "/government/publications/a-paper",
            "content_id": "0d2d1cd5-4f6a-4b1a-9a0a-5d1d0d6c7f11",
            "description": "What the paper is about, in a sentence.",
            "document_type": "policy_paper",
            "first_published_at": "2026-11-02T09:30:00.000+00:00",
            "locale": "en",
            "public_updated_at": "2026-11-16T09:30:00.000+00:00",
            "title": title,
            "details": {"body": body, **details},
        }
    )


def sitemap(pages: Mapping[str, str]) -> Page:
    """A sitemap: ``lastmod`` (may be empty) by address."""
    rows = "".join(
        f"<url><loc>{escape(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for url, day in pages.items()
    )
    return _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>')


def sitemap_index(parts: Mapping[str, str]) -> Page:
    """An index of sitemaps: ``lastmod`` by address."""
    rows = "".join(
        f"<sitemap><loc>{escape(url)}</loc><lastmod>{day}</lastmod></sitemap>"
        for url, day in parts.items()
    )
    name = "sitemapindex"
    return _xml(f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{name}>')


def _xml(root: str) -> Page:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'
    return Page(body=body.encode(), media_type="application/xml")


def files_page(rows: Sequence[tuple[str, str, str]]) -> Page:
    """A table of regulations whose links say “Download”: (day, title, address)."""
    lines = "".join(
        f"<tr><td>{day}</td><td>{escape(title)}</td><td><a href='{url}'>Download</a></td></tr>"
        for day, title, url in rows
    )
    body = (
        "<!doctype html><html lang='en'><head><title>Regulations</title></head><body>"
        "<nav><a href='/'>Home</a><a href='/files/privacy.pdf'>Privacy</a></nav><main>"
        f"<h1>Regulations</h1><table><tr><th>Date</th><th>Title</th><th>File</th></tr>{lines}"
        "</table></main><footer><a href='/files/accessibility.pdf'>Accessibility</a></footer>"
        "</body></html>"
    )
    return Page(body=body.encode())
