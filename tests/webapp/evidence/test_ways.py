"""Who may ask for a pack, and the pack from the command; how it is made for a page: test_evidence_work.py."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import Engine

from data.db import writing
from data.settings import Settings
from tests.factories import make_story
from tests.webapp.filled import client_of
from webapp.cli import main


def post(app: Flask, address: str, name: str = "teammate") -> int:
    app.config["WTF_CSRF_ENABLED"] = False
    return client_of(app, name).post(address).status_code


def test_a_pack_of_nothing_is_a_page_that_is_not_there(filled_app: Flask) -> None:
    assert post(filled_app, "/alerts/999/evidence") == 404


def test_a_viewer_makes_no_pack(filled_app: Flask) -> None:
    assert post(filled_app, "/alerts/1/evidence", "stranger") == 403
    assert "/evidence" not in client_of(filled_app, "stranger").get("/alerts/1").text


@pytest.fixture
def alert_id(
    sqlite_store: Engine, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> int:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(sqlite_settings.instance))
    monkeypatch.setenv("ROAMWATCH_DATABASE_URL", sqlite_settings.database)
    with writing(sqlite_store) as session:
        return make_story(session).id or 0


def test_the_command_writes_a_file_and_says_what_is_missing(alert_id: int, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    done = CliRunner().invoke(main, ["evidence", str(alert_id), "-o", str(file), "--json"])
    # The made-up snapshot has no bytes in the archive: told, and an exit code of its own.
    assert done.exit_code == 1
    assert "not in the archive any more" in done.stderr
    assert json.loads(done.stdout)["missing"] == 1
    assert zipfile.is_zipfile(file)


def test_the_command_leaves_nothing_behind_when_there_is_no_alert(
    alert_id: int, tmp_path: Path
) -> None:
    done = CliRunner().invoke(main, ["evidence", "999", "-o", str(tmp_path / "pack.zip")])
    assert done.exit_code == 2
    assert "there is no alert 999; see roamwatch alerts list" in done.stderr
    assert list(tmp_path.glob("*pack*")) == []


def test_a_folder_that_is_not_there_is_told_in_one_sentence(alert_id: int, tmp_path: Path) -> None:
    file = tmp_path / "none" / "pack.zip"
    done = CliRunner().invoke(main, ["evidence", str(alert_id), "-o", str(file)])
    assert done.exit_code == 1
    assert "cannot be written: No such file or directory" in done.stderr
