"""Eastern dates as they stand, before the calendar checks them."""

import pytest

from analysis.eastern import Written, find_eastern
from analysis.folding import fold


def written(text: str, language: str = "ja") -> list[tuple[int | None, int, int | None]]:
    """Year, month and day of each."""
    found = find_eastern(fold(text).text, language)
    return [(one.year, one.month, one.day) for one in found]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("令和八年四月一日", "ja", (2026, 4, 1)),
        ("令和元年十二月", "ja", (2019, 12, None)),
        ("中華民國一百十五年一月一日", "zh", (2026, 1, 1)),
        ("2027年末", "ja", (2027, 12, None)),
        ("2026. 3. 1.", "ko", (2026, 3, 1)),
        ("二月三十日", "zh", (None, 2, 30)),
        ("12月底", "zh", (None, 12, 31)),
        ("令和元年(2019年)12月13日", "ja", (2019, 12, 13)),
        ("2018年(平成30年)5月", "ja", (2018, 5, None)),
        ("16일부터 시행한다", "ko", (None, 0, 16)),
        ("16日から適用", "ja", (None, 0, 16)),
    ],
)
def test_a_date_is_told_as_it_stands(
    text: str, language: str, wanted: tuple[int | None, int, int | None]
) -> None:
    assert wanted in written(text, language)


@pytest.mark.parametrize("text", ["30일까지", "90일부터", "3월 16일부터", "16日間"])
def test_a_length_of_time_is_no_bare_day(text: str) -> None:
    assert [found for found in written(text, "ko") if found[1] == 0] == []


def test_taiwans_years_without_a_name_count_in_chinese_only() -> None:
    assert (2026, 1, 1) in written("115年1月1日", "zh")
    assert (2026, 1, 1) not in written("115年1月1日", "ja")


def test_its_place_is_that_of_all_its_signs() -> None:
    text = "自 2026 年 3 月 1 日起"
    folded = fold(text)
    first = next(find_eastern(folded.text, "zh"))
    assert isinstance(first, Written)
    start, end = folded.span(first.start, first.end)
    assert text[start:end] == "2026 年 3 月 1 日"


@pytest.mark.parametrize("text", ["第3条", "令和8年度", "12月", "2026-03-01", "1.2.3"])
def test_other_numbers_are_none(text: str) -> None:
    assert written(text) == []
