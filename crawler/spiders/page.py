"""One watched page: its address is the document."""

from crawler.answers import Answer
from crawler.items import SourceTask
from crawler.spiders.base import Kind, Listed
from data.words import SourceKind


def read(_answer: Answer, _task: SourceTask) -> Listed:
    """The answer is the document; nothing is listed."""
    return Listed(is_document=True)


KIND = Kind(name=SourceKind.PAGE, read=read)
