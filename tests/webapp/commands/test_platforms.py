"""``roamwatch fleet connect | platforms | disconnect | sync``."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.crawler.platforms.fakes import fake
from tests.crawler.platforms.server import FakePlatform, refused, serving
from webapp.cli import main


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAMWATCH_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ROAMWATCH_ALLOW_PRIVATE_ADDRESSES", "true")


def run(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["fleet", *words], input=given)


def served(platform: FakePlatform, *commands: tuple[str, ...]) -> list[Result]:
    """Run commands while the platform is served; ``ADDRESS`` among their words is its own."""

    def one(words: tuple[str, ...], address: str) -> Result:
        return run(*(word.replace("ADDRESS", address) for word in words), given="key six\n")

    async def scene() -> list[Result]:
        async with serving(platform) as address:
            return [await asyncio.to_thread(one, words, address) for words in commands]

    return asyncio.run(scene())


CONNECT = ("connect", "onomondo", "--fleet", "Meters", "--address", "ADDRESS", "--json")
SYNC = ("sync", "onomondo", "--json")


def test_a_platform_is_connected_and_pulled() -> None:
    connected, first, second = served(fake("onomondo", 12), CONNECT, SYNC, SYNC)
    assert connected.exit_code == 0
    assert "key six" not in connected.output
    (pull,) = json.loads(first.stdout)["pulls"]
    assert (first.exit_code, pull["added"], pull["finished"]) == (0, 12, True)
    (again,) = json.loads(second.stdout)["pulls"]
    assert (again["added"], again["unchanged"]) == (0, 12)
    listed = json.loads(run("platforms", "--json").stdout)["accounts"]
    assert [(one["platform"], one["fleet"], one["error"]) for one in listed] == [
        ("onomondo", "Meters", "")
    ]


def test_a_pull_that_fails_says_why_and_exits_with_1() -> None:
    platform = fake("onomondo", 12)
    platform.fault = lambda _: refused(401)
    _, synced = served(platform, CONNECT, SYNC)
    assert synced.exit_code == 1
    assert "check the credentials" in synced.stderr


def test_a_key_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORM_API_KEY", "key six")
    done = run("connect", "onomondo", "--json")
    assert done.exit_code == 0
    assert "API key" not in done.output


def test_without_an_account_the_command_says_how_to_make_one() -> None:
    done = run("sync", "kore")
    assert done.exit_code == 2
    assert "roamwatch fleet connect kore" in done.stderr


def test_an_account_is_forgotten_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORM_API_KEY", "key six")
    number = json.loads(run("connect", "onomondo", "--json").stdout)["account"]
    assert run("disconnect", str(number)).exit_code == 0
    again = run("disconnect", str(number))
    assert (again.exit_code, "there is no account" in again.stderr) == (2, True)
    assert "no account; make one" in run("platforms").stdout
