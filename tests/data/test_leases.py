from datetime import datetime, timedelta

from sqlalchemy import Engine

from data.db import writing
from data.queries.leases import claim, drop_expired, release


def take(store: Engine, keys: list[str], owner: str, now: datetime) -> list[str]:
    with writing(store) as session:
        return claim(session, keys, owner=owner, now=now, seconds=60)


def test_work_that_one_worker_holds_is_refused_to_another(store: Engine, now: datetime) -> None:
    assert take(store, ["a:1", "a:2"], "alice", now) == ["a:1", "a:2"]
    assert take(store, ["a:2", "a:3"], "bob", now) == ["a:3"]


def test_a_dead_workers_claim_expires(store: Engine, now: datetime) -> None:
    take(store, ["a:1"], "alice", now)
    assert take(store, ["a:1"], "bob", now + timedelta(seconds=59)) == []
    assert take(store, ["a:1"], "bob", now + timedelta(seconds=60)) == ["a:1"]


def test_release_gives_back_only_ones_own_claims(store: Engine, now: datetime) -> None:
    take(store, ["a:1"], "alice", now)
    with writing(store) as session:
        release(session, ["a:1"], owner="bob")
    assert take(store, ["a:1"], "bob", now) == []
    with writing(store) as session:
        release(session, ["a:1"], owner="alice")
    assert take(store, ["a:1"], "bob", now) == ["a:1"]


def test_housekeeping_forgets_expired_claims_and_counts_them(store: Engine, now: datetime) -> None:
    take(store, ["a:1", "a:2"], "alice", now)
    take(store, ["a:3"], "alice", now + timedelta(seconds=30))
    with writing(store) as session:
        assert drop_expired(session, now=now + timedelta(seconds=61)) == 2
