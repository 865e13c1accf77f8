"""The questions that a page asks the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement as the driver got it."""

    text: str
    values: Any


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    """The statements that run within the block; transactions' own words do not count."""
    seen: list[Statement] = []

    def note(_c: Any, _cursor: Any, text: str, values: Any, *_rest: Any) -> None:
        if not text.startswith("BEGIN"):
            seen.append(Statement(text=text, values=values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
