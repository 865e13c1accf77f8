"""Sites made with WordPress, by its REST API.

https://developer.wordpress.org/rest-api/reference/posts/: ``/wp-json/wp/v2/posts`` (or a type
of the site's own) answers a list of ``{"id", "date", "modified_gmt", "link", "title":
{"rendered"}, "excerpt": {"rendered"}}``, the newest first; ``X-WP-TotalPages`` says how many
pages there are. Media have ``source_url``, which is the file itself.
"""

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.answers import Answer
from crawler.errors import BadAnswerError
from crawler.items import ListedLink, SourceTask
from crawler.spiders.addresses import with_query
from crawler.spiders.base import Issue, Kind, Listed
from crawler.spiders.json_answers import day_in, json_of, moment_in, objects, plain, text_of
from data.words import SourceKind

_FIELDS = "id,date,modified_gmt,link,source_url,title,excerpt"
#: The most that WordPress gives at once.
_PAGE = "100"
#: In this order the answer says at once what it is; see :mod:`crawler.extract.api_document`.
_TEXT_FIELDS = "id,date,link,title,content"


def issues(task: SourceTask, _today: date) -> tuple[Issue, ...]:
    """One list for each of the source's ``search`` words, or one of everything."""
    common = {"per_page": _PAGE, "orderby": "date", "order": "desc", "_fields": _FIELDS}
    categories = task.options.get("categories", ())
    if categories:
        common["categories"] = ",".join(map(str, categories))
    return tuple(
        Issue(url=with_query(task.url, {**common, **({"search": word} if word else {})}))
        for word in task.options.get("search", ()) or ("",)
    )


def read(answer: Answer, task: SourceTask) -> Listed:
    """The posts of one page. Raises :class:`BadAnswerError`."""
    content = json_of(answer)
    if isinstance(content, dict) and "code" in content:
        said = plain(text_of(content, "message")) or text_of(content, "code")
        raise BadAnswerError(answer.url, f"WordPress refuses: {said[:200]}")
    from_api = bool(task.options.get("from_api"))
    entries = [_entry(post, task.url, from_api=from_api) for post in objects(answer, content)]
    return Listed(entries=tuple(entry for entry in entries if entry.url), next_url=_next(answer))


def _entry(post: dict[str, Any], collection: str, *, from_api: bool) -> ListedLink:
    number, file = post.get("id"), text_of(post, "source_url")
    own = f"{collection.partition('?')[0].rstrip('/')}/{number}"
    return ListedLink(
        url=file or text_of(post, "link"),
        title=_rendered(post, "title"),
        published_on=day_in(text_of(post, "date")),
        fetch_url=with_query(own, {"_fields": _TEXT_FIELDS}) if from_api and not file else "",
        updated_at=moment_in(text_of(post, "modified_gmt")),
        about=_rendered(post, "excerpt"),
    )


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return plain(text_of(value, "rendered") if isinstance(value, dict) else text_of(post, name))


def _next(answer: Answer) -> str:
    """The following page, if the answer says that there is one."""
    query = parse_qs(urlsplit(answer.url).query)
    page = query.get("page", ["1"])[0]
    pages = answer.headers.get("x-wp-totalpages", "")
    if not (page.isdigit() and pages.isdigit() and int(page) < int(pages)):
        return ""
    others = [(name, text) for name, texts in query.items() for text in texts if name != "page"]
    return with_query(answer.url.partition("?")[0], [*others, ("page", str(int(page) + 1))])


KIND = Kind(name=SourceKind.WORDPRESS, read=read, issues=issues, accept="application/json")
