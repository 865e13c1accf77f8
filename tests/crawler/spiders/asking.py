"""What the tests of every kind share: a task, and reading a page of the replica as its answer."""

from datetime import date
from typing import Any

from crawler.answers import Answer
from crawler.items import SourceTask
from crawler.spiders import kinds
from crawler.spiders.base import Listed
from tests.replica.server import Page

TODAY = date(2026, 11, 16)


def make_task(kind: str, url: str, **facts: Any) -> SourceTask:
    """A source of a kind."""
    values: dict[str, Any] = {"id": "s", "country": "DE", "language": "en", "min_items": 1}
    return SourceTask(kind=kind, url=url, **{**values, **facts})


def read(task: SourceTask, page: Page, *, url: str = "") -> Listed:
    """What the kind reads from a page, that was found at ``url``."""
    headers = {name.lower(): value for name, value in page.headers.items()}
    headers["content-type"] = page.media_type
    answer = Answer(url=url or task.url, status=page.status, headers=headers, body=page.body)
    return kinds()[task.kind].read(answer, task)


def asked(task: SourceTask, *, today: date = TODAY) -> list[str]:
    """The addresses that are asked on a day."""
    return [issue.url for issue in kinds()[task.kind].issues(task, today)]
