"""A page whose links are the documents themselves: PDFs, and files of word processors.

The listing reader says what they are called and when they appeared; files that it passed
over, because they stand alone or under an odd heading, are taken as well. A page that
links no file is read as any other list: some sites hide theirs behind ``/media/123/view``.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import html

from crawler.answers import Answer
from crawler.extract.clean import clean_line
from crawler.extract.listing import read_index
from crawler.extract.listing.days import url_day
from crawler.extract.listing.links import Link, base_of, read_links
from crawler.extract.listing.words import is_generic
from crawler.extract.markup.tree import parse
from crawler.items import ListedLink, SourceTask
from crawler.spiders.base import Kind, Listed
from crawler.spiders.scripted import completed
from data.source_options import CATCH_UP
from data.words import SourceKind

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|odt|ods|rtf)$", re.IGNORECASE)
#: Where sites put what stands on every page.
_FURNITURE = ("nav", "footer", "header", "aside")
_AROUND = ("li", "tr", "p", "dd", "article")
_LONGEST = 300


def read(answer: Answer, task: SourceTask) -> Listed:
    """The page's files in its order; without files, its entries as a list's.

    Raises :class:`~crawler.errors.NeedsBrowserError`.
    """
    page = answer.text(task.language)
    options = {"language": task.language, "country": task.country, **task.options}
    index = read_index(page, url=answer.url, options=options)
    known = {entry.url: entry for entry in index.entries}
    files = {link.url: known.get(link.url) or _alone(link) for link in _files(page, answer.url)}
    found = list(files.values()) or index.entries
    return Listed(
        entries=tuple(completed(found, page, answer, task)),
        next_url=index.next_url,
        catch_up=int(task.options.get("catch_up", CATCH_UP)),
    )


def _files(page: str, url: str) -> Iterator[Link]:
    root = parse(page)
    if root is None:
        return
    for link in read_links(root, url, base=base_of(root, url)):
        if is_file(link.url) and next(link.element.iterancestors(*_FURNITURE), None) is None:
            yield link


def is_file(url: str) -> bool:
    """Whether an address is one of a document's file, by its path or a value of its query."""
    parts = urlsplit(url)
    texts = (unquote(parts.path), *(value for _, value in parse_qsl(parts.query)))
    return any(_FILE.search(text) for text in texts)


def _alone(link: Link) -> ListedLink:
    return ListedLink(url=link.url, title=_title(link), published_on=url_day(link.url))


def _title(link: Link) -> str:
    """The link's text; where that is “Download”, what stands around it; else the file's name."""
    around = next(link.element.iterancestors(*_AROUND), None)
    texts = [link.text, link.element.get("title") or "", _without(around, link.text)]
    for text in map(clean_line, texts):
        if text and not is_generic(text):
            return text[:_LONGEST]
    name = unquote(urlsplit(link.url).path).rpartition("/")[2]
    return clean_line(re.sub(r"[-_+]+", " ", _FILE.sub("", name)))


def _without(around: html.HtmlElement | None, text: str) -> str:
    whole = "" if around is None else clean_line(around.text_content())
    return whole.replace(text, "", 1) if len(whole) <= _LONGEST else ""


KIND = Kind(name=SourceKind.PDF_LIST, read=read)
