"""GOV.UK: what a finder lists as Atom, each document by the content API.

https://www.gov.uk/search/<finder>.atom takes ``keywords``, ``organisations[]`` and ``order``;
https://content-api.publishing.service.gov.uk: ``/api/content/<path>`` answers a page as JSON
with its text, its attachments and the notes of what was changed when (see
:mod:`crawler.extract.api_document`). People read ``/<path>``.
"""

from dataclasses import replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from crawler.answers import Answer
from crawler.errors import EmptyFeedError
from crawler.items import ListedLink, SourceTask
from crawler.spiders.addresses import with_query
from crawler.spiders.base import Issue, Kind, Listed
from crawler.spiders.feed import read as read_feed
from data.words import SourceKind

_API = "/api/content"


def issues(task: SourceTask, _today: date) -> tuple[Issue, ...]:
    """One list for each of the source's ``search`` words, or one of everything."""
    common = [("order", "updated-newest")]
    common += [("organisations[]", name) for name in task.options.get("organisations", ())]
    return tuple(
        Issue(url=with_query(task.url, [*([("keywords", word)] if word else []), *common]))
        for word in task.options.get("search", ()) or ("",)
    )


def read(answer: Answer, task: SourceTask) -> Listed:
    """The finder's documents. Raises :class:`~crawler.errors.NotAFeedError`."""
    listed = read_feed(answer, task)
    entries = (_with_api(entry, answer.url) for entry in listed.entries)
    return replace(listed, entries=tuple(entries))


def _with_api(entry: ListedLink, base: str) -> ListedLink:
    """Machines read the content API, if the document is one of GOV.UK's own pages."""
    url = urljoin(base, entry.url)
    parts = urlsplit(url)
    if parts.netloc != urlsplit(base).netloc or parts.path.startswith("/api/"):
        return entry
    return replace(entry, fetch_url=urljoin(url, _API + parts.path))


KIND = Kind(name=SourceKind.GOVUK, read=read, issues=issues, empty=EmptyFeedError)
