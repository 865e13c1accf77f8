"""A real server on the loopback for the browser: waitress in a thread, on a port of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from waitress.server import create_server


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """Serve ``app`` until the block ends; gives its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    closing = threading.Event()

    def run() -> None:
        try:
            server.run()
        except OSError:
            # It may be looking at its sockets while they are closed: so it ends.
            if not closing.is_set():
                raise

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        closing.set()
        server.close()
        thread.join(timeout=10)
