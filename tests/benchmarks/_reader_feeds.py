"""The bare thing: the package ``reader`` updates the same feeds with ten workers."""

import logging
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from reader import make_reader

from tests.benchmarks._pages import FEEDS


def main(address: str) -> None:
    """Print how many entries are in its store, after how many seconds."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "reader.db"))
        for number in range(FEEDS):
            reader.add_feed(f"{address}/feed/{number}")
        begun = perf_counter()
        for _ in reader.update_feeds_iter(workers=10):
            pass
        seconds = perf_counter() - begun
        total = reader.get_entry_counts().total
        reader.close()
    sys.stdout.write(f"{total} {seconds:.3f}\n")


if __name__ == "__main__":
    main(sys.argv[1])
