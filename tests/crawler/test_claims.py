import asyncio
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import select

from crawler.claims import Claims
from data.db import reading, writing
from data.models import Lease
from tests.crawler.conftest import Clock


def take(store: Engine, claims: Claims, *keys: str) -> list[str]:
    with writing(store) as session:
        return claims.take(session, keys)


def leases(store: Engine) -> dict[str, datetime]:
    with reading(store) as session:
        return {lease.key: lease.expires_at for lease in session.exec(select(Lease))}


def test_what_one_holds_the_other_does_not_get(store: Engine, clock: Clock) -> None:
    one, two = (Claims(store, seconds=60, clock=clock) for _ in range(2))
    assert take(store, one, "a", "b") == ["a", "b"]
    assert take(store, two, "b", "c") == ["c"]
    one.give_back()
    assert take(store, two, "a", "b") == ["a", "b"]


def test_claims_are_renewed_while_the_work_goes_on(store: Engine, clock: Clock) -> None:
    claims = Claims(store, seconds=0.03, clock=clock)
    take(store, claims, "a")
    before = leases(store)["a"]

    async def work() -> None:
        async with claims.kept():
            clock.forward(hours=1)
            while leases(store)["a"] == before:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(work(), 60))
    assert leases(store)["a"] == clock.now + timedelta(seconds=0.03)


def test_giving_back_twice_or_nothing_is_fine(store: Engine, clock: Clock) -> None:
    claims = Claims(store, seconds=60, clock=clock)
    claims.give_back()
    take(store, claims, "a")
    claims.give_back()
    claims.give_back()
    assert leases(store) == {}
