"""A connector killed in the middle of a pull resumes and ends with the same fleet."""

import asyncio
import os
import random
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from data.db import writing
from data.models import Lease, PlatformAccount
from tests.crawler.platforms.fakes import fake
from tests.crawler.platforms.server import FakePlatform, serving
from tests.crawler.pulls import Pulls

_KILLS = 5


def test_a_pull_that_is_killed_again_and_again_ends_with_the_same_fleet(pulls: Pulls) -> None:
    platform = fake("soracom", 200)
    pulls.now = datetime.now(UTC)
    account = pulls.account(platform)
    killed = asyncio.run(_kill_and_finish(pulls, platform, account))
    assert killed == _KILLS
    sims = pulls.sims()
    assert set(sims) == {sim.iccid for sim in platform.sims}
    for sim in platform.sims:
        assert (sims[sim.iccid].imsi, sims[sim.iccid].visited_country) == (sim.imsi, sim.country)
    stored = pulls.stored(account)
    assert (stored.cursor, stored.import_id, stored.error) == ("", None, "")
    # It went on where it was: of twenty pages, some were asked again, not all of them each time.
    pages = sum("/sims" in one for one in platform.asked)
    assert 20 <= pages <= 20 + 2 * _KILLS


async def _kill_and_finish(pulls: Pulls, platform: FakePlatform, account: int) -> int:
    chance, killed = random.Random(7), 0
    async with serving(platform) as address:
        with writing(pulls.engine) as session:
            session.get_one(PlatformAccount, account).address = address
        for number in range(_KILLS + 1):
            process = await _start(pulls, account, f"worker-{number}")
            if number < _KILLS:
                begin = sum("/sims" in one for one in platform.asked)
                await _until(lambda: _pages(platform) > begin + chance.randint(1, 2))  # noqa: B023
                process.send_signal(signal.SIGKILL)
                killed += await process.wait() == -signal.SIGKILL
                _forget_claim(pulls)
            else:
                assert await process.wait() == 0
    return killed


def _pages(platform: FakePlatform) -> int:
    return sum("/sims" in one for one in platform.asked)


async def _until(true: "object") -> None:
    assert callable(true)
    for _ in range(6000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the process asked for nothing within a minute")


async def _start(pulls: Pulls, account: int, owner: str) -> asyncio.subprocess.Process:
    settings = pulls.settings
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.crawler.pulling.pull_once",
        str(account),
        owner,
        cwd=Path(__file__).parents[3],
        env=os.environ
        | {
            "ROAMWATCH_INSTANCE": str(settings.instance),
            "ROAMWATCH_DATABASE_URL": settings.database,
            "ROAMWATCH_SECRET_KEY": settings.signing_key,
            "ROAMWATCH_ALLOW_PRIVATE_ADDRESSES": "true",
        },
    )


def _forget_claim(pulls: Pulls) -> None:
    """The dead process's claim expires at once."""
    with writing(pulls.engine) as session:
        for lease in session.exec(select(Lease)).all():
            session.delete(lease)
