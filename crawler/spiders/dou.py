"""Brazil's Diário Oficial da União, by the JSON within its pages.

Two pages of https://www.in.gov.br hold the same objects: ``/leiturajornal?data=DD-MM-AAAA
&secao=do1`` all acts of a day's section, in ``<script id="params">``; ``/consulta/-/buscar/dou
?q=…&s=do1&exactDate=mes&sortType=0`` those that a search finds, in a script with another id.
Each script is ``{"jsonArray": [{"urlTitle", "title", "pubDate": "27/11/2026",
"hierarchyStr": "Ministério …/Agência …", "artType", "content"}], …}``, ``content`` being the
beginning of the text. People read ``/web/dou/-/<urlTitle>``. A day without an issue has an
empty list. The source's address ends before the query.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote, urljoin

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.extract.markup.tree import parse
from crawler.items import ListedLink, SourceTask
from crawler.spiders.addresses import with_query
from crawler.spiders.base import Issue, Kind, Listed, by_day
from crawler.spiders.json_answers import day_in, objects, plain, text_of
from data.words import SourceKind

_SECTIONS = ("do1",)
_LIST = "jsonArray"


def issues(task: SourceTask, today: date) -> tuple[Issue, ...]:
    """The last days' sections; with ``search``, one search each over the last month."""
    sections = task.options.get("sections", ()) or _SECTIONS
    searches = task.options.get("search", ())
    if not searches:
        return by_day(
            task,
            today,
            lambda day: [
                with_query(task.url, {"data": f"{day:%d-%m-%Y}", "secao": section})
                for section in sections
            ],
        )
    common = {"s": ",".join(sections), "exactDate": "mes", "sortType": "0"}
    return tuple(Issue(url=with_query(task.url, {"q": word, **common})) for word in searches)


def read(answer: Answer, task: SourceTask) -> Listed:
    """The acts on one page. Raises :class:`BadAnswerError` where the page has no list."""
    lists = list(_lists(answer.text(task.language)))
    if not lists:
        raise BadAnswerError(answer.url, "the page holds no list of acts (jsonArray)")
    # The search box of a day's page has a list of its own, which is empty.
    found = max(lists, key=len)
    entries = (_entry(act, answer.url) for act in objects(answer, found))
    return Listed(entries=tuple(entry for entry in entries if entry.url))


def _lists(page: str) -> Iterator[Any]:
    root = parse(page)
    for script in () if root is None else root.iter("script"):
        if _LIST not in (script.text or ""):
            continue
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict) and isinstance(content.get(_LIST), list):
            yield content[_LIST]


def _entry(act: dict[str, Any], base: str) -> ListedLink:
    name = text_of(act, "urlTitle").strip("/ ")
    return ListedLink(
        url=urljoin(base, f"/web/dou/-/{quote(name)}") if name else "",
        # A search marks its words in the title with tags.
        title=plain(text_of(act, "title")),
        published_on=_day(text_of(act, "pubDate")),
        about=plain(text_of(act, "content")),
        issuer=plain(text_of(act, "hierarchyStr")),
    )


def _day(text: str) -> date | None:
    """A day as ``DD/MM/YYYY``."""
    return day_in("-".join(reversed(text.strip().split("/"))))


KIND = Kind(name=SourceKind.DOU, read=read, issues=issues)
