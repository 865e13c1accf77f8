import json
from datetime import date
from typing import Any

import pytest

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.items import SourceTask
from crawler.spiders.base import Listed
from crawler.spiders.federal_register import KIND

TASK = SourceTask(
    id="us", kind="federal_register", url="https://api.example/d.json", country="US",
    language="en", min_items=1,
)  # fmt: skip


def read(content: Any) -> Listed:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return KIND.read(Answer(url=TASK.url, status=200, headers={}, body=body), TASK)


RESULT = {
    "title": "Numbering Policies for Modern Communications",
    "html_url": "https://reg.example/documents/2026/11/12/2026-1/numbering",
    "body_html_url": "https://reg.example/full_text/html/2026-1.html",
    "pdf_url": "https://reg.example/2026-1.pdf",
    "publication_date": "2026-11-12",
}


def test_people_and_machines_read_at_different_addresses() -> None:
    (entry,) = read({"count": 1, "results": [RESULT]}).entries
    assert entry.url == RESULT["html_url"]
    assert entry.fetch_url == RESULT["body_html_url"]
    assert entry.title == RESULT["title"]
    assert entry.published_on == date(2026, 11, 12)


def test_a_document_without_a_body_yet_is_read_as_pdf() -> None:
    (entry,) = read({"results": [{**RESULT, "body_html_url": None}]}).entries
    assert entry.fetch_url == RESULT["pdf_url"]


def test_a_result_without_an_address_or_a_readable_date_harms_no_other() -> None:
    results = [{"title": "no address"}, "nonsense", {**RESULT, "publication_date": "soon"}]
    (entry,) = read({"results": results}).entries
    assert entry.published_on is None


def test_the_next_page_is_named() -> None:
    listed = read({"results": [RESULT], "next_page_url": "https://api.example/d.json?page=2"})
    assert listed.next_url == "https://api.example/d.json?page=2"


def test_no_match_is_an_empty_list() -> None:
    assert read({"count": 0}).entries == ()


@pytest.mark.parametrize(
    "body",
    [b"<html>maintenance</html>", b"[]", b"{}", b'{"results": 7}', b'"text"', b"[" * 100_000],
)
def test_what_is_no_list_of_results_is_a_typed_error(body: bytes) -> None:
    with pytest.raises(BadAnswerError) as caught:
        read(body)
    assert caught.value.code == "bad_answer"
