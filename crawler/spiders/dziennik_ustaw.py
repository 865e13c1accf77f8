"""Poland's Dziennik Ustaw (and Monitor Polski), by the ELI API of the Sejm.

https://api.sejm.gov.pl/eli_pl.html: ``/eli/acts/DU/2026`` answers all acts of a year,
``{"count", "items": [{"ELI": "DU/2026/17", "address": "WDU20260000017", "title",
"promulgation", "announcementDate", "changeDate", "keywords", "releasedBy", "textPDF",
"textHTML"}]}``; ``/eli/acts/DU/2026/17/text.pdf`` is the act as promulgated, ``…/text.html``
the same as a page. People read the card in ISAP. The source's address ends before the year.
"""

from datetime import date, timedelta
from typing import Any

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Issue, Kind, Listed
from crawler.spiders.json_answers import day_in, json_of, objects, plain, text_of, texts_of
from data.words import SourceKind

_ISAP = "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id="
#: How far back a first reading goes, so that January knows of December.
_BACK = timedelta(days=31)


def issues(task: SourceTask, today: date) -> tuple[Issue, ...]:
    """This year, and the last one as long as something of it may not have been read."""
    first = min(task.since or today, today) - _BACK
    years = range(today.year, first.year - 1, -1)
    return tuple(Issue(url=f"{task.url.rstrip('/')}/{year}") for year in years)


def read(answer: Answer, _task: SourceTask) -> Listed:
    """The acts of a year, newest first. Raises :class:`BadAnswerError`."""
    content = json_of(answer)
    if not isinstance(content, dict):
        raise BadAnswerError(answer.url, "the API's answer has no list of documents")
    entries = [_entry(act, answer.url) for act in objects(answer, content.get("items"))]
    known = [entry for entry in entries if entry.url]
    return Listed(
        entries=tuple(sorted(known, key=lambda one: one.published_on or date.min, reverse=True))
    )


def _entry(act: dict[str, Any], year_url: str) -> ListedLink:
    address, eli = text_of(act, "address"), text_of(act, "ELI")
    position = eli.rpartition("/")[2]
    readable = bool(address) and position.isascii() and position.isdigit()
    # The PDF is the text in force; the page of a fresh act is at times there, but empty.
    name = "text.html" if act.get("textHTML") and not act.get("textPDF") else "text.pdf"
    return ListedLink(
        url=f"{_ISAP}{address}" if readable else "",
        title=plain(text_of(act, "title")),
        # "promulgation" is the day of the gazette, "announcementDate" that of the act.
        published_on=day_in(text_of(act, "promulgation"))
        or day_in(text_of(act, "announcementDate")),
        fetch_url=f"{year_url.rstrip('/')}/{position}/{name}" if readable else "",
        about=" ".join(texts_of(act, "keywords") + texts_of(act, "keywordsNames")),
        issuer=" ".join(texts_of(act, "releasedBy")),
    )


KIND = Kind(name=SourceKind.DZIENNIK_USTAW, read=read, issues=issues, accept="application/json")
