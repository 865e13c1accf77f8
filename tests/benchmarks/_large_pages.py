"""Every page of the large store, asked for again and again by an administrator and by an officer."""

import gzip
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.large.addresses import Address, addresses
from tests.large.store import Large
from tests.webapp.filled import client_of
from tests.webapp.statements import Statement, statements
from webapp import create_app
from webapp.service.server import settle_memory

ROUNDS = 20
#: Who asks. The officer sees two of the large fleets, so that each question is narrowed to these.
PEOPLE = {"owner": "admin", "teammate": "officer"}
HEAD = (
    f"{'page, as asked by whom it takes longest':<76} median    p95 | CPU median  p95 | its SQL"
    " | queries |   kB  gzip"
)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One page as one person gets it; times in milliseconds, sizes in bytes."""

    status: int
    wall: list[float]
    cpu: list[float]
    sql: float
    """The page's own statements on the bare connection, rows fetched and thrown away."""
    queries: int
    size: int
    zipped: int


def pages(large: Large, words: Sequence[str] = ()) -> Iterator[str]:
    """A line for each page, the slower of what both people get; with words only pages that have one."""
    app = create_app(large.settings, large.engine, lambda: large.now)
    app.add_url_rule("/bare", "bare", _bare)
    settle_memory()
    wanted = [one for one in addresses(app) if not words or any(word in one.path for word in words)]
    yield HEAD
    yield _line(app, large.engine, Address(endpoint="bare", path="/bare"))[1]
    late = []
    for address in wanted:
        over, line = _line(app, large.engine, address)
        late += [address.path] if over else []
        yield line
    yield f"{len(wanted)} addresses, over their goal by processor time: {', '.join(late) or 'none'}"


def _bare() -> str:
    """The frame of every page around nothing: what Flask, the guards and the frame's counts take."""
    return render_template_string('{% extends "base.html" %}')


def _line(app: Flask, engine: Engine, address: Address) -> tuple[bool, str]:
    found = {
        role: _figures(client_of(app, name), engine, address.path) for name, role in PEOPLE.items()
    }
    role = max(found, key=lambda one: p95(found[one].cpu))
    one = found[role]
    over = address.goal is not None and p95(one.cpu) > address.goal
    late = address.goal is not None and p95(one.wall) > address.goal
    mark = "  OVER" if over else "  over by the clock only" if late else ""
    name = f"{address.path[:58]} ({role})" + (f" {one.status}" if one.status != 200 else "")
    return over, (
        f"{name:<76} {median(one.wall):6.1f} {p95(one.wall):6.1f} | {median(one.cpu):10.1f} "
        f"{p95(one.cpu):5.1f} | {one.sql:7.1f} | {one.queries:7} | {one.size / 1000:4.0f} "
        f"{one.zipped / 1000:5.1f}{mark}"
    )


def _figures(client: FlaskClient, engine: Engine, path: str) -> Figures:
    with statements(engine) as asked:
        answer = client.get(path)
        body = answer.data
        answer.close()
    wall, cpu = _times(lambda: client.get(path).close(), ROUNDS)
    return Figures(
        status=answer.status_code,
        wall=wall,
        cpu=cpu,
        sql=_sql(engine, asked),
        queries=len(asked),
        size=len(body),
        zipped=len(gzip.compress(body, 6)),
    )


def _sql(engine: Engine, asked: list[Statement]) -> float:
    """Processor time of the page's questions alone, median of five rounds."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()

        def ask() -> None:
            for one in asked:
                if one.text.startswith(("SELECT", "WITH")):
                    cursor.execute(one.text, one.values)
                    cursor.fetchall()

        return median(_times(ask, 5)[1])
    finally:
        connection.close()


def _times(work: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each round by the clock and of the processor; the second is the honest one
    on a machine that does other things too."""
    wall, cpu = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
        if cpu[0] > 3000:
            break
    return wall, cpu


def p95(times: Sequence[float]) -> float:
    """What 95 of 100 stay under."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]
