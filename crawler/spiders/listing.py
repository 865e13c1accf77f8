"""An index page: which links are its entries is decided by the listing reader."""

from crawler.answers import Answer
from crawler.extract.listing import read_index
from crawler.items import SourceTask
from crawler.spiders.base import Kind, Listed
from crawler.spiders.scripted import completed
from data.source_options import CATCH_UP
from data.words import SourceKind


def read(answer: Answer, task: SourceTask) -> Listed:
    """The page's entries in its order; ``task.options`` may hold selectors.

    Raises :class:`~crawler.errors.NeedsBrowserError`.
    """
    html = answer.text(task.language)
    options = {"language": task.language, "country": task.country, **task.options}
    found = read_index(html, url=answer.url, options=options)
    return Listed(
        entries=tuple(completed(found.entries, html, answer, task)),
        next_url=found.next_url,
        catch_up=int(task.options.get("catch_up", CATCH_UP)),
    )


KIND = Kind(name=SourceKind.LISTING, read=read)
