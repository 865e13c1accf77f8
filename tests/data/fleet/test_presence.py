from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from data.db import reading
from data.models import Presence
from tests.data.fleet.files import HEADERS, csv_of, row
from tests.data.fleet.loading import load, sims

SESSIONS = (*HEADERS[:4], "Last Session Start", "Last Session Stop")


def presence(store: Engine) -> list[Presence]:
    """All stretches, by SIM and beginning."""
    with reading(store) as session:
        order = (col(Presence.sim_id), col(Presence.first_at), col(Presence.method))
        return list(session.exec(select(Presence).order_by(*order)))


def ends(store: Engine) -> list[tuple[str, str, str]]:
    """Country, first and last day and hour of each stretch."""
    return [
        (one.country, f"{one.first_at:%m-%d %H}", f"{one.last_at:%m-%d %H}")
        for one in presence(store)
    ]


def seen(at: str, **changed: str) -> dict[str, str]:
    return row(1, **({"Last Seen": at} | changed))


def test_a_row_with_place_and_last_sign_of_life_is_a_sighting(store: Engine, now: datetime) -> None:
    headers = (*HEADERS, "IMEI", "MCC")
    content = csv_of(row(1, IMEI="49015420323751", MCC="724"), row(2), headers=headers)
    report = load(store, content, now)
    first, second = presence(store)
    assert report.stretches == 2
    assert (first.country, first.mcc, first.imsi, first.imei, first.method) == (
        "BR",
        "724",
        "262010000000001",
        "490154203237518",
        "snapshot",
    )
    assert first.first_at == first.last_at == datetime(2026, 11, 15, 7, 30, tzinfo=UTC)
    assert [first.sim_id, second.sim_id] == [sim.id for sim in sims(store)]


def test_the_same_file_again_adds_no_presence(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1), row(2)), now)
    assert load(store, csv_of(row(1), row(2)), now).stretches == 0
    assert len(presence(store)) == 2


def test_a_sighting_the_next_day_makes_the_stretch_longer(store: Engine, now: datetime) -> None:
    load(store, csv_of(seen("2026-11-10T12:00:00Z")), now)
    load(store, csv_of(seen("2026-11-11T12:00:00Z")), now)
    load(store, csv_of(seen("2026-11-13T12:00:00Z")), now)
    assert ends(store) == [("BR", "11-10 12", "11-11 12"), ("BR", "11-13 12", "11-13 12")]


def test_a_move_to_another_country_begins_another_stretch(store: Engine, now: datetime) -> None:
    load(store, csv_of(seen("2026-11-10T12:00:00Z")), now)
    load(store, csv_of(seen("2026-11-10T20:00:00Z", Country="AR")), now)
    assert [place for place, _, _ in ends(store)] == ["BR", "AR"]


def test_an_older_file_fills_the_gap(store: Engine, now: datetime) -> None:
    for at in ("10", "12", "11"):
        load(store, csv_of(seen(f"2026-11-{at}T12:00:00Z")), now)
    assert ends(store) == [("BR", "11-10 12", "11-12 12")]


def test_a_sim_seen_nowhere_or_never_has_no_presence(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1, Country=""), row(2, **{"Last Seen": "0000-00-00 00:00:00"})), now)
    assert presence(store) == []


def test_at_sea_is_a_place_without_a_country(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1, Country="901")), now)
    (one,) = presence(store)
    assert (one.country, one.mcc) == ("", "901")


def test_the_ends_of_a_session_are_a_stretch(store: Engine, now: datetime) -> None:
    ended = row(1, **{"Last Session Start": "2026-11-10T12:00:00Z"})
    ended |= {"Last Session Stop": "2026-11-13T09:00:00Z"}
    still_open = row(2, **{"Last Session Start": "1794564000000"})
    still_open |= {"Last Session Stop": "0000-00-00 00:00:00"}
    load(store, csv_of(ended, still_open, headers=SESSIONS), now)
    assert ends(store) == [("BR", "11-10 12", "11-13 09"), ("BR", "11-13 10", "11-16 08")]
    assert {one.method for one in presence(store)} == {"session"}


def test_a_session_that_ended_before_the_last_one_began_is_no_stretch(
    store: Engine, now: datetime
) -> None:
    one = row(1, **{"Last Session Start": "2026-11-14T12:00:00Z"})
    one |= {"Last Session Stop": "2026-11-10T09:00:00Z"}
    load(store, csv_of(one, headers=SESSIONS), now)
    assert ends(store) == [("BR", "11-14 12", "11-14 12")]
    assert presence(store)[0].method == "snapshot"


def test_first_seen_in_a_list_of_sims_claims_no_stay(store: Engine, now: datetime) -> None:
    one = row(1, **{"First Seen": "2021-01-01T00:00:00Z"})
    load(store, csv_of(one, headers=(*HEADERS, "First Seen")), now)
    assert ends(store) == [("BR", "11-15 07", "11-15 07")]


def test_a_dry_run_writes_no_presence(store: Engine, now: datetime) -> None:
    load(store, csv_of(row(1)), now)
    load(store, csv_of(seen("2026-11-16T07:00:00Z")), now + timedelta(days=1), dry_run=True)
    assert ends(store) == [("BR", "11-15 07", "11-15 07")]


def test_a_stretch_that_grows_keeps_its_number_one_whose_past_grows_gets_a_new_one(
    store: Engine, now: datetime
) -> None:
    def numbers() -> list[int | None]:
        return [one.id for one in presence(store)]

    load(store, csv_of(seen("2026-11-10T12:00:00Z"), row(2)), now)
    first, other = numbers()
    load(store, csv_of(seen("2026-11-11T12:00:00Z")), now)
    assert numbers() == [first, other]
    load(store, csv_of(seen("2026-11-09T12:00:00Z")), now)
    again, still = numbers()
    assert still == other
    assert again is not None
    assert other is not None
    assert again > other
