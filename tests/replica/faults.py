"""Every way in which a source or a document can go wrong, each with its place on the hostile server.

``python -m tests.replica`` crawls each of them and prints what happened and what the user sees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.replica import behaviours as bad
from tests.replica.server import Page, Replica, article, listing, packed, redirect, rss

MB = 1024 * 1024
#: Limits under which the faults below are faults.
LIMITS = {"max_body_bytes": MB, "download_timeout": 0.7}
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>_cf_chl_opt</body></html>"
LOGIN = b'<html><title>Login</title><form><input type="password"></form></html>'
CONSENT = (
    b"<html><title>Before you continue</title><p>We use cookies.</p>"
    b"<form action='/save'><button>Accept all</button></form></html>"
)
FORBIDDEN = Page(body=b"User-agent: *\nDisallow: /private/\n", media_type="text/plain")
#: "Billion laughs": ten entities, each ten times the one before.
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{_ENTITIES}]>'
    '<rss version="2.0"><channel><item><title>&e9;</title></item></channel></rss>'
).encode()
APPLICATION = (
    b"<html><head><title>News</title><script src='/app.js'></script></head>"
    b"<body><div id='root'></div><noscript>Enable JavaScript to run this app.</noscript></body></html>"
)

Place = Callable[[Replica], str]
"""Puts something hostile on the server and gives its address."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault: what it is in words, the code that it ends in, and how to make it."""

    name: str
    code: str
    place: Place
    kind: str = "feed"
    """The kind of source that meets it."""
    guarded: bool = False
    """Whether private addresses are refused, as they are outside of tests."""


def at(path: str, page: Any) -> Place:
    """One page or behaviour at one path."""

    def place(replica: Replica) -> str:
        replica.pages[path] = page
        return replica.url(path)

    return place


def _circle(replica: Replica) -> str:
    replica.pages["/a"] = redirect("/b")
    replica.pages["/b"] = redirect("/a")
    return replica.url("/a")


def _staircase(replica: Replica) -> str:
    for n in range(30):
        replica.pages[f"/step/{n}"] = redirect(f"/step/{n + 1}")
    return replica.url("/step/0")


def _elsewhere(url: str) -> Place:
    def place(replica: Replica) -> str:
        return url

    return place


def _forbidden(replica: Replica) -> str:
    replica.pages["127.0.0.1/robots.txt"] = FORBIDDEN
    return replica.html("/private/1", "Private")


def _robots_out_of_order(replica: Replica) -> str:
    replica.pages["127.0.0.1/robots.txt"] = Page(status=503)
    return replica.html("/1", "One")


def _fault(name: str, code: str, page: Any) -> Fault:
    return Fault(name=name, code=code, place=at("/x", page))


#: Faults of any address, source or document.
ANYWHERE: tuple[Fault, ...] = (
    Fault(name="port closed", code="connection", place=_elsewhere("http://127.0.0.1:1/feed")),
    Fault(name="no such host", code="dns", place=_elsewhere("http://authority.invalid/feed")),
    _fault("hangs up without a word", "connection", bad.hang_up),
    _fault("connection reset", "connection", bad.reset),
    _fault("answers something that is no HTTP", "bad_answer", bad.garbage),
    _fault("body shorter than promised", "truncated", bad.cut_short),
    _fault("ends within a chunk", "truncated", bad.cut_chunk),
    _fault("never answers", "timeout", bad.slow_headers(3)),
    _fault("endless slow answer", "timeout", bad.drip(3)),
    _fault("announces a 50-MB body", "too_large", bad.promise(50 * MB)),
    _fault("endless body", "too_large", bad.flood(2 * MB)),
    _fault("decompression bomb", "too_large", bad.bomb(64 * MB)),
    _fault(
        "says gzip and is none",
        "bad_answer",
        Page(body=b"no gzip", headers={"Content-Encoding": "gzip"}),
    ),
    _fault("unknown compression", "bad_answer", packed(b"x", encoding="rot13")),
    Fault(name="two redirects in a circle", code="redirect_loop", place=_circle),
    Fault(name="redirect to itself", code="redirect_loop", place=at("/self", redirect("/self"))),
    Fault(name="endless redirects", code="redirect_loop", place=_staircase),
    _fault("redirect to a file", "bad_address", redirect("file:///etc/passwd")),
    _fault("redirect to nonsense", "bad_address", redirect("http://[")),
    _fault("404", "http_404", Page(status=404, body=b"gone")),
    _fault("403 of a firewall", "http_403", Page(status=403, body=b"no")),
    _fault("500", "http_500", Page(status=500, body=b"oops")),
    _fault("503", "http_503", Page(status=503, body=b"busy")),
    _fault("429 with Retry-After", "http_429", Page(status=429, headers={"Retry-After": "3600"})),
    _fault("bot check with status 200", "challenge", Page(status=200, body=CHALLENGE)),
    _fault("bot check with status 403", "challenge", Page(status=403, body=CHALLENGE)),
    _fault("bot check with status 503", "challenge", Page(status=503, body=CHALLENGE)),
    _fault("login page", "challenge", Page(status=200, body=LOGIN)),
    _fault("consent wall", "challenge", Page(status=200, body=CONSENT)),
    _fault("empty body", "empty_answer", Page(body=b"")),
    _fault("body of blanks", "empty_answer", Page(body=b" \n ")),
    Fault(name="robots.txt forbids it", code="robots", place=_forbidden),
    Fault(name="robots.txt out of order", code="robots", place=_robots_out_of_order),
)

#: Sources that answer well, but not with what they should.
SOURCES: tuple[Fault, ...] = (
    _fault("a feed that is a web page", "not_a_feed", Page(body=article("News"))),
    _fault("a feed without entries", "empty_feed", Page(body=rss({}))),
    _fault("JSON that is no JSON Feed", "not_a_feed", Page(body=b'{"items": []}')),
    _fault("XML entity expansion", "empty_feed", Page(body=LAUGHS, media_type="text/xml")),
    Fault(
        name="a list without entries",
        code="empty_listing",
        place=at("/x", Page(body=listing({}))),
        kind="listing",
    ),
    Fault(
        name="an API that answers HTML",
        code="bad_answer",
        place=at("/x", Page(body=b"<html></html>")),
        kind="federal_register",
    ),
    Fault(
        name="an API without results",
        code="empty_listing",
        place=at("/x", Page(body=b'{"count": 0}')),
        kind="federal_register",
    ),
)


#: An address that resolves to a private network.
PRIVATE = Fault(
    name="address of a private network",
    code="private_address",
    place=at("/x", Page(body=rss({}))),
    guarded=True,
)


def _document(name: str, code: str, body: bytes, media_type: str = "text/html") -> Fault:
    return _fault(name, code, Page(body=body, media_type=media_type))


#: Documents that come whole and cannot be understood.
DOCUMENTS: tuple[Fault, ...] = (
    _document(
        "PDF cut off", "pdf_truncated", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog", "application/pdf"
    ),
    _document("broken PDF", "pdf_broken", b"%PDF-1.4\nnothing of a PDF\n%%EOF\n"),
    _document(
        "an archive of unknown kind", "unknown_format", b"PK\x03\x04\0\0\0\0 x", "application/zip"
    ),
    _document("page without text", "no_text", b"<html><body></body></html>"),
    _document("page that needs JavaScript", "needs_javascript", APPLICATION),
)
