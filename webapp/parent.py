"""Ending with one's parent: a supervisor that was killed cannot stop its children."""

import os
import signal
import sys
from threading import Thread


def end_with_parent() -> None:
    """Stop this process (SIGTERM to itself) when standard input closes: the parent holds its other end."""
    Thread(target=_wait, daemon=True, name="parent").start()


def _wait() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
