"""The guard at the socket, and TLS; what servers do wrong is in test_hostile.py."""

import asyncio
import socket
from collections.abc import Iterator

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings
from scrapy.spiders import Spider

from crawler.errors import CrawlError, PrivateAddressError, TlsError
from crawler.settings import scrapy_settings
from crawler.sockets import PublicResolver, as_crawl_error
from crawler.transport import GuardedHandler
from data.settings import Settings
from tests.replica.server import HOST, Page, Replica
from tests.replica.tls import serving_tls


def fetch(settings: Settings, *urls: str) -> list[Response]:
    """Ask addresses one after the other, over one handler."""

    async def go() -> list[Response]:
        crawler = Crawler(Spider, ScrapySettings(scrapy_settings(settings)))
        handler = GuardedHandler.from_crawler(crawler)
        try:
            return [await handler.download_request(Request(url)) for url in urls]
        finally:
            await handler.close()

    return asyncio.run(go())


def test_an_answer_has_status_headers_and_body(settings: Settings, replica: Replica) -> None:
    replica.pages["/a"] = Page(body=b"hello", status=202, headers={"X-Y": "1", "ETag": '"e"'})
    (answer,) = fetch(settings, replica.url("/a"))
    assert (answer.status, answer.body) == (202, b"hello")
    assert (answer.headers[b"X-Y"], answer.headers[b"ETag"]) == (b"1", b'"e"')


def test_addresses_are_sent_as_they_stand(settings: Settings, replica: Replica) -> None:
    fetch(settings, replica.url("/a%2Fb/%C3%A9?q=%20x&r=1+2"))
    assert replica.paths() == ["/a%2Fb/%C3%A9?q=%20x&r=1+2"]


def test_a_connection_is_used_again(settings: Settings, replica: Replica) -> None:
    replica.pages["/a"] = Page(body=b"hello")
    fetch(settings, *[replica.url("/a")] * 5)
    assert len(replica.paths()) == 5
    assert replica.connections == 1


def test_no_cookie_is_kept(settings: Settings, replica: Replica) -> None:
    replica.pages["/a"] = Page(headers={"Set-Cookie": "session=1; Path=/"}, body=b"x")
    fetch(settings, replica.url("/a"), replica.url("/a"))
    assert "cookie" not in replica.last("/a").headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"])
def test_no_connection_is_made_to_a_private_address(
    settings: Settings, replica: Replica, host: str
) -> None:
    guarded = settings.model_copy(update={"allow_private_addresses": False})
    with pytest.raises(PrivateAddressError) as caught:
        fetch(guarded, f"http://{host}:{replica.port}/")
    assert caught.value.code == "private_address"
    assert not caught.value.transient
    assert replica.connections == 0


def test_of_a_names_addresses_only_public_ones_are_tried() -> None:
    """A name server may mix them, so as to lead the second connection inside."""

    async def resolve(*, allow_private: bool) -> list[str]:
        resolver = Mixed(allow_private=allow_private)
        return [found["host"] for found in await resolver.resolve("r.example", 80)]

    assert asyncio.run(resolve(allow_private=False)) == ["8.8.8.8"]
    assert asyncio.run(resolve(allow_private=True)) == ["10.0.0.1", "8.8.8.8"]


class Mixed(PublicResolver):
    """Knows one name with a private and a public address."""

    async def look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for address in ("10.0.0.1", "8.8.8.8")
        ]


def test_an_unforeseen_fault_of_the_client_is_still_a_typed_error() -> None:
    error = as_crawl_error(aiohttp.ClientError("odd"), "https://r.example/")
    assert isinstance(error, CrawlError)
    assert (error.code, error.url) == ("connection", "https://r.example/")


@pytest.fixture
def tls_port() -> Iterator[int]:
    """A server that speaks TLS with a certificate that only itself has signed."""
    with serving_tls() as port:
        yield port


def test_a_certificate_that_nobody_vouches_for_is_refused(
    settings: Settings, tls_port: int
) -> None:
    with pytest.raises(TlsError) as caught:
        fetch(settings, f"https://{HOST}:{tls_port}/")
    assert caught.value.code == "tls"
    assert str(caught.value) == "no trustworthy connection (self-signed certificate)"
