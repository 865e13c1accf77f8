"""Which entries of a list concern us."""

import pytest

from crawler.choosing import concerns_us, fold
from crawler.items import ListedLink

ENTRY = ListedLink(
    url="https://r.example/1",
    title="Resolución sobre NUMERACIÓN",
    about="telecomunicaciones",
    issuer="Ministerio de Economía / Comisión",
)


@pytest.mark.parametrize(
    ("options", "passes"),
    [
        ({}, True),
        ({"words": [], "departments": []}, True),
        ({"words": ["numeracion"]}, True),
        ({"words": ["itinerancia", "telecomunicacion"]}, True),
        ({"words": ["economía"]}, False),
        ({"departments": ["COMISION"]}, True),
        ({"departments": ["numeración"]}, False),
        ({"words": ["pesca"], "departments": ["comisión"]}, True),
        ({"words": ["pesca"], "departments": ["hacienda"]}, False),
    ],
)
def test_one_word_or_one_department_is_enough(options: dict[str, list[str]], passes: bool) -> None:
    assert concerns_us(ENTRY, options) is passes


def test_case_accents_and_white_space_do_not_count() -> None:
    assert fold("  Über\n  İTHALAT ") == "uber ithalat"
    assert fold("роуминг") in fold("О РОУМИНГЕ")
