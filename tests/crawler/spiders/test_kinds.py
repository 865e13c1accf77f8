"""The contract of every kind of source."""

import inspect
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from crawler.answers import Answer
from crawler.errors import CrawlError
from crawler.items import SourceTask
from crawler.spiders import kinds
from crawler.spiders.base import Listed
from data.source_options import OPTIONS, SELECTORS
from data.words import SourceKind


def test_every_kind_that_the_catalogue_may_name_can_be_read() -> None:
    assert set(kinds()) == {kind.value for kind in SourceKind}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_the_options_that_a_kind_reads_are_those_that_the_catalogue_takes(name: str) -> None:
    """Read in the kind's own module, or for all lists in the reading of them."""
    kind = kinds()[name]
    modules = [sys.modules[part.__module__] for part in (kind.read, kind.issues)]
    code = "".join(inspect.getsource(module) for module in modules)
    shared = {"words", "departments", "max_pages", "days", "browser", *SELECTORS}
    own = {option for option in OPTIONS[SourceKind(name)] if f'"{option}"' in code}
    assert own | shared >= OPTIONS[SourceKind(name)]
    read = set(re.findall(r'options\.get\("(\w+)"', code))
    assert read - {"days"} <= OPTIONS[SourceKind(name)]


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_says_what_it_asks(name: str) -> None:
    task = SourceTask(
        id="x", kind=name, url="https://r.example/a", country="DE", language="de", min_items=1
    )
    issues = kinds()[name].issues(task, date(2026, 11, 16))
    assert issues
    assert all(issue.url.startswith("https://r.example/a") for issue in issues)
    assert len({issue.url for issue in issues}) == len(issues)


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


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_is_told_of_in_the_readme_and_in_contributing(name: str) -> None:
    root = Path(__file__).parents[3]
    assert f"| `{name}` |" in (root / "README.md").read_text(encoding="utf-8")
    assert f"`{name}`" in (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
