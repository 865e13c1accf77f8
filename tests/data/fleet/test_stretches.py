from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.civil import civil_day
from data.fleet.identifiers import luhn_ok
from data.fleet.stretches import Settled, Stretch, covers, device_of, settle

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def stretch(
    first: float, last: float | None = None, country: str = "TR", **changed: str
) -> Stretch:
    """From day ``first`` to day ``last`` after the start."""
    values = {"mcc": "286", "imsi": "1", "imei": "2", "method": "snapshot"} | changed
    return Stretch(
        country=country,
        first_at=START + timedelta(days=first),
        last_at=START + timedelta(days=first if last is None else last),
        **values,
    )


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def test_the_first_sighting_is_a_stretch() -> None:
    assert settle([], [stretch(0)]) == Settled(new=(stretch(0),))


@pytest.mark.parametrize("later", [0, 0.4, 1, 1.3])
def test_a_sighting_on_the_same_or_the_next_civil_day_makes_it_longer(later: float) -> None:
    found = settle([(7, stretch(0))], [stretch(later)])
    moved = ((7, day(0), day(later)),) if later else ()
    assert found == Settled(moved=moved)


def test_a_sighting_after_a_day_without_one_begins_another() -> None:
    assert settle([(7, stretch(0))], [stretch(2)]) == Settled(new=(stretch(2),))


def test_the_day_is_counted_where_the_sim_stands() -> None:
    # 1.45 days after noon UTC is 22:48 UTC: the day after next in Istanbul, the next in London.
    assert settle([(7, stretch(0))], [stretch(1.45)]).new
    assert settle([(7, stretch(0, country="GB"))], [stretch(1.45, country="GB")]).moved


@pytest.mark.parametrize(
    "other", [{"imsi": "9"}, {"imei": "9"}, {"method": "session"}, {"country": "GR"}]
)
def test_another_imsi_device_method_or_country_is_another_stretch(other: dict[str, str]) -> None:
    found = stretch(1)._replace(**other)  # type: ignore[arg-type]  # texts only
    assert settle([(7, stretch(0))], [found]) == Settled(new=(found,))


def test_a_network_code_of_the_same_country_makes_no_new_stretch() -> None:
    found = settle(
        [(7, stretch(0, country="US", mcc="310"))], [stretch(1, country="US", mcc="311")]
    )
    assert not found.new


def test_a_late_sighting_joins_two_stretches() -> None:
    kept = [(7, stretch(0)), (8, stretch(2, 5))]
    assert settle(kept, [stretch(1)]) == Settled(moved=((7, day(0), day(5)),), gone=(8,))


def test_a_sighting_before_all_others_makes_the_stretch_begin_earlier() -> None:
    assert settle([(7, stretch(3, 5))], [stretch(2)]).moved == ((7, day(2), day(5)),)


def test_overlapping_stays_of_one_file_become_one() -> None:
    found = settle([], [stretch(5, 9), stretch(0, 6), stretch(2, 3)])
    assert found.new == (stretch(0, 9),)


def test_what_is_known_already_changes_nothing() -> None:
    assert covers(stretch(0, 9), stretch(2, 3))
    assert not covers(stretch(0, 9), stretch(2, 10))
    assert not covers(stretch(0, 9), stretch(2, 3, imei="9"))
    assert not settle([(7, stretch(0, 9))], [stretch(2, 3)]).anything


def test_a_device_has_one_name_of_fifteen_digits() -> None:
    assert device_of("") == ""
    assert device_of("490154203237518") == "490154203237518"
    assert device_of("49015420323751") == "490154203237518"
    assert device_of("4901542032375101") == "490154203237518"
    assert luhn_ok(device_of("35209900176148"))


def days_of(stretches: list[Stretch]) -> set[date]:
    """Every civil day, one by one."""
    found = set()
    for one in stretches:
        at = civil_day(one.first_at, one.country)
        while at <= civil_day(one.last_at, one.country):
            found.add(at)
            at += timedelta(days=1)
    return found


_STAYS = st.lists(
    st.tuples(
        st.floats(0, 40),
        st.one_of(st.just(0.0), st.floats(0, 4)),
    ),
    max_size=12,
)


@given(_STAYS, st.sampled_from(["TR", "BR", "DE", ""]), st.randoms(use_true_random=False))
def test_joining_one_by_one_keeps_each_day_and_invents_none(
    stays: list[tuple[float, float]], country: str, dice: Random
) -> None:
    every = [stretch(first, first + long, country) for first, long in stays]
    dice.shuffle(every)
    kept: dict[int, Stretch] = {}
    for number, one in enumerate(every):
        found = settle(kept.items(), [one])
        kept |= {100 * number + place: new for place, new in enumerate(found.new)}
        for moved, first, last in found.moved:
            kept[moved] = kept[moved]._replace(first_at=first, last_at=last)
        for gone in found.gone:
            del kept[gone]
    assert days_of(list(kept.values())) == days_of(every)
    at_once = settle([], every).new
    ends = sorted((one.first_at, one.last_at) for one in kept.values())
    assert ends == sorted((one.first_at, one.last_at) for one in at_once)
