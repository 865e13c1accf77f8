"""A static site on the loopback, in a process of its own: index pages, feeds, and what they list.

``python -m tests.benchmarks._pages [PAGES]``: prints its port.
"""

import asyncio
import sys

INDEXES = 20
PER_INDEX = 100
PAGES = INDEXES * PER_INDEX
FEEDS = 500
PER_FEED = 20
POLLS = 2000

_PARAGRAPH = (
    "The authority has considered how devices that roam permanently are to be registered. "
    "Operators of foreign networks shall notify it within one hundred and twenty days of the "
    "first use of a device, giving its identity, its purpose and the person who answers for it."
)
_MENU = "".join(f'<li><a href="/menu/{n}">Menu entry {n}</a></li>' for n in range(40))


def _html(title: str, body: str) -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><header><nav><ul>{_MENU}</ul></nav></header><main>{body}</main>"
        "<footer><p>Authority of the benchmark</p></footer></body></html>"
    ).encode()


def page(number: int) -> bytes:
    """One publication, about 12 kB."""
    text = "".join(f"<p>{n}. {_PARAGRAPH}</p>" for n in range(1, 31))
    return _html(f"Decision {number}", f"<article><h1>Decision {number}</h1>{text}</article>")


def index(number: int) -> bytes:
    """A list of publications."""
    rows = "".join(
        f'<li><time>2026-11-{1 + n % 28:02}</time> <a href="/page/{n}">Decision number {n} on the '
        "registration of devices</a></li>"
        for n in range(number * PER_INDEX, (number + 1) * PER_INDEX)
    )
    return _html("News", f"<ul class='news'>{rows}</ul>")


def feed(number: int) -> bytes:
    """An RSS feed of publications, each with a paragraph of text."""
    items = "".join(
        f"<item><title>Decision {n} of authority {number}</title><guid>{number}-{n}</guid>"
        f"<link>/page/{number * PER_FEED + n}</link>"
        f"<pubDate>Mon, {1 + n:02} Nov 2026 09:00:00 +0000</pubDate>"
        f"<description>{_PARAGRAPH}</description></item>"
        for n in range(PER_FEED)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{number}</title>'
        f"<link>/</link><description>News</description>{items}</channel></rss>"
    ).encode()


class _Protocol(asyncio.Protocol):
    answers: dict[bytes, bytes]
    missing: bytes
    unchanged: bytes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._heard = b""

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, self._heard = self._heard.split(b"\r\n\r\n", 1)
            if b"\r\nif-none-match:" in head.lower():
                self._transport.write(self.unchanged)
                continue
            self._transport.write(self.answers.get(head.split(b" ", 2)[1], self.missing))


def _answer(
    body: bytes, status: bytes = b"200 OK", media_type: bytes = b"text/html; charset=utf-8"
) -> bytes:
    return (
        b"HTTP/1.1 " + status + b"\r\nContent-Type: " + media_type + b'\r\nETag: "1"\r\n'
        b"Content-Length: %d\r\n\r\n" % len(body)
    ) + body


async def _serve(pages: int) -> None:
    _Protocol.missing = _answer(b"", b"404 Not Found")
    _Protocol.unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    rss = b"application/rss+xml"
    _Protocol.answers = {
        **{f"/index/{n}".encode(): _answer(index(n)) for n in range(pages // PER_INDEX)},
        **{f"/page/{n}".encode(): _answer(page(n)) for n in range(pages)},
        **{f"/feed/{n}".encode(): _answer(feed(n), media_type=rss) for n in range(FEEDS)},
    }
    server = await asyncio.get_running_loop().create_server(_Protocol, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
