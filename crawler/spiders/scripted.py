"""What the kinds that read pages do with one that only a browser would show."""

from collections.abc import Sequence

from crawler.answers import Answer
from crawler.embedded import embedded_links
from crawler.errors import NeedsBrowserError
from crawler.items import ListedLink, SourceTask
from crawler.shells import shell_in

_HOW = (
    "give the source the option browser = true, and install Chromium and the extra: "
    "pip install 'roamwatch[browser]'"
)


def completed(
    entries: Sequence[ListedLink], page: str, answer: Answer, task: SourceTask
) -> Sequence[ListedLink]:
    """The entries of a page; where there are too few, those that stand in it as JSON.

    Raises :class:`NeedsBrowserError` when there are still too few, and the page is one that
    a script fills.
    """
    enough = max(task.min_items, 1)
    if len(entries) >= enough:
        return entries
    embedded = embedded_links(page, url=answer.url)
    if len(embedded) > len(entries):
        entries = embedded
    if len(entries) < enough:
        refuse_shell(page, answer, task)
    return entries


def refuse_shell(page: str, answer: Answer, task: SourceTask) -> None:
    """Raise :class:`NeedsBrowserError` for a page that shows nothing without a browser."""
    rendered = bool(task.options.get("browser"))
    why = shell_in(page, rendered=rendered)
    if not why:
        return
    if rendered:
        raise NeedsBrowserError(answer.url, f"even in a browser the page stays empty: {why}")
    raise NeedsBrowserError(answer.url, f"the page needs a browser, {why}; {_HOW}")
