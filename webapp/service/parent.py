"""What a supervisor and its children owe each other: a word when ready, an end together."""

import os
import signal
import sys
from collections.abc import Callable
from threading import Thread


def with_parent(ready: int | None) -> Callable[[], None]:
    """Live and end with the parent; gives what to call once this process has started.

    ``ready`` is the file descriptor on which the parent waits for that word; None when
    nobody supervises. Standard input is held open by the parent: when it closes, the
    parent is gone (a killed one cannot stop anybody), and this process gets SIGTERM.
    """
    if ready is None:
        return lambda: None
    Thread(target=_end_when_alone, daemon=True, name="parent").start()

    def tell() -> None:
        os.write(ready, b"1")
        os.close(ready)

    return tell


def _end_when_alone() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
