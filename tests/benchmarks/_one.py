"""Entry of one benchmark's own process, so that one never warms or swells another."""

import sys

from tests.benchmarks.__main__ import run_one

run_one(sys.argv[1])
