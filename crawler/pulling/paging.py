"""Lists that are asked for by a page's number."""

from collections.abc import Sized

from crawler.pulling.api import Answer


def page_after(number: int, answer: Answer, items: Sized) -> int:
    """The number of the next page; 0 after the last.

    Where no header says how many pages there are, the last one is the one without entries: a
    list that seemed to end early would count as whole, and SIMs as gone.
    """
    told = answer.headers.get("x-total-pages", "")
    last = int(told) if told.isascii() and told.isdigit() else number + 1
    return number + 1 if len(items) and number < last else 0
