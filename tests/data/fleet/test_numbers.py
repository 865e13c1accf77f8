"""Identifiers as numbers: different ones have different numbers."""

from hypothesis import given
from hypothesis import strategies as st

from data.fleet.numbers import chip_numbers, sim_numbers
from tests.data.fleet.test_identity import eid

keys = st.text("0123456789", min_size=18, max_size=19)


@given(st.lists(keys, max_size=9))
def test_each_iccid_has_a_number_of_its_own(several: list[str]) -> None:
    numbers = sim_numbers(several).tolist()
    assert numbers == [number for key in several for number in sim_numbers([key]).tolist()]
    assert len({*numbers}) == len({*several})


def test_the_shortest_and_the_longest_keys_do_not_meet() -> None:
    ends = ["0" * 18, "9" * 18, "0" * 19, "0" + "9" * 18, "9" * 19]
    assert len({*sim_numbers(ends).tolist()}) == len(ends)


def test_no_eid_has_the_number_of_none() -> None:
    chips = [eid(number) for number in range(50)] + ["0" * 32, str(2**64 - 59).zfill(32)]
    numbers = chip_numbers([*chips, ""]).tolist()
    assert numbers[-1] == 0
    assert 0 not in numbers[:-1]
    assert len({*numbers[:50]}) == 50
