"""A small web server on the loopback for the demo's world: conditional requests, nothing else."""

import errno
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from webapp.demo.errors import PortBusyError
from webapp.demo.site import Page, Site, ready

HOST = "127.0.0.1"
_OTHER_SITES = (
    "stop it, or start a demo of its own with ROAMWATCH_INSTANCE=another-folder and --port"
)
_OTHER_WEB = "stop it, or set ROAMWATCH_WEB_PORT to a free one"
_MISSING = ready(b"<!doctype html><title>404</title><h1>Not found</h1>", "text/html", status=404)


class SampleServer:
    """Serves one :data:`Site` at a time; :meth:`serve` swaps it, as when a week goes by.

    Use as a context manager. ``port`` 0 takes a free one; :class:`PortBusyError` when taken.
    """

    def __init__(self, *, port: int = 0) -> None:
        self._http = _listen(port, _OTHER_SITES)
        self._thread = Thread(target=self._http.serve_forever, args=(0.1,), daemon=True)

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self._http.server_address[1])

    @property
    def base_url(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def serve(self, site: Site) -> None:
        """From now on answer from ``site``."""
        self._http.site = site

    def __enter__(self) -> Self:
        """Start answering, in a thread of its own."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and give the port back."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def require_free_web_port(port: int) -> None:
    """Raise :class:`PortBusyError` now rather than after the play, which takes a while."""
    _listen(port, _OTHER_WEB).server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    # An address left in TIME_WAIT by the last demo is no other program's.
    allow_reuse_address = True
    request_queue_size = 128
    site: Site

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.site = {}
        super().__init__(address, handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    server_version = "sample-world"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:  # http.server's name
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the crawler's own log tells what it fetched."""

    def _answer(self, *, with_body: bool) -> None:
        path = quote(unquote(urlsplit(self.path).path))
        page = self.server.site.get(path, _MISSING)
        unchanged = page.status == 200 and self._holds(page)
        body = b"" if unchanged else page.body
        self.send_response(304 if unchanged else page.status)
        self.send_header("ETag", f'"{page.tag}"')
        if page.modified:
            self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        for name, value in page.headers.items():
            self.send_header(name, value)
        if not unchanged:
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _holds(self, page: Page) -> bool:
        """Whether the client's copy is the page (RFC 9110: a tag outranks a date)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return f'"{page.tag}"' in tags or tags.strip() == "*"
        since = _moment(self.headers.get("If-Modified-Since"))
        return page.modified is not None and since is not None and page.modified <= since


def _listen(port: int, remedy: str) -> _Http:
    try:
        return _Http((HOST, port), _Handler)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            raise PortBusyError(port, remedy) from exc
        raise


def _moment(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
