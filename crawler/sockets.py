"""Sockets that only reach the open internet, and typed errors for what goes wrong on them.

Every outgoing connection of ours, of a crawl or of a SIM platform's connector, is made here.
"""

import asyncio
import errno
import os
import socket
import ssl

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from crawler.errors import (
    BadAddressError,
    BadAnswerError,
    ConnectError,
    CrawlError,
    CutShortError,
    DnsError,
    PrivateAddressError,
    SlowError,
    TlsError,
    TooLargeError,
)
from data.errors import BlockedAddressError
from data.net import check_address, is_public

#: Servers of authorities are often old; without this OpenSSL 3 refuses to talk to them
#: (SSL_OP_LEGACY_SERVER_CONNECT; the ssl module names it from Python 3.12 on).
_LEGACY_SERVER_CONNECT = 0x4
_AddressInfo = tuple[int, int, int, str, tuple[str | int, ...]]


class _RefusedError(OSError):
    """Carries the guard's refusal through code that only knows OSError."""

    def __init__(self, blocked: BlockedAddressError) -> None:
        self.blocked = blocked
        super().__init__(str(blocked))


class PublicResolver(ThreadedResolver):
    """The system's resolver, which keeps to itself what is not to be connected to."""

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Addresses of ``host``; refuses a name of which none is public."""
        found = await self.look_up(host, port, family)
        if self._allow_private:
            return found
        public = [result for result in found if is_public(result["host"])]
        if found and not public:
            raise _RefusedError(BlockedAddressError(host, found[0]["host"]))
        return public

    async def look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> list[ResolveResult]:
        """All addresses that the system knows of."""
        return await super().resolve(host, port, family)


def guarded_connector(*, allow_private: bool, limit: int) -> aiohttp.TCPConnector:
    """A pool of at most ``limit`` connections, each to an address that the guard let pass.

    Needs a running loop.
    """

    def open_socket(info: _AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        try:
            check_address(str(address[0]), str(address[0]), allow_private=allow_private)
        except BlockedAddressError as exc:
            raise _RefusedError(exc) from exc
        return socket.socket(family, kind, protocol)

    tls = ssl.create_default_context()
    tls.options |= _LEGACY_SERVER_CONNECT
    return aiohttp.TCPConnector(
        limit=limit,
        resolver=PublicResolver(allow_private=allow_private),
        socket_factory=open_socket,
        ssl=tls,
    )


async def read_body(answer: aiohttp.ClientResponse, url: str, most: int) -> bytes:
    """The whole body, of at most ``most`` bytes; raises :class:`TooLargeError`."""
    promised = answer.content_length or 0
    if promised > most:
        raise TooLargeError(url, f"it announces {promised:,} bytes; at most {most:,} are taken")
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > most:
            raise TooLargeError(url, f"more than {most:,} bytes")
    return bytes(body)


def as_crawl_error(exc: Exception, url: str, *, seconds: float | None = None) -> CrawlError:
    """The typed error for what aiohttp raised while reading ``url``."""
    blocked = _blocked(exc)
    if blocked is not None:
        return PrivateAddressError(url, str(blocked))
    if isinstance(exc, TimeoutError | asyncio.TimeoutError):
        return SlowError(url, f"no whole answer within {seconds:g} seconds" if seconds else "slow")
    for kinds, make, message in _FAULTS:
        if isinstance(exc, kinds):
            return make(url, message + _detail(exc))
    return ConnectError(url, "the server broke the connection off" + _detail(exc))


def _detail(exc: Exception) -> str:
    """What the system says of it, in parentheses; the client's own words are of no use to people."""
    cause = exc.os_error if isinstance(exc, aiohttp.ClientConnectorError) else exc
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f" ({cause.verify_message})"
    if not isinstance(cause, OSError) or not cause.strerror:
        return ""
    number = cause.errno or 0
    if number in errno.errorcode and not isinstance(cause, ssl.SSLError | socket.gaierror):
        return f" ({os.strerror(number)})"
    return f" ({cause.strerror})"


_FAULTS: tuple[tuple[tuple[type[Exception], ...], type[CrawlError], str], ...] = (
    ((aiohttp.ClientSSLError,), TlsError, "no trustworthy connection"),
    ((aiohttp.ClientConnectorDNSError,), DnsError, "the host's name leads nowhere"),
    ((aiohttp.ClientPayloadError,), CutShortError, "the answer ended too early"),
    ((aiohttp.InvalidURL, ValueError), BadAddressError, "not an address to fetch"),
    ((aiohttp.ClientResponseError,), BadAnswerError, "the answer is not HTTP"),
    ((aiohttp.ClientConnectorError,), ConnectError, "no connection"),
)


def _blocked(exc: BaseException | None) -> BlockedAddressError | None:
    """The guard's refusal, if it stands in the chain of causes."""
    while exc is not None:
        if isinstance(exc, _RefusedError):
            return exc.blocked
        exc = exc.__cause__
    return None
