"""Lists of the API: a piece at a time, by the place where the last one ended."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pydantic import Field

from webapp.api.cursors import cursor, number_of
from webapp.api.shapes import Page, Reply

T = TypeVar("T")
R = TypeVar("R")


class Items(Reply, Generic[T]):
    """One piece of a list."""

    items: tuple[T, ...]
    next: str | None = Field(
        description="Send it as `after` to go on; null at the end of the list."
    )


def asked(words: Page) -> dict[str, object]:
    """The filters among the words."""
    return words.model_dump(exclude={"after", "limit"}, mode="json")


def start(name: str, words: Page) -> int | None:
    """The number after which a list goes on; None at its beginning."""
    return number_of(words.after, name, asked(words))


def piece(
    name: str,
    words: Page,
    rows: Sequence[R],
    place: Callable[[R], int | str],
    shape: Callable[[R], T],
) -> Items[T]:
    """An answer from one row more than was asked for: whether it came says if there is a next."""
    shown = rows[: words.limit]
    more = len(rows) > words.limit
    return Items(
        items=tuple(map(shape, shown)),
        next=cursor(name, asked(words), place(shown[-1])) if more else None,
    )
