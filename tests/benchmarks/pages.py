"""The web pages on the demo's data, beside a bare Flask page; memory of web process and worker."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

import psutil
from flask import Flask
from sqlmodel import col, select

from data.db import make_engine, reading
from data.models import Alert, User
from data.settings import Settings
from tests.e2e.screenshots import pages_of
from tests.webapp.signing import carry
from webapp import create_app

NAME = "pages on the demo's data (goals: median under 50 ms, web under 200 MB, worker under 600 MB)"
ROUNDS = 15
WORKER_SECONDS = 20


def run() -> Iterable[str]:
    """Play the demo, then time every page at the server and weigh both processes."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ROAMWATCH_INSTANCE": folder}
        command = [sys.executable, "-m", "webapp", "demo", "--once", "--port", "0"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        settings = Settings.load(instance=Path(folder), allow_private_addresses=True)
        yield f"bare Flask page: {_milliseconds(_bare())[0]:.1f} ms median of {ROUNDS}"
        yield from _pages(settings)
        yield f"web process after every page: {_web_memory(folder):.0f} MB"
        yield f"worker with its children, {WORKER_SECONDS} s after its start: {_worker(environment):.0f} MB"


def _pages(settings: Settings) -> Iterable[str]:
    engine = make_engine(settings)
    app = create_app(settings, engine)
    with reading(engine) as session:
        user = session.exec(select(User)).one()
        loudest = session.exec(select(Alert.id).order_by(col(Alert.severity_score).desc())).first()
    context = app.extensions["roamwatch"]
    client = carry(app.test_client(), context.engine, user, now=context.clock())
    paths = {**pages_of(engine), "alert": f"/alerts/{loudest}"}
    for name, path in paths.items():
        if name in ("missing", "empty"):
            continue
        wall, cpu = _milliseconds(lambda path=path: client.get(path))  # type: ignore[misc]
        yield f"{name:<28} {wall:6.1f} ms ({cpu:5.1f} ms of CPU)"
    engine.dispose()


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Medians of wall and processor time: on a busy machine the second is the honest one."""
    work()
    wall, cpu = [], []
    for _ in range(ROUNDS):
        began, busy = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return median(wall), median(cpu)


def _bare() -> Callable[[], object]:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>bare</title>")
    client = app.test_client()
    return lambda: client.get("/")


def _web_memory(folder: str) -> float:
    """Peak resident memory of a process that shows every page once, in MB."""
    program = f"""
import re
from pathlib import Path
from tests.benchmarks import pages
from data.settings import Settings
pages.ROUNDS = 1
list(pages._pages(Settings.load(instance=Path({folder!r}))))
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[-1]) / 1000


def _worker(environment: dict[str, str]) -> float:
    """Resident memory of a worker and its children on the demo's store, in MB."""
    command = [sys.executable, "-m", "webapp", "worker"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as worker:
        time.sleep(WORKER_SECONDS)
        process = psutil.Process(worker.pid)
        total = sum(
            member.memory_info().rss for member in (process, *process.children(recursive=True))
        )
        worker.terminate()
    return total / 1e6
