"""The table is ours; python-stdnum's data is the second opinion, and each difference has its reason."""

import re
from pathlib import Path

import pytest
import stdnum

from data.countries import codes
from data.fleet.mcc import SHARED, country_of, home_of, table

#: Where python-stdnum (2.2, drawn from Wikipedia) says otherwise, and why we stay with ours.
DIFFERENCES = {
    "225": "assigned to the Vatican by ITU, no network uses it; missing there",
    "234": "the Channel Islands and the Isle of Man use the British code",
    "242": "Svalbard uses the Norwegian code",
    "244": "Åland uses the Finnish code",
    "255": "one network in Transnistria uses a Ukrainian code; ITU gave it to Ukraine alone",
    "289": "used in Abkhazia, not assigned by ITU",
    "310": "all US territories share it; theirs adds one network of Bermuda, which has code 350",
    "311": "all US territories share it",
    "312": "all US territories share it",
    "313": "all US territories share it",
    "314": "all US territories share it",
    "315": "assigned to the United States, no network there; missing",
    "316": "all US territories share it",
    "332": "assigned to the US Virgin Islands; missing there",
    "338": "theirs adds one network of Saint Lucia, which has code 358",
    "340": "the French Antilles and French Guiana share it; theirs names Guiana only",
    "362": "Curaçao, Bonaire and Sint Maarten share it; theirs names no country",
    "406": "assigned to India, no network there; missing",
    "430": "Abu Dhabi, assigned to the Emirates; missing there",
    "431": "Dubai, assigned to the Emirates; missing there",
    "461": "assigned to China, no network there; missing",
    "505": "Australia's; theirs names only Norfolk Island, one of its users",
    "604": "networks of Western Sahara use the Moroccan code",
    "647": "Réunion, Mayotte and the Southern Territories share it; theirs names no country",
    "750": "South Georgia uses the Falkland code",
    "995": "one private network's own choice, not assigned by ITU",
}


def second_opinion() -> dict[str, set[str]]:
    """MCC → the country codes that python-stdnum's file gives to it or to a network under it."""
    found: dict[str, set[str]] = {}
    file = Path(stdnum.__file__).parent / "imsi.dat"
    mcc = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line[:3].isdigit():
            mcc = line[:3]
            found[mcc] = set()
        if mcc:
            found[mcc] |= {
                code.strip().upper()
                for names in re.findall(r'cc="([^"]*)"', line)
                for code in names.split(",")
                if code.strip()
            }
    return found


def test_every_difference_to_python_stdnum_is_known_and_has_its_reason() -> None:
    theirs = second_opinion()
    ours = {mcc: set(countries) for mcc, countries in table().items()}
    differing = {
        mcc for mcc in ours.keys() | theirs.keys() if ours.get(mcc, set()) != theirs.get(mcc, set())
    }
    assert differing - DIFFERENCES.keys() == set()


def test_most_of_both_tables_agrees() -> None:
    theirs = second_opinion()
    same = [mcc for mcc, countries in table().items() if set(countries) == theirs.get(mcc)]
    assert len(same) > 210


def test_every_code_has_three_digits_and_known_countries() -> None:
    for mcc, countries in table().items():
        assert re.fullmatch(r"\d{3}", mcc)
        assert set(countries) <= codes()


def test_only_shared_and_test_codes_have_no_country() -> None:
    assert {mcc for mcc, countries in table().items() if not countries} == {
        "901",
        "902",
        "991",
        "999",
        "001",
    }


def test_nearly_every_country_with_networks_has_a_code() -> None:
    covered = {country for countries in table().values() for country in countries}
    without = codes() - covered
    # Uninhabited, or without a code of their own.
    assert without == {"AQ", "BV", "HM", "IO", "PN", "UM"}


@pytest.mark.parametrize("mcc", ["310", "311", "313"])
def test_a_shared_american_code_is_at_home_in_every_territory(mcc: str) -> None:
    assert country_of(mcc) == "US"
    assert country_of(mcc, near="PR") == "PR"
    assert country_of(mcc, near="VI") == "VI"
    assert country_of(mcc, near="BR") == "US"


@pytest.mark.parametrize(
    ("mcc", "first", "other"),
    [
        ("338", "JM", "TC"),
        ("340", "GP", "MQ"),
        ("362", "CW", "SX"),
        ("425", "IL", "PS"),
        ("647", "RE", "YT"),
    ],
)
def test_codes_of_several_countries_are_explicit(mcc: str, first: str, other: str) -> None:
    assert country_of(mcc) == first
    assert country_of(mcc, near=other) == other


@pytest.mark.parametrize(
    ("imsi", "visited", "home"),
    [
        ("262011234567890", "BR", "DE"),
        ("310410123456789", "VI", "VI"),
        ("310410123456789", "", "US"),
        ("901405100000001", "DE", SHARED),
        ("902011234567890", "", SHARED),
        ("999991234567890", "DE", ""),
        ("000001234567890", "DE", ""),
        ("", "DE", ""),
    ],
)
def test_the_home_of_a_sim_follows_from_its_imsi(imsi: str, visited: str, home: str) -> None:
    assert home_of(imsi, visited=visited) == home


def test_a_shared_code_is_at_home_nowhere() -> None:
    assert SHARED not in codes()
