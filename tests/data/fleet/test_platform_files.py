"""Files as the platforms' portals and APIs word them, read without any help."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.data.fleet.files import iccid
from tests.data.fleet.loading import counts, load, sims

SEEN = datetime(2026, 11, 15, 7, 30, tzinfo=UTC)


def file(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


FILES = {
    "1nce": file(
        "iccid;iccid_with_luhn;imsi;imsi_2;msisdn;imei;status;country_code;mcc;activation_date;last_updated",
        f"{iccid(1)[:-1]};{iccid(1)};901405000000001;;882285000000001;490154203237518;Enabled;49;262;"
        "2025-03-01T00:00:00Z;2026-11-15T07:30:00Z",
    ),
    "emnify": file(
        '"iccid","iccid_with_luhn","eid","imsi","msisdn","status","endpoint","imei_with_luhn","mcc","last_seen"',
        f'"{iccid(1)[:-1]}","{iccid(1)}","","901430000000001","","Activated","Meter 7",'
        '"490154203237518","26201","2026-11-15 07:30:00"',
    ),
    "soracom": file(
        "simId,iccid,primaryImsi,status,sessionStatus,type,mcc,lastLocationUpdateTime",
        f"8999,{iccid(1)},295050000000001,active,ONLINE,uicc,262,1794727800000",
    ),
    "hologram": file(
        "id,sim,imsi,state,whenclaimed,last_connect_time,last_network_used,tadig",
        f"17,{iccid(1)},234500000000001,LIVE,2025-03-01 00:00:00,2026-11-15 07:30:00,Telekom,DEUD1",
    ),
    "onomondo": file(
        "iccid,imsi,imei,activated,online_at,last_came_online_at,network_country",
        f"{iccid(1)},238730000000001,490154203237518,true,,2026-11-15T07:30:00.000Z,DE",
    ),
    "cisco": file(
        "ICCID\tIMSI\tMSISDN\tSIM Status\tRate Plan\tDate Shipped\tDate Activated\tLast Country\t"
        "Last Session Start",
        f"{iccid(1)}\t901160000000001\t\tActivated\tPlan A\t01/02/2025\t03/15/2025\tGermany\t"
        "11/15/2026 07:30",
    ),
    "telnyx": file(
        "id,iccid,imsi,msisdn,status,type,current_imei,current_mcc,current_mnc,last_seen",
        f"x1,{iccid(1)},311980000000001,,enabled,physical,4901542032375101,262,1,2026-11-15T07:30:00Z",
    ),
    "aeris": file(
        "iccid,imsi,msisdn,detectedImei,assignedImei,state,firstActivatedAt,Last Country,lastSessionTime",
        f"{iccid(1)},240070000000001,,490154203237518,490154203237518,ACTIVE_NO_BILLING,1740787200,"
        "DEU,1794727800",
    ),
}


@pytest.mark.parametrize("platform", FILES)
def test_a_platforms_file_is_understood(sqlite_store: Engine, now: datetime, platform: str) -> None:
    report = load(sqlite_store, FILES[platform], now)
    assert counts(report) == (1, 0, 0, 0)
    assert report.errors == ()
    (sim,) = sims(sqlite_store)
    assert (sim.iccid, sim.state, sim.visited_country) == (iccid(1), "active", "DE")
    assert sim.last_seen_at == SEEN
    assert report.platform == platform
    assert report.unknown_words == {}


def test_a_telephone_code_under_country_code_is_refused_by_name(
    sqlite_store: Engine, now: datetime
) -> None:
    report = load(sqlite_store, FILES["1nce"].replace(b";mcc;", b";other;"), now)
    assert report.codes == {"unknown_country": 1}
    assert "telephone code" in report.errors[0].message


@pytest.mark.parametrize(
    ("platform", "home"),
    [
        ("1nce", "901"),
        ("emnify", "901"),
        ("hologram", "GB"),
        ("onomondo", "DK"),
        ("telnyx", "US"),
        ("aeris", "SE"),
    ],
)
def test_the_home_network_follows_from_the_imsi(
    sqlite_store: Engine, now: datetime, platform: str, home: str
) -> None:
    load(sqlite_store, FILES[platform], now)
    assert sims(sqlite_store)[0].home_country == home


def test_an_identifier_of_sixteen_digits_is_kept_whole(sqlite_store: Engine, now: datetime) -> None:
    load(sqlite_store, FILES["telnyx"], now)
    assert sims(sqlite_store)[0].imei == "4901542032375101"


def test_a_session_that_is_still_open_was_seen_now(sqlite_store: Engine, now: datetime) -> None:
    content = file(
        "sim,state,country,Last Session Start,Last Session Stop",
        f"{iccid(1)},LIVE,DE,2026-10-01 00:00:00,0000-00-00 00:00:00",
    )
    load(sqlite_store, content, now)
    assert sims(sqlite_store)[0].last_seen_at == now
