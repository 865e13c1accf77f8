"""Fifty people at once before the real server, started as users start it; each reads, then asks again."""

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from statistics import median

import aiohttp
import psutil
from flask.testing import FlaskClient
from sqlmodel import col, select

from data.db import reading
from data.models import User
from data.queries.sight import sights_of
from tests.benchmarks._large_pages import p95
from tests.large.addresses import FILES, Address, addresses
from tests.large.store import Large
from tests.webapp.signing import carry
from webapp import create_app
from webapp.context import system_clock

USERS, SECONDS = 50, 60
#: Seconds that somebody reads a page before asking for the next, at least and at most.
READS = (2.0, 8.0)
_PATIENCE = 30


@dataclass
class Crowd:
    """What all of them together met."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def server(large: Large) -> Iterator[tuple[str, psutil.Process]]:
    """``roamwatch web`` on the store, in a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "ROAMWATCH_INSTANCE": str(large.settings.instance),
        "ROAMWATCH_WEB_PORT": str(port),
    }
    command = [sys.executable, "-m", "webapp", "web"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@dataclass(frozen=True)
class Reader:
    """Somebody who is signed in, and the pages that they get."""

    cookie: str
    paths: list[str]


def readers_of(large: Large, count: int) -> list[Reader]:
    """So many officers, each with a session; those of the same fleets get the same pages."""
    app = create_app(large.settings, large.engine, lambda: large.now)
    with reading(large.engine) as session:
        wanted = select(User).where(User.role == "officer").order_by(col(User.id)).limit(count)
        people = session.exec(wanted).all()
        sights = sights_of(session, people)
    found, pages = [], {}
    for person in people:
        client = carry(app.test_client(), large.engine, person, now=system_clock())
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        sight = sights[person.id]
        if sight not in pages:
            pages[sight] = _paths(client, addresses(app))
        found.append(Reader(f"{app.config['SESSION_COOKIE_NAME']}={cookie.value}", pages[sight]))
    return found


def _paths(client: FlaskClient, wanted: Sequence[Address]) -> list[str]:
    """The pages that somebody gets, each once; no files."""
    found = []
    for one in wanted:
        if one.endpoint not in FILES:
            with closing(client.get(one.path)) as answer:
                found += [one.path] if answer.status_code == 200 else []
    return found


def crowd(large: Large) -> Iterator[str]:
    """A line on what came back in a minute."""
    readers = readers_of(large, USERS)
    with server(large) as (address, process):
        before = sum(process.cpu_times()[:2])
        met = asyncio.run(_all(address, readers))
        busy = sum(process.cpu_times()[:2]) - before
        memory = process.memory_info().rss / 1e6
    milliseconds = [1000 * one for one in met.seconds]
    yield (
        f"{USERS} users for {SECONDS} s, each reading {READS[0]:.0f} to {READS[1]:.0f} s: "
        f"{len(milliseconds)} pages, {len(met.errors)} errors, median {median(milliseconds):.0f} ms, "
        f"95 of 100 under {p95(milliseconds):.0f} ms; {1000 * busy / len(milliseconds):.0f} ms of the "
        f"processor a page, {memory:.0f} MB"
    )
    yield from sorted(set(met.errors))[:5]


async def _all(address: str, readers: list[Reader]) -> Crowd:
    met = Crowd()
    end = time.monotonic() + SECONDS
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=_PATIENCE)
    async with aiohttp.ClientSession(address, connector=connector, timeout=timeout) as client:
        await asyncio.gather(
            *(_one(client, reader, met, end, seed) for seed, reader in enumerate(readers))
        )
    return met


async def _one(
    client: aiohttp.ClientSession,
    reader: Reader,
    met: Crowd,
    end: float,
    seed: int,
) -> None:
    dice = random.Random(seed)
    await asyncio.sleep(dice.uniform(0, READS[1]))
    while time.monotonic() < end:
        path, began = dice.choice(reader.paths), time.monotonic()
        try:
            async with client.get(
                path, headers={"Cookie": reader.cookie}, allow_redirects=False
            ) as answer:
                await answer.read()
                if answer.status != 200:
                    met.errors.append(f"{answer.status} {path}")
        except (aiohttp.ClientError, TimeoutError) as exc:
            met.errors.append(f"{type(exc).__name__} {path}")
        met.seconds.append(time.monotonic() - began)
        await asyncio.sleep(dice.uniform(*READS))
