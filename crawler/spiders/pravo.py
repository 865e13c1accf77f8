"""Russia's portal of official publication, by its API.

http://publication.pravo.gov.ru/help: ``/api/Documents`` answers ``{"items": [{"eoNumber",
"complexName", "title", "publishDateShort", "documentDate", …}], "currentPage",
"pagesTotalCount", "itemsTotalCount"}``; ``Name`` searches in names, ``Block`` chooses
whose acts. People read ``/document/<eoNumber>``, which a script fills;
the text is the PDF at ``/file/pdf?eoNumber=<eoNumber>``, often a scan.
"""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.items import ListedLink, SourceTask
from crawler.spiders.addresses import with_query
from crawler.spiders.base import Issue, Kind, Listed
from crawler.spiders.json_answers import day_in, json_of, objects, plain, text_of
from data.words import SourceKind

#: By day of publication, the newest first, as the portal's own pages ask.
_ASKED = {"PageSize": "100", "Index": "1", "SortedBy": "6", "SortDestination": "1"}


def issues(task: SourceTask, _today: date) -> tuple[Issue, ...]:
    """One list for each of the source's ``search`` words, or one of everything."""
    block = task.options.get("block", "")
    common = {**_ASKED, **({"Block": block} if block else {})}
    searches = task.options.get("search", ()) or ("",)
    return tuple(
        Issue(url=with_query(task.url, {**common, **({"Name": word} if word else {})}))
        for word in searches
    )


def read(answer: Answer, task: SourceTask) -> Listed:
    """The acts of one page of results. Raises :class:`BadAnswerError`."""
    content = json_of(answer)
    if not isinstance(content, dict):
        raise BadAnswerError(answer.url, "the API's answer has no list of documents")
    entries = [_entry(act, answer.url) for act in objects(answer, content.get("items"))]
    return Listed(
        entries=tuple(entry for entry in entries if entry.url),
        next_url=_next(answer.url, content, entries, since=task.since),
    )


def _entry(act: dict[str, Any], base: str) -> ListedLink:
    number = text_of(act, "eoNumber")
    return ListedLink(
        url=urljoin(base, f"/document/{number}") if number.isalnum() else "",
        title=plain(text_of(act, "complexName") or text_of(act, "title") or text_of(act, "name")),
        published_on=day_in(text_of(act, "publishDateShort")) or _day(text_of(act, "viewDate")),
        fetch_url=urljoin(base, "/file/pdf?" + urlencode({"eoNumber": number})),
    )


def _day(text: str) -> date | None:
    """A day as ``DD.MM.YYYY``."""
    return day_in("-".join(reversed(text.strip().split("."))))


def _next(
    url: str, content: dict[str, Any], entries: list[ListedLink], *, since: date | None
) -> str:
    """The following page, as long as there may be something on it that we have not seen."""
    index, last = content.get("currentPage"), content.get("pagesTotalCount")
    if not isinstance(index, int) or not isinstance(last, int) or index >= last:
        return ""
    days = [entry.published_on for entry in entries if entry.published_on]
    if since and days and min(days) < since:
        return ""
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    return with_query(url.partition("?")[0], {**query, "Index": str(index + 1)})


KIND = Kind(name=SourceKind.PRAVO, read=read, issues=issues, accept="application/json")
