"""Real ``roamwatch`` processes for tests: started, waited for, and always ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.settings import PREFIX, Settings

#: Longest wait for something that another process does, in seconds.
PATIENCE = 90.0


@dataclass
class Running:
    """One process, and the file that its output goes to."""

    process: subprocess.Popen[bytes]
    log: Path

    def text(self) -> str:
        """What it has printed until now."""
        return self.log.read_text(encoding="utf-8")

    def until(self, true: Callable[[], bool]) -> None:
        """Wait; fail with the log when it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, f"it ended:\n{self.text()}"
            assert time.monotonic() < deadline, f"it never happened:\n{self.text()}"
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a process that works with these settings."""
    own = {
        "INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "ALLOW_PRIVATE_ADDRESSES": "true",
        "HOST_DELAY": "0",
        "TICK_SECONDS": "0.1",
        "ANALYSIS_PROCESSES": "0",
        "EXTRACTION_PROCESSES": "0",
        **more,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return inherited | {PREFIX + name: value for name, value in own.items()}


@contextmanager
def roamwatch(
    *arguments: str,
    env: Mapping[str, str],
    log: Path,
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.STDOUT,
) -> Iterator[Running]:
    """Run ``roamwatch ARGUMENTS``; killed at the end if it still runs.

    ``stderr``: where its messages go, if not to the log with its output.
    """
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp", *arguments],
            env=dict(env),
            stdin=stdin,
            stdout=file,
            stderr=stderr,
        )
    try:
        yield Running(process, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def finished(*arguments: str, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run ``roamwatch ARGUMENTS`` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "webapp", *arguments],
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
