"""How authorities say what they do: each turn of phrase has its kind or state.

``habits/<language>.txt``: a phrase a line, then the label of one of its marks.
"""

from pathlib import Path

import pytest

from tests.analysis.phrases import labels

FILES = sorted((Path(__file__).parent / "habits").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_turn_of_phrase_says_its_kind_or_state(path: Path) -> None:
    lines = [line.rsplit(" | ", 1) for line in path.read_text(encoding="utf-8").splitlines()]

    assert [pair for pair in lines if pair[1] not in labels(path.stem, pair[0])] == []
