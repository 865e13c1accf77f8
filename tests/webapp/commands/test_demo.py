"""``roamwatch demo`` as a person or a program calls it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from webapp.cli import main
from webapp.demo.server import SampleServer

TEXT = (
    "The Board decides that foreign SIM cards in machine-to-machine devices may roam for no "
    "more than 90 consecutive days. The decision enters into force on 1 March 2027.\n\n"
    "Permanent roaming is prohibited after that period, and the visited network shall "
    "withdraw service from the device."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    lines: list[dict[str, Any]] = [
        {
            "id": f"be-{number}",
            "country": "BE",
            "authority": "Board",
            "language_hint": "en",
            "title": f"Decision {number} on permanent roaming of foreign SIM cards",
            "published": "2026-11-02",
            "text": f"Decision {number}.\n\n{TEXT}",
        }
        for number in range(3)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ROAMWATCH_ANALYSIS_PROCESSES", "0")
    monkeypatch.setenv("ROAMWATCH_EXTRACTION_PROCESSES", "0")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["demo", *arguments])

    return run


def test_a_corpus_is_played_once_and_told_as_one_json_object(call: Any, corpus: Path) -> None:
    result = call("--once", "--json", "--port", "0", "--corpus", str(corpus))

    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert (figures["sources"], figures["documents"], figures["versions"]) == (1, 3, 3)
    assert figures["lost"] == []
    assert figures["worst_recall"] >= 0.99
    assert figures["failed_sources"] == 0
    assert figures["live_sims"] > 10_000
    assert figures["seconds"] > 0
    assert "week 1 of 1: reading 1 sources" in result.stderr
    assert "week 1 of 1: 3 texts analysed, " in result.stderr


def test_figures_for_people_are_short_lines(call: Any, corpus: Path) -> None:
    result = call("--once", "--port", "0", "--corpus", str(corpus))

    assert result.exit_code == 0, result.output
    assert "documents: 3\n" in result.stdout
    assert "live sims: " in result.stdout


def test_a_missing_corpus_is_wrong_use(call: Any, tmp_path: Path) -> None:
    result = call("--once", "--corpus", str(tmp_path / "none.jsonl"))

    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_a_file_that_is_no_corpus_is_one_sentence(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("hello\n")

    result = call("--once", "--corpus", str(path))

    assert result.exit_code == 2
    assert result.stderr.strip() == f"roamwatch: {path}, line 1: not JSON: Expecting value"


def test_a_taken_port_is_one_sentence(call: Any, corpus: Path) -> None:
    with SampleServer() as other:
        result = call("--once", "--corpus", str(corpus), "--port", str(other.port))

    assert result.exit_code == 2
    assert f"port {other.port} is taken by another program" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_taken_web_port_is_told_before_the_play(
    call: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SampleServer() as other:
        monkeypatch.setenv("ROAMWATCH_WEB_PORT", str(other.port))
        result = call("--port", "0", "--corpus", str(corpus))

    assert result.exit_code == 2
    assert f"port {other.port} is taken by another program; stop it, or set" in result.stderr
    assert "preparing" not in result.stderr


@pytest.mark.parametrize("port", ["-1", "70000", "x"])
def test_a_port_that_is_none_is_wrong_use(call: Any, port: str) -> None:
    assert call("--once", "--port", port).exit_code == 2


def test_mails_never_leave_the_machine_whatever_server_is_set(
    call: Any, corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ROAMWATCH_SMTP_URL", "smtp://127.0.0.1:1")

    result = call("--once", "--json", "--port", "0", "--corpus", str(corpus))

    mails = json.loads(result.stdout)["mails"]
    assert len(list((tmp_path / "instance" / "outbox").glob("*.eml"))) == mails
