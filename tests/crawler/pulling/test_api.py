"""The client: how long it waits, and how it paces itself."""

import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest

from crawler.pulling.api import Api, Signature
from tests.crawler.platforms.fakes import fake
from tests.crawler.platforms.server import serving

_NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_requests_keep_the_pace_that_the_platform_allows() -> None:
    """Twenty requests at ten a second on a clock that only sleeping moves: 1.9 seconds."""
    time = [0.0]

    async def sleep(seconds: float) -> None:
        time[0] += seconds

    async def sign_in(api: Api) -> Signature:
        return Signature(headers={"Authorization": "key six"}, seconds=1000)

    async def run() -> float:
        async with serving(fake("onomondo", 5)) as address, aiohttp.ClientSession() as session:
            api = Api(
                session,
                address,
                per_second=10,
                sign_in=sign_in,
                sleep=sleep,
                clock=lambda: time[0],
            )
            for _ in range(20):
                await api.get("/sims", {"limit": 1})
        return time[0]

    assert asyncio.run(run()) == pytest.approx(1.9)


def test_a_token_is_renewed_before_its_time_is_over() -> None:
    time, signed = [0.0], [0]

    async def sign_in(api: Api) -> Signature:
        signed[0] += 1
        return Signature(headers={"Authorization": "key six"}, seconds=100)

    async def run() -> None:
        async with serving(fake("onomondo", 5)) as address, aiohttp.ClientSession() as session:
            api = Api(session, address, per_second=1000, sign_in=sign_in, clock=lambda: time[0])
            for moment in (0.0, 89.0, 91.0, 92.0):
                time[0] = moment
                await api.get("/sims", {"limit": 1})

    asyncio.run(run())
    assert signed == [2]
