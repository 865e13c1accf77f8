"""One watched page: its address is the document."""

from crawler.answers import Answer
from crawler.items import SourceTask
from crawler.spiders.base import Kind, Listed
from crawler.spiders.scripted import refuse_shell
from data.words import SourceKind

#: A frame for scripts is small; what is larger is not looked through twice.
_MAX_SHELL = 200_000
_LOOK = 1024


def read(answer: Answer, task: SourceTask) -> Listed:
    """The answer is the document; nothing is listed.

    Raises :class:`~crawler.errors.NeedsBrowserError` for a page that only a script fills:
    its empty frame never changes.
    """
    head = answer.body[:_LOOK].lower()
    if len(answer.body) <= _MAX_SHELL and (b"<html" in head or b"<!doctype html" in head):
        refuse_shell(answer.text(task.language), answer, task)
    return Listed(is_document=True)


KIND = Kind(name=SourceKind.PAGE, read=read)
