"""How much memory a process held."""

import resource
import sys


def peak() -> float:
    """The most memory that this process held so far, in MB."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)
