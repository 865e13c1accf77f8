"""Four writers and a reader of ``/api/v1/changes``: does it see each change exactly once?

``python -m tests.webapp.api.race [--changes 10000] [--database-url URL]`` (SQLite in a temporary
folder by default). Writers are processes with connections of their own; their transactions are of
different lengths, some wait between their writes and the commit, some are undone.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from data.db import make_engine, migrate, reading, writing
from data.models import Development, User
from data.queries.tokens import issue_token
from data.settings import Settings
from tests.factories import NOW
from webapp import create_app

WRITERS = 4
#: The most changes of one transaction.
MOST = 8


class UndoneError(Exception):
    """A writer takes its transaction back."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the reader found."""

    written: int
    """Developments in the store at the end."""
    missed: int
    repeated: int
    out_of_order: int
    polls: int
    seconds: float

    @property
    def exactly_once(self) -> bool:
        """Whether each was seen once and in order."""
        return not (self.missed or self.repeated or self.out_of_order)


def development(number: int, writer: int) -> Development:
    """A change that nobody else writes."""
    return Development(
        key=f"race-{writer}-{number}",
        jurisdiction="TR",
        countries=["TR"],
        topic="roaming",
        title=f"Change {number} of writer {writer}",
        kind="new_rule",
        status="proposed",
        direction="tightening",
        created_at=NOW,
        moved_at=NOW,
    )


def write(settings: Settings, writer: int, changes: int) -> None:
    """One writer's work, from the first transaction to the last."""
    dice, engine, done = random.Random(writer), make_engine(settings), 0
    while done < changes:
        size = min(dice.randint(1, MOST), changes - done)
        try:
            with writing(engine) as session:
                _transaction(session, dice, writer, done, size)
        except UndoneError:
            continue
        done += size
    engine.dispose()


def _transaction(session: Session, dice: random.Random, writer: int, first: int, size: int) -> None:
    for number in range(first, first + size):
        session.add(development(number, writer))
        if dice.random() < 0.2:
            session.flush()
    session.flush()
    # Numbers of rows are given out now; others commit while this one still waits.
    if dice.random() < 0.1:
        time.sleep(dice.random() / 50)
    if dice.random() < 0.05:
        raise UndoneError


@contextmanager
def writers(settings: Settings, changes: int) -> Iterator[list[Any]]:
    """The processes, started; each writes its share."""
    context = multiprocessing.get_context("spawn")
    started = [
        context.Process(target=write, args=(settings, number, changes // WRITERS))
        for number in range(WRITERS)
    ]
    for one in started:
        one.start()
    try:
        yield started
    finally:
        for one in started:
            one.join(timeout=300)
            if one.is_alive():
                one.terminate()


class Reader:
    """A program that polls, and keeps all that it was told."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        with writing(engine) as session:
            user = User(email="reader@fleet.test", name="R", role="viewer", created_at=NOW)
            session.add(user)
            session.flush()
            secret = issue_token(session, user.id or 0, name="race", now=NOW)
        patient = settings.model_copy(update={"api_per_minute": 1_000_000})
        self.client = create_app(patient, engine, lambda: NOW).test_client()
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.ids: list[int] = []
        self.keys: list[str] = []
        self.cursor, self.polls = "", 0

    def catch_up(self) -> None:
        """Read on until there is no more."""
        more = True
        while more:
            query = {"after": self.cursor, "limit": 37}
            answer = self.client.get("/api/v1/changes", query_string=query, headers=self.headers)
            found = json.loads(answer.data)
            assert answer.status_code == 200, found
            self.ids += [item["id"] for item in found["items"]]
            self.keys += [item["development"]["key"] for item in found["items"]]
            self.cursor, more = found["next"], found["more"]
            self.polls += 1


def run(settings: Settings, changes: int) -> Seen:
    """Write and read at once; what the reader saw by the end."""
    engine = make_engine(settings)
    reader, began = Reader(settings, engine), time.monotonic()
    with writers(settings, changes) as processes:
        while any(one.is_alive() for one in processes):
            reader.catch_up()
        reader.catch_up()
        assert all(one.exitcode == 0 for one in processes)
    with reading(engine) as session:
        held = set(session.exec(select(Development.key)))
    engine.dispose()
    return Seen(
        written=len(held),
        missed=len(held - set(reader.keys)),
        repeated=len(reader.keys) - len(set(reader.keys)),
        out_of_order=sum(one >= two for one, two in pairwise(reader.ids)),
        polls=reader.polls,
        seconds=time.monotonic() - began,
    )


def main() -> int:
    """Run it and print one line; 1 when a change was missed or repeated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--database-url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(instance=Path(folder), database_url=given.database_url)
        migrate(settings)
        seen = run(settings, given.changes)
    sys.stdout.write(f"{'exactly once' if seen.exactly_once else 'WRONG'}: {seen}\n")
    return 0 if seen.exactly_once else 1


if __name__ == "__main__":
    sys.exit(main())
