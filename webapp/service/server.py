"""The web process: waitress serves the pages until SIGTERM."""

import gc
import logging
import signal
from collections.abc import Callable
from types import FrameType

from waitress.server import create_server

from data.settings import Settings
from webapp import create_app
from webapp.service.setup import ServiceError, open_store

log = logging.getLogger(__name__)
#: Pages take a few milliseconds each; more threads would only wait for the one interpreter.
THREADS = 8
#: So many more things are made than let go before the collector looks at the young ones.
YOUNG = 10_000


def serve(settings: Settings, *, started: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGTERM or SIGINT; open requests are answered first.

    ``started`` is called once the port is open.

    Raises :class:`ServiceError` when the store is not ready or the port is taken.
    """
    engine = open_store(settings)
    app = create_app(settings, engine)
    try:
        server = create_server(
            app,
            host=settings.web_host,
            port=settings.web_port,
            threads=THREADS,
            ident="",
            clear_untrusted_proxy_headers=True,
        )
    except OSError as exc:
        raise ServiceError(
            f"cannot listen on {settings.web_host}:{settings.web_port}: {exc.strerror}; "
            "set ROAMWATCH_WEB_PORT to a free port"
        ) from exc
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    started()
    # A name with several addresses (localhost: IPv4 and IPv6) gives one server for all of them.
    port = getattr(server, "effective_port", settings.web_port)
    log.info("web listening", extra={"facts": {"address": f"http://{settings.web_host}:{port}"}})
    settle_memory()
    try:
        server.run()
    finally:
        server.close()
        engine.dispose()
        log.info("web stopped")


def settle_memory() -> None:
    """Leave what was loaded at the start out of the collector's rounds: it never goes away.

    A full round over it takes a tenth of a second, in the middle of somebody's page. What a page
    makes is let go as it ends; rounds in between would only take it for long-lived, and the more
    of it, the sooner comes the next full round.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # waitress ends its loop on this, and lets open requests finish.
    raise SystemExit(0)
