"""Receivers of webhooks on the loopback for tests: good ones, and ones that misbehave."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer: status, headers, body; and whether it comes at all."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    silent: bool = False
    drips: bool = False
    """The body never ends: a byte every tenth of a second."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Keeps what it gets; ``answer`` says what to each."""

    answer: Callable[[Post], Reply] = lambda _post: Reply()
    posts: list[Post] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        """The ``webhook-id`` of each request."""
        return [post.headers["webhook-id"] for post in self.posts]


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        receiver = self.server.receiver
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        post = Post(path=self.path, headers=headers, body=self.rfile.read(length))
        receiver.posts.append(post)
        reply = receiver.answer(post)
        if reply.silent:
            receiver.ended.wait(30)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not reply.drips:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        while reply.drips and not receiver.ended.wait(0.1):
            self.wfile.write(b".")
            self.wfile.flush()

    def log_message(self, *_arguments: Any) -> None:
        """Tests want no lines."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: Receiver

    def handle_error(self, *_arguments: Any) -> None:
        """A client that hung up is what some of these tests are about."""


@contextmanager
def webhook_server(receiver: Receiver, path: str = "/hook") -> Iterator[str]:
    """Run a server for the receiver; gives the address to post to."""
    server = _Server((HOST, 0), _Handler)
    server.receiver = receiver
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}{path}"
    finally:
        receiver.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
