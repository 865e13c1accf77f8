"""Answers that are kept, for cells of which a file holds few different ones."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

_Answer = TypeVar("_Answer")
#: More different ones than that are no small vocabulary: then all are forgotten.
_MOST = 20_000


class Memo(Generic[_Answer]):
    """A pure function of one hashable argument, asked once for each."""

    def __init__(self, answer: Callable[[Any], _Answer]) -> None:
        self._kept: dict[Any, _Answer] = _Kept(answer)

    def each(self, questions: Iterable[Any]) -> list[_Answer]:
        """The answers, in the order of the questions."""
        return list(map(self._kept.__getitem__, questions))


class _Kept(dict[Any, _Answer]):
    """A dictionary that fills itself."""

    def __init__(self, answer: Callable[[Any], _Answer]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, question: Any) -> _Answer:
        if len(self) >= _MOST:
            self.clear()
        found = self[question] = self._answer(question)
        return found
