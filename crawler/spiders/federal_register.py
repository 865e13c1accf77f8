"""The United States' Federal Register, by its public API.

https://www.federalregister.gov/developers/documentation/api/v1: ``documents.json`` answers
``{"count", "results": [{"title", "html_url", "body_html_url", "pdf_url", "publication_date",
…}], "next_page_url"}``. People read ``html_url``; machines get the bare text at
``body_html_url`` without the page around it.
"""

from typing import Any

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Kind, Listed
from crawler.spiders.json_answers import day_in, json_of, text_of
from data.words import SourceKind

_BODIES = ("body_html_url", "raw_text_url", "pdf_url")


def read(answer: Answer, _task: SourceTask) -> Listed:
    """The documents of one page of results. Raises :class:`BadAnswerError`."""
    content = json_of(answer)
    # Without a match the API leaves "results" out and says "count": 0.
    results = content.get("results", []) if isinstance(content, dict) else None
    if not isinstance(results, list) or ("results" not in content and "count" not in content):
        raise BadAnswerError(answer.url, "the API's answer has no list of results")
    entries = [_entry(result) for result in results if isinstance(result, dict)]
    return Listed(
        entries=tuple(entry for entry in entries if entry.url),
        next_url=text_of(content, "next_page_url"),
    )


def _entry(result: dict[str, Any]) -> ListedLink:
    return ListedLink(
        url=text_of(result, "html_url"),
        title=text_of(result, "title"),
        published_on=day_in(text_of(result, "publication_date")),
        fetch_url=next((text_of(result, name) for name in _BODIES if text_of(result, name)), ""),
    )


KIND = Kind(name=SourceKind.FEDERAL_REGISTER, read=read)
