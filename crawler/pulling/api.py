"""The client that talks to a platform: signed, paced, patient, and guarded like every crawl."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from yarl import URL

from crawler.errors import CrawlError
from crawler.pulling.errors import (
    RefusedRequestError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableAnswerError,
)
from crawler.sockets import as_crawl_error, read_body
from data.waiting import seconds_asked

#: How often one request is tried before the pull gives up; it goes on from there next time.
TRIES = 5
#: Longest wait, in seconds, that a platform may ask of us within a pull.
PATIENCE = 300.0
#: A day at most: nobody means the year 9999.
_LONGEST_WAIT = 86_400.0
_MOST_BYTES = 25 * 1024 * 1024
_SHOWN = 120


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What proves who we are: headers, and for how many seconds they are good."""

    headers: Mapping[str, str] = field(repr=False)
    seconds: float = 3600.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A successful answer: its JSON, and its headers by small name."""

    body: Any
    headers: Mapping[str, str]


SignIn = Callable[["Api"], Awaitable[Signature]]


class Api:
    """One platform's API at one address. ``sleep`` and ``clock`` (seconds) are replaceable.

    ``elsewhere``: the address is not the platform's own, so that whole addresses in its file
    are asked below it as well (a proxy, a test).
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        address: str,
        *,
        per_second: float,
        sign_in: SignIn,
        elsewhere: bool = False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._session = session
        self._address = address.rstrip("/")
        self._pause = 1 / per_second
        self._sign_in = sign_in
        self._elsewhere = elsewhere
        self._sleep = sleep
        self._clock = clock or asyncio.get_running_loop().time
        self._signature: Signature | None = None
        self._good_until = 0.0
        self._next_at = 0.0
        self._signing = asyncio.Lock()

    async def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """``GET`` a path below the address, signed. Raises a :class:`CrawlError`."""
        return await self._signed("GET", path, params or {}, None)

    async def plain(
        self,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """``POST`` without a signature, as signing in needs it; an ``https:`` path is taken whole."""
        sent = dict(headers or {})
        data: bytes | None = None
        if body is not None:
            sent["Content-Type"], data = "application/json", json.dumps(body).encode()
        elif form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            data = aiohttp.FormData(dict(form))().decode().encode()
        return await self._patient("POST", path, {}, sent, data)

    async def _signed(
        self, method: str, path: str, params: Mapping[str, str | int], data: bytes | None
    ) -> Answer:
        signature = await self._sign()
        try:
            return await self._patient(method, path, params, signature.headers, data)
        except SignInError:
            # A token may end before its time; a second refusal is meant.
            signature = await self._sign(instead_of=signature)
            return await self._patient(method, path, params, signature.headers, data)

    async def _sign(self, *, instead_of: Signature | None = None) -> Signature:
        async with self._signing:
            old = self._signature
            if old is None or old is instead_of or self._clock() >= self._good_until:
                self._signature = await self._sign_in(self)
                # A little early, so that no request is under way when it ends.
                self._good_until = self._clock() + 0.9 * self._signature.seconds
            assert self._signature is not None
            return self._signature

    async def _patient(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int],
        headers: Mapping[str, str],
        data: bytes | None,
    ) -> Answer:
        url = self._url(path, params)
        for attempt in range(1, TRIES + 1):
            try:
                return await self._once(method, url, headers, data)
            except CrawlError as exc:
                if not exc.transient or attempt == TRIES:
                    raise
                await self._sleep(_wait(exc, attempt))
        raise AssertionError("the last attempt returns or raises")

    def _url(self, path: str, params: Mapping[str, str | int]) -> URL:
        if path.startswith("https://"):
            path, whole = URL(path).path, "" if self._elsewhere else path
            return URL(whole or self._address + path)
        return URL(self._address + path).update_query(
            {name: str(value) for name, value in params.items()}
        )

    async def _once(
        self, method: str, url: URL, headers: Mapping[str, str], data: bytes | None
    ) -> Answer:
        await self._pace()
        shown = str(url.with_query(None))
        try:
            async with self._session.request(
                method, url, headers=dict(headers), data=data, allow_redirects=False
            ) as answer:
                body = await read_body(answer, shown, _MOST_BYTES)
                return _answer(answer, body, shown)
        except CrawlError:
            raise
        except (TimeoutError, aiohttp.ClientError, ValueError) as exc:
            raise as_crawl_error(exc, shown, seconds=self._session.timeout.total) from exc

    async def _pace(self) -> None:
        now = self._clock()
        begin = max(now, self._next_at)
        self._next_at = begin + self._pause
        if begin > now:
            await self._sleep(begin - now)


def _answer(answer: aiohttp.ClientResponse, body: bytes, url: str) -> Answer:
    if answer.status // 100 != 2:
        raise _refusal(answer, url)
    try:
        parsed = json.loads(body) if body else None
    except (ValueError, RecursionError) as exc:
        start = body[:_SHOWN].decode("utf-8", "replace")
        raise UnreadableAnswerError(url, f"the answer is not JSON; it begins {start!r}") from exc
    return Answer(
        body=parsed, headers={name.lower(): value for name, value in answer.headers.items()}
    )


def _refusal(answer: aiohttp.ClientResponse, url: str) -> CrawlError:
    """The typed error for a status that is no success."""
    status = answer.status
    wait = seconds_asked(
        answer.headers.get("Retry-After", ""), datetime.now(UTC), longest=_LONGEST_WAIT
    )
    if status in (401, 403):
        said = f"the platform answered {status}: check the credentials and what they may read"
        return SignInError(url, said, status=status)
    if status == 429:
        said = "the platform asks us to slow down (429)"
        return ThrottledError(url, said, status=status, retry_after=wait)
    if status >= 500 or status in (408, 425):
        said = f"the platform is in trouble (it answered {status}); the pull goes on where it was"
        return UnavailableError(url, said, status=status, retry_after=wait)
    if status // 100 == 3:
        said = f"the platform wants to send us elsewhere ({status}), which is not followed"
    else:
        said = f"the platform does not take our request ({status})"
    return RefusedRequestError(url, f"{said}: check the account's address", status=status)


def _wait(fault: CrawlError, attempt: int) -> float:
    """Seconds before the next attempt; raises when the platform asks for more than our patience."""
    if fault.retry_after is not None:
        if fault.retry_after > PATIENCE:
            raise ThrottledError(
                fault.url,
                f"the platform asks us to wait {fault.retry_after:,.0f} seconds; the pull goes on then",
                status=fault.status,
                retry_after=fault.retry_after,
            ) from fault
        return fault.retry_after
    return float(2**attempt) * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing
