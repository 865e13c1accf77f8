"""The same text reads the same in every process, whatever order its sets have there."""

import os
import subprocess
import sys

import pytest

READ = """
import json
from analysis.evaluate import read_gold
from analysis.lexicon import SEED
from analysis.pipeline import analyse

for path in sorted((SEED / "gold").glob("*.jsonl")):
    for item in read_gold(path, None)[::40]:
        gold = item.gold
        reading = analyse(item.text, country=gold.get("country", ""), language=gold["lang"])
        print(gold["id"], reading)
"""


@pytest.mark.slow
def test_two_processes_with_other_hashes_read_the_gold_alike() -> None:
    said = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", READ],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout.splitlines())
    assert len(said[0]) > 20
    assert [one for one, other in zip(*said, strict=True) if one != other] == []
