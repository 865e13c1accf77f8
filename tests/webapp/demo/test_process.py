"""``roamwatch demo`` as a process: it stays until told to end, and survives being killed."""

import json
import signal
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from tests.webapp.processes import Running, environment, finished, roamwatch
from webapp.demo.server import SampleServer

pytestmark = pytest.mark.slow

COUNTS = ("documents", "versions", "changes", "alerts", "mails", "feed_items", "live_sims")
TEXT = (
    "The Board decides that foreign SIM cards in machine-to-machine devices may roam in Belgium "
    "for no more than 90 consecutive days. The decision enters into force on 1 March 2027. "
    "Permanent roaming is prohibited after that period."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    facts = {"country": "DE", "authority": "Board", "language_hint": "en"}
    lines = [
        facts
        | {
            "id": f"d{number}",
            "title": f"Decision {number} on the permanent roaming of foreign SIM cards",
            "text": f"Decision {number}. {TEXT.replace('Belgium', 'Germany')}",
            "published": "2026-11-02",
        }
        for number in range(6)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def free_port() -> int:
    with SampleServer() as server:
        return server.port


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def told(running: Running, name: str) -> str:
    return next(
        line.partition(": ")[2] for line in running.text().splitlines() if line.startswith(name)
    )


def reachable(address: str) -> bool:
    try:
        return bool(get(address))
    except OSError:
        return False


def test_after_the_play_the_app_the_feed_and_the_sites_stay_until_sigterm(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    web, sites = free_port(), free_port()
    base = f"http://127.0.0.1:{web}"
    env = environment(settings, WEB_PORT=str(web))
    arguments = ("demo", "--corpus", str(corpus), "--port", str(sites))

    with roamwatch(*arguments, env=env, log=tmp_path / "log") as running:
        running.until(lambda: "Ctrl-C ends the demo." in running.text())
        running.until(lambda: reachable(f"{base}/healthz"))

        assert b"<html" in get(told(running, "sign in (once)"))
        feed = json.loads(get(told(running, "feed: ")))
        assert f"alerts: {len(feed['items'])}" in running.text()
        assert b"Local copy" in get(f"{told(running, 'sample sites')}/board/d0.html")
        assert running.stop(signal.SIGTERM) == 0

    assert not reachable(f"http://127.0.0.1:{sites}/robots.txt")


def test_a_demo_killed_in_the_middle_ends_as_if_it_had_not_been(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    arguments = ("demo", "--once", "--json", "--port", "0", "--corpus", str(corpus))
    calm = environment(settings.model_copy(update={"instance": tmp_path / "calm"}))
    disturbed = environment(settings)

    with roamwatch(*arguments, env=disturbed, log=tmp_path / "log") as running:
        running.until(lambda: "reading 1 sources" in running.text())
        running.until(lambda: any(settings.snapshots.rglob("*.zst")))
        running.process.kill()

    assert figures(arguments, disturbed) == figures(arguments, calm)


def figures(arguments: tuple[str, ...], env: dict[str, str]) -> dict[str, Any]:
    ended = finished(*arguments, env=env)
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    assert result["documents"] == 6
    return {name: result[name] for name in COUNTS}


def test_two_demos_on_one_folder_do_not_run_at_once(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    env = environment(settings, WEB_PORT=str(free_port()))
    arguments = ("demo", "--corpus", str(corpus))

    with roamwatch(*arguments, "--port", "0", env=env, log=tmp_path / "log") as running:
        running.until(lambda: "Ctrl-C ends the demo." in running.text())
        second = finished(*arguments, "--once", env=env)

    assert second.returncode == 2
    assert "is taken by another program" in second.stderr
