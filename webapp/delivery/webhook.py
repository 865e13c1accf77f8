"""The channel ``webhook``: a signed POST by the rules of Standard Webhooks.

An answer of 2xx is acceptance, whatever its body says: that is the rule both sides rely on,
and a receiver that answers 200 with an error page gets no repeats that it could not tell apart.
Its beginning is kept in the log of deliveries, where its owner sees it. Redirects are not
followed: a signed message goes where its owner said, and nowhere else.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

import aiohttp
from standardwebhooks.webhooks import Webhook as Signer

from crawler.errors import CrawlError
from crawler.sockets import as_crawl_error, guarded_connector
from data.settings import Settings
from data.waiting import seconds_asked
from webapp.alerts.wording import one_line
from webapp.delivery.payload import payload
from webapp.delivery.types import Outgoing, Receipt, ReceiverGoneError, Target, TransportError

#: Longest that connecting, sending and the whole answer may take together, in seconds.
TIMEOUT = 15.0
#: What is read of an answer, and what of that is kept.
MOST_BYTES, KEPT = 4096, 200
_GONE = 410
#: Longest that a receiver may ask us to wait, in seconds: three years.
_LONGEST_WAIT = 1e8


class Webhook:
    """Sends each notice as one signed POST."""

    name = "webhook"
    lanes: ClassVar[int] = 1
    at_once: ClassVar[int] = 1

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        self._timeout = timeout

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The channel for these settings; connects only when something is sent."""
        return cls(settings)

    def send(self, outgoing: Outgoing, target: Target) -> Receipt:
        """Post it; raises :class:`TransportError`."""
        body = payload(outgoing, base_url=self._settings.base_url)
        now = outgoing.attempted_at or outgoing.created_at
        headers = signed_headers(outgoing.key, body, target.secrets, now)
        try:
            status, answer, wait = asyncio.run(self._post(target.secrets["url"], body, headers))
        except CrawlError as exc:
            # The address may hold a secret, and stands in no message of these.
            raise TransportError(one_line(str(exc), 300), permanent=False) from None
        return judged(status, answer, retry_after(wait, now))

    def close(self) -> None:
        """Nothing is kept open."""

    async def _post(
        self, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, str, str]:
        connector = guarded_connector(allow_private=self._settings.allow_private_addresses, limit=1)
        try:
            async with (
                asyncio.timeout(self._timeout),
                aiohttp.ClientSession(connector=connector, auto_decompress=False) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                text = await _beginning(answer)
                return answer.status, text, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as exc:
            raise as_crawl_error(exc, url, seconds=self._timeout) from exc


def signed_headers(
    key: str, body: bytes, secrets: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """The headers of Standard Webhooks. While a secret is being changed, both sign."""
    signatures = [
        Signer(secrets[name]).sign(msg_id=key, timestamp=now.astimezone(UTC), data=body.decode())
        for name in ("secret", "old")
        if secrets.get(name)
    ]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Roamwatch",
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def judged(status: int, answer: str, wait: timedelta | None) -> Receipt:
    """The receipt of an answer. Pure. Raises :class:`TransportError` for what is no acceptance."""
    said = f"HTTP {status}" + (f": {answer}" if answer else "")
    if 200 <= status < 300:
        return Receipt(answer=said)
    if status == _GONE:
        raise ReceiverGoneError(f"the receiver is gone ({said})")
    if 300 <= status < 400:
        raise TransportError(
            f"HTTP {status}: it redirects, which is not followed; enter the final address",
            permanent=False,
        )
    raise TransportError(said, permanent=False, retry_after=wait)


def retry_after(value: str, now: datetime) -> timedelta | None:
    """What ``Retry-After`` asks for; None when it asks for nothing."""
    seconds = seconds_asked(value, now, longest=_LONGEST_WAIT)
    return None if seconds is None else timedelta(seconds=seconds)


async def _beginning(answer: aiohttp.ClientResponse) -> str:
    """The first characters of an answer, on one harmless line; of a coded one nothing."""
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        return ""
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) >= MOST_BYTES:
            break
    return one_line(body.decode("utf-8", "replace"), KEPT)


CHANNEL = Webhook
