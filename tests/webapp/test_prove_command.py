"""``roamwatch prove``: counts, exit status, files that are no JSON lines."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from data.errors import RoamwatchError
from webapp.commands.prove import prove

ROW = {
    "id": "a", "lang": "en", "country": "KE", "title": "IMEI registration becomes mandatory",
    "text": "The Authority hereby directs that every IMEI shall be registered by 1 May 2027.",
}  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One text on a topic, one on none, one line without text."""
    path = tmp_path / "corpus.jsonl"
    rows = [ROW, {"id": "b", "text": "The library opens at nine."}, {"id": "c", "url": "x"}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def call(*arguments: str) -> Result:
    """Run ``prove``."""
    return CliRunner().invoke(prove, list(arguments))


def test_readings_that_agree_exit_with_nought(corpus: Path) -> None:
    result = call(str(corpus), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["texts"], told["relevant"], told["differing"], told["misplaced"]) == (2, 1, [], [])


def test_people_get_a_line_per_count(corpus: Path) -> None:
    told = call(str(corpus)).stdout.splitlines()
    assert told[:3] == ["texts: 2", "relevant: 1", "differing: none"]


@pytest.mark.parametrize(
    "broken", [{"differing": ["a"]}, {"misplaced": [{"id": "a", "start": 0, "end": 1}]}]
)
def test_a_loss_exits_with_one(
    corpus: Path, broken: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"texts": 1, "relevant": 1, "differing": [], "quotes": 1, "misplaced": []} | broken
    monkeypatch.setattr("analysis.proof.prove", lambda _: said)
    assert call(str(corpus)).exit_code == 1


def test_a_file_of_other_lines_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text("{", encoding="utf-8")
    assert isinstance(call(str(path)).exception, RoamwatchError)


def test_no_file_is_wrong_use() -> None:
    assert call().exit_code == 2
