"""What the benchmarks of the crawler run beside themselves: a site, and one process per run."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks._pages import PAGES


@contextmanager
def site(pages: int = PAGES) -> Iterator[str]:
    """The pages and feeds, served by a process of their own; its address."""
    command = [sys.executable, "-m", "tests.benchmarks._pages", str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def figures(module: str, address: str) -> list[float]:
    """What one run prints, in a process of its own."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", address]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [float(word) for word in done.stdout.split()]
