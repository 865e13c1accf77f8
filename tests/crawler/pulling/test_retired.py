"""SIMs that a platform no longer lists: retired after a whole pull without a fault, and on no doubt."""

from datetime import timedelta

import pytest
from aiohttp import web
from sqlmodel import select

from data.counting import miscounted
from data.db import reading, writing
from data.fleet.retiring import MISSING
from data.models import Fleet, PlatformAccount, PulledSim
from data.queries.platforms import disconnect
from tests.crawler.platforms.fakes import fake
from tests.crawler.platforms.server import FakePlatform, Handler, refused
from tests.crawler.pulls import Pulls
from tests.factories import make_sims

#: Long enough for everything to be asked for again.
WEEK = timedelta(days=8)


def retired(pulls: Pulls) -> set[str]:
    return {iccid for iccid, sim in pulls.sims().items() if sim.native_status == MISSING}


def twice(pulls: Pulls, platform: FakePlatform, gone: int, later: timedelta = WEEK) -> int:
    """A whole pull, then one of so many SIMs fewer; the account."""
    account = pulls.account(platform)
    assert pulls.pull(platform, account).finished
    del platform.sims[:gone]
    pulls.now += later
    assert pulls.pull(platform, account).finished
    return account


@pytest.mark.parametrize("name", ["1nce", "soracom", "kore", "emnify", "onomondo", "cisco"])
def test_what_a_whole_pull_does_not_list_is_retired(name: str, pulls: Pulls) -> None:
    platform = fake(name, 25)
    lost = {sim.iccid for sim in platform.sims[:3]}
    twice(pulls, platform, 3)
    found = retired(pulls)
    assert len(found) == 3
    assert {iccid[:19] for iccid in found} == {iccid[:19] for iccid in lost}
    assert {pulls.sims()[iccid].state for iccid in found} == {"terminated"}
    with reading(pulls.engine) as session:
        assert miscounted(session) == []


def test_a_sim_that_is_listed_again_is_as_the_platform_says(pulls: Pulls) -> None:
    platform = fake("soracom", 25)
    back = platform.sims[:3]
    account = twice(pulls, platform, 3)
    platform.sims[:0] = back
    pulls.now += WEEK
    pulls.pull(platform, account)
    assert retired(pulls) == set()
    assert pulls.sims()[back[0].iccid].state == "active"


def test_a_pull_of_what_changed_retires_nothing(pulls: Pulls) -> None:
    twice(pulls, fake("cisco", 25), 3, later=timedelta(hours=12))
    assert retired(pulls) == set()


def test_a_pull_that_breaks_off_retires_nothing_nor_does_what_goes_on_from_there(
    pulls: Pulls,
) -> None:
    platform = fake("1nce", 45)
    account = pulls.account(platform)
    pulls.pull(platform, account)
    del platform.sims[:3]
    pulls.now += WEEK
    seen = [0]

    def fault(request: web.Request) -> web.Response | None:
        seen[0] += request.path.endswith("/sims")
        return refused(500) if seen[0] >= 3 and request.path.endswith("/sims") else None

    platform.fault = fault
    assert not pulls.pull(platform, account).finished
    assert retired(pulls) == set()
    platform.fault = None
    pulls.now += timedelta(hours=1)
    report = pulls.pull(platform, account)
    assert (report.finished, report.resumed) == (True, True)
    assert retired(pulls) == set()
    pulls.now += WEEK
    pulls.pull(platform, account)
    assert len(retired(pulls)) == 3


def test_half_of_a_fleet_does_not_end_in_a_day(pulls: Pulls) -> None:
    twice(pulls, fake("soracom", 25), 15)
    assert retired(pulls) == set()
    (said,) = [one for one in pulls.faults() if one.code == "not_retired"]
    assert said.message.startswith("the platform lists 10 of 25 SIMs, less than half")
    assert not said.refused


def test_an_entry_that_nobody_can_read_may_be_one_of_the_missing(pulls: Pulls) -> None:
    platform = fake("onomondo", 25)
    account = pulls.account(platform)
    pulls.pull(platform, account)
    del platform.sims[:2]
    platform.sims[4].extra = {"iccid": None}
    pulls.now += WEEK
    pulls.pull(platform, account)
    assert retired(pulls) == set()
    (said,) = [one for one in pulls.faults() if one.code == "not_retired"]
    assert "1 entries could not be read" in said.message


def test_a_sim_whose_row_is_refused_is_listed_all_the_same(pulls: Pulls) -> None:
    platform = fake("onomondo", 25)
    account = pulls.account(platform)
    pulls.pull(platform, account)
    platform.sims[4].extra = {"last_came_online_at": "yesterday", "imsi": "12"}
    pulls.now += WEEK
    pulls.pull(platform, account)
    assert retired(pulls) == set()


def test_sims_of_files_and_of_other_accounts_are_none_of_its_business(pulls: Pulls) -> None:
    platform, other = fake("soracom", 25), fake("kore", 25)
    account, second = pulls.account(platform), pulls.account(other)
    with writing(pulls.engine) as session:
        fleet = session.get_one(Fleet, session.get_one(PlatformAccount, account).fleet_id)
        session.get_one(PlatformAccount, second).fleet_id = fleet.id or 0
        (filed,) = (sim.iccid for sim in make_sims(session, fleet, 1))
    pulls.pull(platform, account)
    pulls.pull(other, second)
    both = {sim.iccid for sim in platform.sims[:3]}
    del platform.sims[:3]
    pulls.now += WEEK
    pulls.pull(platform, account)
    assert retired(pulls).isdisjoint({filed, *both})


def test_an_account_that_is_gone_leaves_nothing_behind(pulls: Pulls) -> None:
    account = twice(pulls, fake("soracom", 5), 0)
    with writing(pulls.engine) as session:
        disconnect(session, account)
        assert session.exec(select(PulledSim)).all() == []


@pytest.mark.parametrize("name", ["1nce", "emnify"])
def test_without_the_number_of_pages_a_list_is_read_to_its_end(name: str, pulls: Pulls) -> None:
    platform = fake(name, 35)
    platform.handle = _without_pages(platform.handle)
    assert pulls.pull(platform, pulls.account(platform)).added == 35


def _without_pages(handle: Handler) -> Handler:
    def answer(platform: FakePlatform, request: web.Request) -> web.Response:
        found = handle(platform, request)
        found.headers.popall("X-Total-Pages", None)
        return found

    return answer
