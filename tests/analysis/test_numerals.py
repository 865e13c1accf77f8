"""Numbers in Han characters, as statutes of China, Japan and Taiwan write them."""

import re

import pytest

from analysis.numerals import HAN_NUMBER, han_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十", 90),
        ("百二十", 120),
        ("一百零五", 105),
        ("一百八十", 180),
        ("三百六十五", 365),
        ("千", 1000),
        ("二〇二六", 2026),
        ("元", 1),
        ("两", 2),
    ],
)
def test_a_number_by_power_or_by_place_has_its_value(text: str, value: int) -> None:
    assert han_value(text) == value


@pytest.mark.parametrize("text", ["", "九十天", "月", "90", "第三"])
def test_what_is_no_number_has_none(text: str) -> None:
    assert han_value(text) is None


@pytest.mark.parametrize("value", range(1, 1000))
def test_every_number_below_a_thousand_is_read_back(value: int) -> None:
    signs = "〇一二三四五六七八九"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    written = signs[hundreds] + "百" if hundreds else ""
    written += signs[tens] + "十" if tens else "零" if hundreds and ones else ""
    written += signs[ones] if ones else ""
    assert re.fullmatch(HAN_NUMBER, written)
    assert han_value(written) == value
