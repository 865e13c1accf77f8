"""Requests to the issuer: guarded, bounded, never redirected; and only when somebody signs in.

They run in a loop of their own, which goes on: a loop that ends waits for its name server, however long.

The issuer's own host may be private: the operator named it in the settings, and companies run theirs
inside. Hosts that only its discovery document names must be public, as everywhere else.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock, Thread
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from crawler.errors import CrawlError, PrivateAddressError
from crawler.sockets import as_crawl_error, guarded_connector, read_body
from webapp.signon.refusals import SignOnError

#: Longest that one question may take, in seconds, with its host's name and its whole answer: somebody waits.
TIMEOUT = 8.0
MOST_BYTES = 512 * 1024
#: So many sign-ins ask at once, and others wait for so many seconds: an issuer that hangs must not take
#: every thread of the pages.
AT_ONCE, TURN = 3, 1.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came: the status, and the object that was its JSON (empty if it was none)."""

    status: int
    body: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Asks an issuer and the addresses that it names."""

    issuer: str
    allow_private: bool
    timeout: float = TIMEOUT
    turn: float = TURN
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """The JSON object at an address. Raises :class:`SignOnError`."""
        answer = self.ask("GET", url, headers or {}, None)
        if answer.status >= 500:
            raise SignOnError("down", f"{url} answered {answer.status}")
        if answer.status != 200 or not answer.body:
            raise SignOnError(
                "misconfigured",
                f"{url} answered {answer.status} without the JSON that belongs there",
            )
        return answer.body

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: str | None) -> Answer:
        """One request. Raises :class:`SignOnError` when no whole answer came."""
        loop = _loop()
        if not self.turns.acquire(timeout=self.turn):
            raise SignOnError("down", f"{url}: {AT_ONCE} questions wait for an answer already")
        question = asyncio.run_coroutine_threadsafe(self._once(method, url, headers, body), loop)
        try:
            return question.result(self.timeout)
        except TimeoutError as exc:
            raise SignOnError(
                "down", f"{url}: no whole answer within {self.timeout:g} seconds"
            ) from exc
        except PrivateAddressError as exc:
            raise SignOnError("misconfigured", f"{url}: {exc}") from exc
        except CrawlError as exc:
            raise SignOnError("down", f"{url}: {exc}") from exc
        finally:
            question.cancel()  # nobody waits for it any more
            self.turns.release()

    async def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None
    ) -> Answer:
        own = urlsplit(url).hostname == urlsplit(self.issuer).hostname
        connector = guarded_connector(allow_private=own or self.allow_private, limit=1)
        try:
            async with (
                aiohttp.ClientSession(connector=connector) as session,
                session.request(
                    method, url, headers=dict(headers), data=body, allow_redirects=False
                ) as answer,
            ):
                return Answer(
                    status=answer.status, body=_object(await read_body(answer, url, MOST_BYTES))
                )
        except CrawlError:
            raise
        except (aiohttp.ClientError, OSError, ValueError) as exc:
            raise as_crawl_error(exc, url, seconds=self.timeout) from exc


_starting = Lock()
_running: list[asyncio.AbstractEventLoop] = []


def _loop() -> asyncio.AbstractEventLoop:
    """The loop of all questions, in a thread that ends with the process; begun by the first question."""
    with _starting:
        if not _running:
            loop = asyncio.new_event_loop()
            Thread(target=loop.run_forever, name="sign-on", daemon=True).start()
            _running.append(loop)
        return _running[0]


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
