from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from scrapy.spiders import Spider

from crawler.items import FetchedDocument
from crawler.logs import QuietFormatter

SPIDER = Spider("sources")
RESPONSE = Response("https://r.example/1")
ITEM = FetchedDocument(
    source_id="s", url="https://r.example/1", final_url="https://r.example/1", title="Evil title",
    published_on=None, media_type="", charset="", headers={}, body=b"secret body",
    fetched_at=datetime(2026, 11, 16, tzinfo=UTC),
)  # fmt: skip


def test_nothing_is_said_per_page_and_per_item() -> None:
    formatter = QuietFormatter()
    says = (formatter.crawled, formatter.scraped)
    assert [say(Request(RESPONSE.url), RESPONSE, SPIDER) for say in says] == [None, None]


def test_an_item_that_fails_is_named_without_what_strangers_wrote() -> None:
    said = QuietFormatter().item_error(ITEM, ValueError("x"), RESPONSE, SPIDER)
    line = said["msg"] % said["args"]
    assert line == "could not record FetchedDocument of s"
