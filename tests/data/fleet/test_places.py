import pytest

from data.fleet.identifiers import CellError
from data.fleet.places import Place, read_place


@pytest.mark.parametrize(
    "text", ["DE", "de", "DEU", "Germany", "Allemagne", " Deutschland ", "'DE"]
)
def test_a_country_is_read_from_codes_and_names(text: str) -> None:
    assert read_place(text).country == "DE"


@pytest.mark.parametrize("text", ["262", "262.0", "26201", "262-01", "262001"])
def test_a_network_code_says_the_country(text: str) -> None:
    assert read_place("", text) == Place("DE", "262")


def test_three_digits_in_a_country_column_are_a_network_code() -> None:
    assert read_place("724") == Place("BR", "724")


def test_digits_under_country_code_may_be_a_telephone_code_and_are_refused() -> None:
    with pytest.raises(CellError, match="telephone") as caught:
        read_place("376", dial_codes=True)
    assert caught.value.code == "unknown_country"
    assert read_place("AD", dial_codes=True).country == "AD"


def test_a_telephone_code_is_passed_over_where_another_column_tells_the_place() -> None:
    assert read_place("49", "262", dial_codes=True) == Place("DE", "262")
    assert read_place("49", "", "DEUD1", dial_codes=True) == Place("DE")


@pytest.mark.parametrize(("tadig", "country"), [("DEUD1", "DE"), ("brapo", "BR"), ("ROMMF", "RO")])
def test_a_tadig_code_begins_with_its_country(tadig: str, country: str) -> None:
    assert read_place("", "", tadig) == Place(country)


def test_the_country_named_wins_over_the_network_code() -> None:
    assert read_place("FR", "262") == Place("FR", "262", True)


def test_a_territory_that_shares_the_code_is_no_contradiction() -> None:
    assert read_place("PR", "310") == Place("PR", "310", False)


@pytest.mark.parametrize("text", ["", "N/A", "-", "unknown", "null", "None"])
def test_a_sim_may_have_been_seen_nowhere(text: str) -> None:
    assert read_place(text, text, text) == Place()


def test_zeros_are_no_network_code() -> None:
    assert read_place("", "0") == Place()
    assert read_place("", "000") == Place()


def test_a_shared_network_code_is_a_place_without_a_country() -> None:
    assert read_place("", "901") == Place("", "901")
    assert read_place("", "901-28") == Place("", "901")
    assert read_place("DE", "901") == Place("DE", "901", False)


@pytest.mark.parametrize(
    ("country", "mcc", "tadig"),
    [("Atlantis", "", ""), ("XX", "", ""), ("", "123", ""), ("", "2620", ""), ("", "abc", ""),
     ("", "", "XYZ12"), ("", "", "DEU"), ("49", "", ""), ("EU", "", "")],
)  # fmt: skip
def test_an_unknown_country_is_refused(country: str, mcc: str, tadig: str) -> None:
    with pytest.raises(CellError) as caught:
        read_place(country, mcc, tadig)
    assert caught.value.code == "unknown_country"


def test_a_long_cell_is_cut_in_the_message() -> None:
    with pytest.raises(CellError) as caught:
        read_place("A" * 1000 + "\x1b")
    assert len(str(caught.value)) < 80
