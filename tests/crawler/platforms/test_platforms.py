"""Every platform: the whole conversation over HTTP, against the vendor's description where there is one."""

import pytest

from crawler.platforms import platforms
from crawler.pulling.records import SimRecord
from data.fleet.states import address_of, checked, connectable, credentials_of, vocabulary
from tests.crawler.platforms.described import operations
from tests.crawler.platforms.fakes import SECRETS, fake
from tests.crawler.pulls import Pulls

NAMES = sorted(platforms())


def test_there_is_a_connector_for_each_platform_that_says_it_has_one() -> None:
    assert sorted(connectable()) == NAMES
    assert {"1nce", "soracom", "kore", "emnify", "hologram", "onomondo", "cisco"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_platform_says_what_it_is(name: str) -> None:
    platform = platforms()[name]
    assert platform.told <= set(SimRecord._fields)
    assert {"iccid", "status"} <= platform.told
    assert platform.per_second > 0
    assert address_of(name).startswith("https://")
    assert set(credentials_of(name)) == set(SECRETS[name])
    assert vocabulary(name)
    # What could not be checked says so.
    assert ("not checked" in checked(name)) is not bool(operations(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_pull_brings_every_sim_once_with_its_state_and_identity(name: str, pulls: Pulls) -> None:
    platform = fake(name, 35)
    report = pulls.pull(platform, pulls.account(platform))
    assert platform.wrong == []
    assert report.error == ""
    assert (report.finished, report.rows, report.added, report.refused) == (True, 35, 35, 0)
    sims = pulls.sims()
    assert set(sims) == {sim.iccid for sim in platform.sims}
    for sim in platform.sims:
        stored = sims[sim.iccid]
        assert stored.state == ("active" if sim.live else _resting(name))
        if "imsi" in platforms()[name].told:
            assert stored.imsi == sim.imsi
            assert stored.home_country == "901"


@pytest.mark.parametrize("name", NAMES)
def test_a_pull_says_where_and_when_a_sim_was_last_seen(name: str, pulls: Pulls) -> None:
    platform = fake(name, 35)
    pulls.pull(platform, pulls.account(platform))
    sims = pulls.sims()
    where = {iccid: country for iccid, country, *_ in pulls.presence()}
    for sim in platform.sims:
        stored = sims[sim.iccid]
        if name == "cisco":
            assert stored.visited_country == ""
        else:
            assert stored.visited_country == sim.country
            assert where.get(sim.iccid, "") == sim.country
        assert (stored.last_seen_at is None) is (sim.seen is None)
        if sim.seen and name != "kore":
            assert stored.last_seen_at == sim.seen.replace(microsecond=0)
        if sim.seen and name == "kore":
            # Usage is told by the day.
            assert stored.last_seen_at is not None
            assert stored.last_seen_at.date() == sim.seen.date()


@pytest.mark.parametrize("name", NAMES)
def test_a_second_pull_changes_nothing(name: str, pulls: Pulls) -> None:
    platform = fake(name, 12)
    account = pulls.account(platform)
    pulls.pull(platform, account)
    before = pulls.presence()
    again = pulls.pull(platform, account)
    assert (again.added, again.changed, again.refused) == (0, 0, 0)
    assert pulls.presence() == before


@pytest.mark.parametrize("name", NAMES)
def test_wrong_credentials_say_so_and_bring_nothing(name: str, pulls: Pulls) -> None:
    platform = fake(name, 5)
    wrong = dict.fromkeys(SECRETS[name], "not the key")
    account = pulls.account(platform, wrong)
    report = pulls.pull(platform, account)
    assert (report.finished, report.error_code) == (False, "sign_in")
    assert "check the credentials" in report.error
    assert "not the key" not in report.error
    assert pulls.sims() == {}


def _resting(name: str) -> str:
    """What a SIM that was switched off is called; Onomondo does not say which kind of off."""
    return "unknown" if name == "onomondo" else "suspended"


@pytest.mark.parametrize("name", NAMES)
def test_a_sim_of_which_nothing_is_told_now_keeps_where_and_when_it_was_seen(
    name: str, pulls: Pulls
) -> None:
    platform = fake(name, 6)
    account = pulls.account(platform)
    pulls.pull(platform, account)
    before = {one.iccid: (one.visited_country, one.last_seen_at) for one in pulls.sims().values()}
    assert any(seen for _, seen in before.values())
    for sim in platform.sims:
        sim.place = sim.seen = None
    pulls.pull(platform, account)
    after = {one.iccid: (one.visited_country, one.last_seen_at) for one in pulls.sims().values()}
    assert after == before
