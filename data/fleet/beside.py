"""Work on one thing while the next is made ready."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

_Result = TypeVar("_Result")


def each_done(
    work: Callable[..., _Result], things: Iterable[tuple[Any, ...]], *, beside: bool
) -> Iterator[_Result]:
    """What the work gives for each of the things (its arguments), one after the other, in their order.

    ``beside``: in a thread, while the next thing is made; never two at once. A fault of the
    work is raised here before the thing after next is made, and nothing further is begun.
    """
    if not beside:
        for thing in things:
            yield work(*thing)
        return
    with ThreadPoolExecutor(1) as pool:
        begun: Future[_Result] | None = None
        for thing in things:
            if begun is not None:
                yield begun.result()
            begun = pool.submit(work, *thing)
        if begun is not None:
            yield begun.result()
