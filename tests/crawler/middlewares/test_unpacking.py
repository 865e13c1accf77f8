import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spiders import Spider

from crawler.errors import BadAnswerError, TooLargeError
from crawler.middlewares.unpacking import Unpacking

TEXT = b"<p>Devices that roam permanently shall be registered.</p>" * 100
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "br, gzip": lambda body: gzip.compress(brotli.compress(body)),
}
ASKED = Request("https://r.example/a")


@pytest.fixture
def unpacking() -> Unpacking:
    crawler = Crawler(Spider, {"DOWNLOAD_MAXSIZE": 10_000, "TWISTED_REACTOR_ENABLED": False})
    crawler._apply_settings()
    return Unpacking.from_crawler(crawler)


def unpack(unpacking: Unpacking, body: bytes, encoding: str, status: int = 200) -> Response:
    packed = Response(
        ASKED.url,
        status=status,
        body=body,
        headers={"Content-Encoding": encoding} if encoding else {},
    )
    answer = unpacking.process_response(ASKED, packed)
    assert isinstance(answer, Response)
    return answer


@pytest.mark.parametrize("encoding", sorted(PACK))
def test_every_usual_packing_is_undone(unpacking: Unpacking, encoding: str) -> None:
    answer = unpack(unpacking, PACK[encoding](TEXT), encoding)
    assert answer.body == TEXT
    assert "Content-Encoding" not in answer.headers


def test_a_plain_answer_passes(unpacking: Unpacking) -> None:
    assert unpack(unpacking, TEXT, "").body == TEXT


@pytest.mark.parametrize("encoding", sorted(PACK))
def test_a_bomb_is_not_unpacked(unpacking: Unpacking, encoding: str) -> None:
    with pytest.raises(TooLargeError) as caught:
        unpack(unpacking, PACK[encoding](bytes(5_000_000)), encoding)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "compress"])
def test_what_cannot_be_unpacked_is_a_bad_answer(unpacking: Unpacking, encoding: str) -> None:
    with pytest.raises(BadAnswerError):
        unpack(unpacking, b"plain words", encoding)


def test_an_answer_without_a_body_has_nothing_to_unpack(unpacking: Unpacking) -> None:
    assert unpack(unpacking, b"", "gzip", status=304).status == 304
