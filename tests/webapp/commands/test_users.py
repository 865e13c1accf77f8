import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from data.db import make_engine, reading
from data.queries.people import user_by_email
from data.settings import Settings
from webapp import create_app
from webapp.cli import main


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ROAMWATCH_BASE_URL", "http://host.test")
    return tmp_path / "instance"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["users", *words])


def test_the_first_administrator_is_made_with_a_link_to_come_in(instance: Path) -> None:
    done = run("add", "Owner@Fleet.test", "--role", "admin", "--name", "The Owner", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["email"], told["role"]) == ("owner@fleet.test", "admin")
    app: Flask = create_app(Settings.load())
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(told["login_link"].removeprefix("http://host.test")).status_code == 302
    assert "The Owner" in client.get("/").text


def test_people_are_officers_unless_said_otherwise(instance: Path) -> None:
    assert run("add", "teammate@fleet.test").exit_code == 0
    with reading(make_engine(Settings.load())) as session:
        user = user_by_email(session, "teammate@fleet.test")
        assert user is not None
        assert (user.role, user.password_hash) == ("officer", "")


def test_an_address_twice_is_wrong_use_with_one_sentence(instance: Path) -> None:
    run("add", "teammate@fleet.test")
    done = run("add", "teammate@fleet.test")
    assert done.exit_code == 2
    assert done.stderr == "roamwatch: teammate@fleet.test has an account already\n"


def test_a_link_for_somebody_is_printed(instance: Path) -> None:
    run("add", "teammate@fleet.test")
    done = run("login-link", "TEAMMATE@fleet.test", "--hours", "0.5")
    assert done.exit_code == 0
    assert "login link: http://host.test/login/link/" in done.stdout


@pytest.mark.parametrize(
    "words", [("nobody@fleet.test",), ("teammate@fleet.test", "--hours", "25")]
)
def test_no_link_for_nobody_nor_for_ever(instance: Path, words: tuple[str, ...]) -> None:
    run("add", "teammate@fleet.test")
    done = run("login-link", *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("roamwatch: ")
