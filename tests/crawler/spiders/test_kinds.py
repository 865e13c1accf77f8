"""The contract of every kind of source."""

import pytest

from crawler.answers import Answer
from crawler.errors import CrawlError
from crawler.items import SourceTask
from crawler.spiders import kinds
from crawler.spiders.base import Listed
from data.words import SourceKind


def test_every_kind_that_the_catalogue_may_name_can_be_read() -> None:
    assert set(kinds()) == {kind.value for kind in SourceKind}


@pytest.mark.parametrize("name", sorted(kinds()))
@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe", b"<", b"{", b"null", b"\xef\xbb\xbf", b"<html><a href='//['>x"]
)
def test_whatever_comes_is_a_list_or_a_typed_error(name: str, body: bytes) -> None:
    task = SourceTask(
        id="x", kind=name, url="https://r.example/", country="DE", language="de", min_items=1
    )
    answer = Answer(url=task.url, status=200, headers={"content-type": "text/html"}, body=body)
    try:
        outcome: Listed | CrawlError = kinds()[name].read(answer, task)
    except CrawlError as exc:
        outcome = exc
    assert isinstance(outcome, Listed) or outcome.code


def test_a_watched_page_is_itself_the_document() -> None:
    task = SourceTask(
        id="x", kind="page", url="https://r.example/", country="DE", language="de", min_items=0
    )
    answer = Answer(url=task.url, status=200, headers={}, body=b"rules")
    assert kinds()["page"].read(answer, task) == Listed(is_document=True)


def test_a_list_is_read_with_the_sources_own_selectors() -> None:
    body = b"""<html><body><li><a href="/menu">A link in the menu of the site</a></li>
      <div class="news"><a href="/news/1">Decision on the numbering of machines</a></div></body>"""
    task = SourceTask(
        id="x", kind="listing", url="https://r.example/", country="DE", language="de",
        min_items=1, options={"item": "div.news"},
    )  # fmt: skip
    answer = Answer(url=task.url, status=200, headers={"content-type": "text/html"}, body=body)
    entries = kinds()["listing"].read(answer, task).entries
    assert [entry.url for entry in entries] == ["https://r.example/news/1"]
