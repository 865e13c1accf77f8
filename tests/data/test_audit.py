import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from hashlib import sha256
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from data.audit import Chain, canonical, record, verify
from data.db import reading, writing
from data.models import AuditEntry

OWNER = "owner@fleet.test"


def do(store: Engine, now: datetime, *actions: str, **values: Any) -> None:
    with writing(store) as session:
        for action in actions:
            record(session, actor=OWNER, action=action, now=now, **values)


def chain(store: Engine) -> Chain:
    with reading(store) as session:
        return verify(session)


def entries(store: Engine) -> list[AuditEntry]:
    with reading(store) as session:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))))


def forge(store: Engine, *statements: str) -> None:
    """Change rows as somebody would who rules the database itself: past its guards."""
    guards = {
        "sqlite": ("DROP TRIGGER auditentry_update", "DROP TRIGGER auditentry_delete"),
        "postgresql": ("ALTER TABLE auditentry DISABLE TRIGGER ALL",),
    }
    with store.begin() as connection:
        for statement in (*guards[store.dialect.name], *statements):
            connection.exec_driver_sql(statement)


def test_each_entry_carries_its_place_and_the_one_before_it(store: Engine, now: datetime) -> None:
    do(store, now, "created", "changed")
    do(store, now, "ended", subject="silence:3", detail={"until": "2026-12-01"})
    found = entries(store)
    assert [entry.seq for entry in found] == [1, 2, 3]
    assert found[0].previous == ""
    assert [entry.previous for entry in found[1:]] == [entry.digest for entry in found[:2]]
    assert chain(store) == Chain(entries=3, head=found[2].digest, broken=())


def test_an_empty_chain_is_whole(store: Engine) -> None:
    assert chain(store) == Chain(entries=0, head="", broken=())


def test_what_is_hashed_can_be_hashed_again_by_anybody(sqlite_store: Engine, now: datetime) -> None:
    do(sqlite_store, now, "Çatı", note="é “quoted”", detail={"b": 1, "a": [None, True]})
    (entry,) = entries(sqlite_store)
    said = (
        '{"action":"Çatı","actor":"owner@fleet.test","alert":null,'
        '"at":"2026-11-16T08:00:00.000000+00:00","detail":{"a":[null,true],"b":1},'
        '"note":"é “quoted”","previous":"","seq":1,"subject":""}'
    )
    assert canonical(entry).decode() == said
    assert entry.digest == sha256(said.encode()).hexdigest()


def test_a_moment_of_another_zone_and_odd_values_come_back_as_they_were_hashed(
    store: Engine, now: datetime
) -> None:
    istanbul = now.astimezone(timezone(timedelta(hours=3))) + timedelta(microseconds=17)
    do(store, istanbul, "changed", detail={"n": 0.1 + 0.2, "t": (1, 2), "s": "\u2028"})
    assert not chain(store).broken
    assert entries(store)[0].detail == {"n": 0.1 + 0.2, "t": [1, 2], "s": "\u2028"}


def test_what_is_no_json_is_refused(sqlite_store: Engine, now: datetime) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        do(sqlite_store, now, "changed", detail={"n": float("nan")})
    with pytest.raises(TypeError):
        do(sqlite_store, now, "changed", detail={"at": now})


@pytest.mark.parametrize(
    "statement",
    ["UPDATE auditentry SET note = 'x' WHERE seq = 1", "DELETE FROM auditentry WHERE seq = 2"],
)
def test_the_store_itself_refuses_to_change_or_remove_an_entry(
    store: Engine, now: datetime, statement: str
) -> None:
    do(store, now, "created", "ended")
    with pytest.raises(DBAPIError, match="append-only"), store.begin() as connection:
        connection.execute(text(statement))
    assert chain(store).entries == 2


def test_an_act_that_is_not_committed_is_not_in_the_chain(store: Engine, now: datetime) -> None:
    with Session(store) as session:
        record(session, actor=OWNER, action="created", now=now)
        session.rollback()
        record(session, actor=OWNER, action="ended", now=now)
        session.commit()
    assert [(entry.seq, entry.action) for entry in entries(store)] == [(1, "ended")]


def test_what_a_savepoint_takes_back_leaves_no_gap(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        record(session, actor=OWNER, action="one", now=now)
        with session.begin_nested():
            record(session, actor=OWNER, action="two", now=now)
        with session.begin_nested() as savepoint:
            record(session, actor=OWNER, action="three", now=now)
            savepoint.rollback()
        record(session, actor=OWNER, action="four", now=now)
    assert [(e.seq, e.action) for e in entries(store)] == [(1, "one"), (2, "two"), (3, "four")]
    assert not chain(store).broken


def test_an_entry_added_as_an_object_is_chained_too(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        session.add(AuditEntry(at=now, actor=OWNER, action="noted"))
    assert chain(store).entries == 1


@pytest.mark.parametrize(
    ("forgery", "said"),
    [
        ("SET note = 'Yes' WHERE seq = 2", "entry 2 (changed by owner@fleet.test"),
        ("SET note = 'yes ' WHERE seq = 2", "entry 2 ("),
        ("SET actor = 'Owner@fleet.test' WHERE seq = 3", "entry 3 ("),
        ("SET action = 'dismissed' WHERE seq = 1", "entry 1 ("),
        ("SET subject = 'token:2' WHERE seq = 2", "entry 2 ("),
        ("SET detail = '{\"a\":2}' WHERE seq = 2", "entry 2 ("),
        ("SET at = '2026-11-16 08:00:00.000001' WHERE seq = 2", "entry 2 ("),
    ],
)
def test_one_changed_byte_is_found_and_the_entry_named(
    store: Engine, now: datetime, forgery: str, said: str
) -> None:
    do(store, now, "raised", "changed", "ended", note="yes", detail={"a": 1}, subject="token:1")
    forge(store, f"UPDATE auditentry {forgery}")
    (broken,) = chain(store).broken
    assert broken.startswith(said)
    assert broken.endswith("was changed after it was written")


def test_a_forger_who_hashes_the_entry_again_breaks_the_next_one(
    store: Engine, now: datetime
) -> None:
    do(store, now, "raised", "dismissed", "ended")
    entry = entries(store)[1]
    entry.action = "resolved"
    digest = sha256(canonical(entry)).hexdigest()
    forge(store, f"UPDATE auditentry SET action='resolved', digest='{digest}' WHERE seq=2")
    (broken,) = chain(store).broken
    assert "entry 3" in broken
    assert "does not follow" in broken


def test_an_entry_taken_out_or_slipped_in_is_found(store: Engine, now: datetime) -> None:
    do(store, now, "raised", "dismissed", "ended")
    forge(store, "DELETE FROM auditentry WHERE seq = 2")
    (broken,) = chain(store).broken
    assert broken.startswith("one entry is missing before entry 3")
    with store.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO auditentry (at, actor, action, subject, note, detail, previous, digest)"
                " VALUES ('2026-11-16 08:00:00', 'x', 'raised', '', '', '{}', '', '')"
            )
        )
    assert any("outside the chain" in line for line in chain(store).broken)


def test_of_many_breaks_the_first_are_named(sqlite_store: Engine, now: datetime) -> None:
    do(sqlite_store, now, *["raised"] * 30)
    forge(sqlite_store, "UPDATE auditentry SET note = 'x'")
    assert len(chain(sqlite_store).broken) == 20


def test_many_writers_make_one_chain(store: Engine, now: datetime) -> None:
    start = Barrier(6)

    def write(name: str) -> None:
        start.wait()
        for place in range(15):
            do(store, now, f"{name}-{place}", f"{name}-{place}-again")

    together([partial(write, f"w{number}") for number in range(6)])
    found = chain(store)
    assert (found.entries, found.broken) == (180, ())
    by_writer: dict[str, list[int]] = {}
    for entry in entries(store):
        name, place, *_ = entry.action.split("-")
        by_writer.setdefault(name, []).append(int(place))
    assert all(places == sorted(places) for places in by_writer.values())


def test_writers_that_hold_other_rows_never_wait_in_a_circle(store: Engine, now: datetime) -> None:
    """Each takes the rows in its own order between two records: the chain is locked last."""
    start, done = Barrier(2), []

    def write(name: str) -> None:
        start.wait()
        for _ in range(10):
            with writing(store) as session:
                record(session, actor=name, action="one", now=now)
                record(session, actor=name, action="two", detail=json.loads("{}"), now=now)
        done.append(name)

    together([lambda: write("owner"), lambda: write("teammate")])
    assert sorted(done) == ["owner", "teammate"]
    assert chain(store).entries == 40


def together(works: list[Callable[[], None]]) -> None:
    threads = [Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
