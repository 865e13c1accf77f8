"""A web server on the loopback that can misbehave in every way that real ones do.

Pages are answered politely, with validators and conditional requests; a behaviour is a
function that writes to the socket whatever it likes.
"""

import gzip
import hashlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A well-behaved answer."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tagged: bool = False
    """Send an ETag and honour If-None-Match."""


Behaviour = Callable[[socket.socket, Ask], None]


class Replica:
    """The server. ``pages`` may be changed while it runs; ``asked`` is what was requested."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Behaviour] = {}
        self.asked: list[Ask] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._tcp = _Tcp((HOST, 0), _Handler)
        self._tcp.replica = self
        self._thread = threading.Thread(target=self._tcp.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self._tcp.server_address[1])

    def url(self, path: str = "/", *, host: str = HOST) -> str:
        """Address of a path; ``localhost`` is a second host with the same pages."""
        return f"http://{host}:{self.port}{path}"

    def html(self, path: str, title: str, text: str = "", *, tagged: bool = False) -> str:
        """Put an article there; its address."""
        self.pages[path] = Page(body=article(title, text), tagged=tagged)
        return self.url(path)

    def feed(self, path: str, links: Mapping[str, str], *, tagged: bool = False) -> str:
        """Put an RSS feed there, of titles by path; its address."""
        self.pages[path] = Page(
            body=rss({self.url(link): title for link, title in links.items()}),
            media_type="application/rss+xml",
            tagged=tagged,
        )
        return self.url(path)

    def page(self, host: str, path: str) -> Page | Behaviour:
        """What stands there: for one host (``localhost/path``), for all, or for all that begins so

        (``/api*``), whatever its query is.
        """
        own = self.pages.get(host.partition(":")[0] + path) or self.pages.get(path)
        begins = (
            page
            for start, page in self.pages.items()
            if start.endswith("*") and path.startswith(start[:-1])
        )
        return own or next(begins, None) or Page(status=404, body=b"not here")

    def paths(self) -> list[str]:
        """Paths that were asked for, in order, without robots.txt."""
        return [ask.path for ask in self.asked if ask.path != "/robots.txt"]

    def last(self, path: str) -> Ask:
        """The latest request for a path."""
        return next(ask for ask in reversed(self.asked) if ask.path == path)

    def forget(self) -> None:
        """Empty the list of what was asked."""
        self.asked.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._tcp.shutdown()
        self._thread.join()
        self._tcp.server_close()


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    replica: Replica


class _Handler(socketserver.StreamRequestHandler):
    server: _Tcp
    timeout = 30

    def handle(self) -> None:
        self.server.replica.connections += 1
        with suppress(OSError):
            while self._answer():
                pass

    def _answer(self) -> bool:
        """Answer one request; whether the connection stays."""
        line = self.rfile.readline(65536).decode("latin-1")
        if not line.strip():
            return False
        method, path, _ = line.split(" ", 2)
        headers = dict(self._headers())
        ask = Ask(method=method, path=path, headers=headers)
        replica = self.server.replica
        replica.asked.append(ask)
        page = replica.page(headers.get("host", ""), path)
        if isinstance(page, Page):
            self.connection.sendall(render(page, ask))
            return True
        page(self.connection, ask)
        return False

    def _headers(self) -> Iterator[tuple[str, str]]:
        while line := self.rfile.readline(65536).decode("latin-1").strip():
            name, _, value = line.partition(":")
            yield name.strip().lower(), value.strip()


def render(page: Page, ask: Ask) -> bytes:
    """The bytes of a page's answer to a request."""
    tag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
    headers = {"Content-Type": page.media_type, "Content-Length": str(len(page.body))}
    status, body = page.status, page.body
    if page.tagged:
        headers["ETag"] = tag
        if ask.headers.get("if-none-match") == tag:
            status, body = 304, b""
            headers = {"ETag": tag}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**headers, **page.headers}.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode("latin-1") + body


@contextmanager
def serving() -> Iterator[Replica]:
    """A running server."""
    with Replica() as replica:
        yield replica


def article(title: str, text: str = "", *, lang: str = "en") -> bytes:
    """A page like a regulator's, with enough text to be one."""
    body = text or (
        f"The authority decided on the matter of {title}. Devices that roam permanently shall "
        "be registered by their operator within one hundred and twenty days of first use."
    )
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    return (
        f"<!doctype html><html lang='{lang}'><head><title>{title}</title></head><body>"
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main></body></html>"
    ).encode()


def rss(links: Mapping[str, str]) -> bytes:
    """A feed of titles by address."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link></item>" for url, title in links.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def listing(links: Mapping[str, str]) -> bytes:
    """An index page of titles by address, dated from the first of November 2026 on."""
    rows = "".join(
        f'<li><time datetime="2026-11-{day:02}">{day} November 2026</time> '
        f'<a href="{url}">{title}</a></li>'
        for day, (url, title) in enumerate(links.items(), 1)
    )
    return (
        "<!doctype html><html lang='en'><head><title>News</title></head><body><main>"
        f"<h1>News</h1><ul class='news'>{rows}</ul></main></body></html>"
    ).encode()


def redirect(target: str, *, status: int = 302) -> Page:
    """An answer that points elsewhere."""
    return Page(status=status, headers={"Location": target})


def packed(body: bytes, *, encoding: str = "gzip") -> Page:
    """An answer in Content-Encoding gzip."""
    return Page(body=gzip.compress(body), headers={"Content-Encoding": encoding})
