"""An index page: which links are its entries is decided by the listing reader."""

from crawler.answers import Answer
from crawler.extract.listing import read_listing
from crawler.items import SourceTask
from crawler.spiders.base import Kind, Listed
from data.words import SourceKind


def read(answer: Answer, task: SourceTask) -> Listed:
    """The page's entries in its order; ``task.options`` may hold selectors."""
    html = answer.text(task.language)
    options = {"language": task.language, "country": task.country, **task.options}
    return Listed(entries=tuple(read_listing(html, url=answer.url, options=options)))


KIND = Kind(name=SourceKind.LISTING, read=read)
