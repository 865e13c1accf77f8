"""One SIM is one SIM: under both forms of its ICCID, under each profile of its eUICC, under all its IMSIs."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from tests.data.fleet.files import HEADERS, csv_of, iccid, row
from tests.data.fleet.loading import counts, load, sims
from tests.data.fleet.test_presence import presence
from tests.data.test_counting import counted, kept

CHIPS = (*HEADERS, "EID")
BODY = "89049032000000000000000000000"


def eid(number: int) -> str:
    """A valid EID (leaves 1 when divided by 97)."""
    body = f"{BODY}{number}"[-30:]
    return f"{body}{98 - int(body + '00') % 97:02d}"


def chip(number: int, profile: int, **changed: str) -> dict[str, str]:
    """The eUICC of that number, showing that profile."""
    return row(profile, EID=eid(number), **changed)


def test_an_euicc_with_another_profile_is_the_same_sim(store: Engine, now: datetime) -> None:
    load(store, csv_of(chip(1, 10), row(5), headers=CHIPS), now)
    before = {sim.eid: sim.id for sim in sims(store)}
    local = chip(1, 77, IMSI="724010000000077", **{"Last Seen": "2026-11-16T07:00:00Z"})
    report = load(store, csv_of(local, headers=CHIPS), now + timedelta(days=1))
    assert counts(report) == (0, 1, 0, 0)
    changed = next(sim for sim in sims(store) if sim.eid == eid(1))
    assert changed.id == before[eid(1)]
    assert (changed.iccid, changed.iccid_key) == (iccid(77), iccid(77)[:-1])
    assert (changed.imsi, changed.home_country) == ("724010000000077", "BR")
    assert kept(store) == counted(store)


def test_its_presence_goes_on_under_each_imsi(store: Engine, now: datetime) -> None:
    load(store, csv_of(chip(1, 10), headers=CHIPS), now)
    later = {"Last Seen": "2026-11-16T07:00:00Z"}
    load(store, csv_of(chip(1, 77, IMSI="724010000000077", **later), headers=CHIPS), now)
    assert [(one.sim_id, one.imsi) for one in presence(store)] == [
        (1, "262010000000010"),
        (1, "724010000000077"),
    ]


def test_the_same_profile_again_changes_nothing(store: Engine, now: datetime) -> None:
    content = csv_of(chip(1, 10), chip(2, 11), headers=CHIPS)
    load(store, content, now)
    assert counts(load(store, content, now)) == (0, 0, 2, 0)


def test_two_profiles_of_one_euicc_in_one_file_are_one_sim(store: Engine, now: datetime) -> None:
    report = load(store, csv_of(chip(1, 10), chip(1, 11), headers=CHIPS), now)
    assert counts(report) == (1, 0, 0, 1)
    (error,) = report.errors
    assert (error.line, error.column, error.code) == (3, "EID", "duplicate_eid")
    assert "line 2" in error.message


def test_an_iccid_that_the_fleet_has_is_that_sim_whatever_its_eid(
    store: Engine, now: datetime
) -> None:
    load(store, csv_of(row(10), chip(1, 11), headers=CHIPS), now)
    report = load(store, csv_of(chip(1, 10), row(11), headers=CHIPS), now)
    assert counts(report)[0] == 0
    assert len(sims(store)) == 2


def test_an_empty_eid_is_nobody_s(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1, EID=""), row(2, EID=""), headers=CHIPS), now)
    assert len(sims(store)) == 2
    load(store, csv_of(row(3, EID=""), headers=CHIPS), now)
    assert len(sims(store)) == 3


def test_another_fleet_s_euicc_is_another_sim(store: Engine, now: datetime) -> None:
    load(store, csv_of(chip(1, 10), headers=CHIPS), now)
    load(store, csv_of(chip(1, 11), headers=CHIPS), now, fleet="Meters")
    assert len(sims(store)) == 2


def test_all_imsis_of_a_multi_imsi_sim_are_kept(store: Engine, now: datetime) -> None:
    headers = (*HEADERS, "IMSI 2", "IMSI 3")
    one = row(1, IMSI_2="204080000000001; 901405100000001", IMSI_3="262010000000001")
    load(store, csv_of(one | {"Technology": ""}, headers=headers), now)
    (sim,) = sims(store)
    assert (sim.imsi, sim.more_imsis) == ("262010000000001", "204080000000001 901405100000001")
    assert sim.technology == "multi_imsi"


def test_one_imsi_that_is_wrong_is_a_doubt_and_costs_itself_alone(
    store: Engine, now: datetime
) -> None:
    one = row(1, IMSI_2="2.04E+14 204080000000001")
    report = load(store, csv_of(one, headers=(*HEADERS, "IMSI 2")), now)
    assert counts(report) == (1, 0, 0, 0)
    assert report.codes == {"imsi_scientific": 1}
    assert sims(store)[0].more_imsis == "204080000000001"
