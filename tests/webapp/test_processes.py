"""``run`` and ``web`` as real processes: they answer, stop cleanly, and bring a killed one back."""

import json
import os
import pty
import re
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from data.settings import PREFIX, Settings
from tests.webapp.processes import PATIENCE, environment, finished, roamwatch

HOST = "127.0.0.1"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def get(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as exc:
        return exc.code
    except OSError:
        return 0


def test_run_shows_the_setup_link_on_a_terminal(
    service: dict[str, str], tmp_path: Path, free_port: int
) -> None:
    ours, theirs = pty.openpty()
    with roamwatch("run", env=service, log=tmp_path / "log", stderr=theirs) as running:
        os.close(theirs)
        said = ""
        while not (found := re.search(r"/setup/\S+(?=\r?\n)", said)):
            said += os.read(ours, 4096).decode()
        running.until(lambda: get(f"http://{HOST}:{free_port}/readyz") == 200)
        assert f"http://{HOST}:{free_port}{found[0]}" in said
        assert get(f"http://{HOST}:{free_port}{found[0]}") == 200
        assert running.stop() == 0
    os.close(ours)


@pytest.mark.parametrize("host", [HOST, "localhost"])
def test_the_web_process_answers_and_stops_cleanly(
    sqlite_settings: Settings, tmp_path: Path, free_port: int, host: str
) -> None:
    env = environment(sqlite_settings, WEB_PORT=str(free_port), WEB_HOST=host)
    with roamwatch("web", env=env, log=tmp_path / "log") as web:
        web.until(lambda: get(f"http://{HOST}:{free_port}/healthz") == 200)
        assert get(f"http://{HOST}:{free_port}/readyz") == 200
        assert get(f"http://{HOST}:{free_port}/feed.json") == 401
        assert web.stop() == 0
        assert "web stopped" in web.text()
        assert "Traceback" not in web.text()


def test_a_port_in_use_is_one_sentence(sqlite_settings: Settings) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        result = finished("web", env=environment(sqlite_settings, WEB_PORT=port))
    assert result.returncode == 2
    assert "set ROAMWATCH_WEB_PORT to a free port" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def service(settings: Settings, tmp_path: Path, free_port: int) -> dict[str, str]:
    """The environment of a service that watches nobody."""
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    return environment(settings, WEB_PORT=str(free_port), CATALOGUE=str(catalogue))


def pids(text: str) -> dict[str, int]:
    """Child → process id, from the supervisor's log; the newest start of each."""
    started = [json.loads(line) for line in text.splitlines() if '"child started"' in line]
    return {event["child"]: event["pid"] for event in started}


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_run_sets_up_starts_web_and_worker_and_stops_both_on_sigterm(
    service: dict[str, str], tmp_path: Path, free_port: int
) -> None:
    with roamwatch("run", env=service, log=tmp_path / "log") as running:
        running.until(lambda: get(f"http://{HOST}:{free_port}/readyz") == 200)
        running.until(lambda: "worker started" in running.text())
        # A log outlives the link's secrecy: it stands on a terminal only.
        assert "Nobody has an account yet" in running.text()
        assert "/setup/" not in running.text()
        children = pids(running.text())
        assert running.stop() == 0
    assert set(children) == {"web", "worker"}
    assert not any(is_running(pid) for pid in children.values())
    assert "worker stopped" in running.text()
    assert "web stopped" in running.text()


def test_run_starts_a_worker_that_was_killed_again(service: dict[str, str], tmp_path: Path) -> None:
    with roamwatch("run", env=service, log=tmp_path / "log") as running:
        running.until(lambda: running.text().count("worker started") == 1)
        os.kill(pids(running.text())["worker"], signal.SIGKILL)
        running.until(lambda: running.text().count("worker started") == 2)
        assert running.stop() == 0


def test_run_ends_with_an_error_when_the_web_cannot_start(
    service: dict[str, str],
) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        result = finished("run", env=service | {f"{PREFIX}WEB_PORT": port})
    assert result.returncode == 1
    assert "child cannot start" in result.stderr
    assert "set ROAMWATCH_WEB_PORT" in result.stderr


def test_children_end_when_their_supervisor_was_killed(
    service: dict[str, str], tmp_path: Path
) -> None:
    with roamwatch("run", env=service, log=tmp_path / "log") as running:
        running.until(lambda: "worker started" in running.text())
        running.until(lambda: "web listening" in running.text())
        children = pids(running.text())
        running.process.kill()
        running.process.wait()
        deadline = time.monotonic() + PATIENCE
        while any(is_running(pid) for pid in children.values()):
            assert time.monotonic() < deadline, "a child lives on"
            time.sleep(0.05)
