"""Dates in the languages, figures and calendars of authorities."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.listing.calendars import from_hijri, from_jalali
from crawler.extract.listing.dates import find_dates, month_comes_first
from crawler.extract.listing.months import months_of

FIFTH_OF_MARCH = [
    "2026-03-05", "2026/3/5", "2026.03.05", "2026-03-05T10:00:00Z", "20260305", "05/03/2026",
    "5.3.2026", "05-03-2026", "5 / 3 / 2026", "05.03.26", "5 March 2026", "5th March, 2026",
    "Thursday, 5 March 2026 at 10:00", "March 5, 2026", "Mar. 5, 2026", "MARCH 5 2026",
    "05-Mar-2026", "05Mar2026", "5 Mar '26", "5 de marzo de 2026", "5 de marzo del 2026",
    "jueves 5 marzo, 2026", "5 de março de 2026", "5 mars 2026", "5. März 2026", "5 marzo 2026",
    "5 maart 2026", "5 Mart 2026", "05 MART 2026 Perşembe", "5 марта 2026 г.", "5 березня 2026",
    "5 март 2026", "5 marca 2026", "5. března 2026", "2026. március 5.", "5 martie 2026",
    "5. ožujka 2026.", "5 μαρτίου 2026", "5. maaliskuuta 2026", "5. märts 2026",
    "2026. gada 5. martā", "2026 m. kovo 5 d.", "5. mars 2026", "5 Maret 2026", "5 Mac 2026",
    "ngày 5 tháng 3 năm 2026", "5 มีนาคม 2569", "๕ มี.ค. ๒๕๖๙", "2026年3月5日", "令和8年3月5日",
    "R8.3.5", "2026년 3월 5일", "2026. 3. 5.", "5 مارس 2026", "٥ مارس ٢٠٢٦", "05 آذار 2026",
    "16 رمضان 1447هـ", "1447/09/16", "14 اسفند 1404", "5 במרץ 2026", "5 मार्च 2026",
    "२०२६-०३-०५", "5 მარტი 2026", "2026 оны 3 сарын 5", "05 2026-03", "2026-03 05",
]  # fmt: skip


@pytest.mark.parametrize("text", FIFTH_OF_MARCH)
def test_the_fifth_of_march_is_known_however_written(text: str) -> None:
    found = find_dates(text)
    assert [one.resolve(month_first=False) for one in found] == [date(2026, 3, 5)]


@pytest.mark.parametrize("text", FIFTH_OF_MARCH)
def test_a_date_is_found_within_a_text(text: str) -> None:
    around = f"(Published: {text}) – a notice"
    found = find_dates(around)
    assert len(found) == 1
    assert around[found[0].start : found[0].end] in f"{text}"


@pytest.mark.parametrize(
    "text",
    [
        "", "No date here", "Resolution No. 5 of 2026", "Call 0800 2026 33", "1.2.26", "192.168.10.12",
        "Decision 12/2026", "31 February 2026", "2026-13-01", "5 March 1812", "12.34.5678",
        "version 10.4.2026.1", "Article 5(3)", "№ 311/2026", "pp. 5-7", "24/7",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("03/05/2026", date(2026, 5, 3), date(2026, 3, 5)),
        ("13/05/2026", date(2026, 5, 13), date(2026, 5, 13)),
        ("05/13/2026", date(2026, 5, 13), date(2026, 5, 13)),
        ("2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
    ],
)
def test_figures_are_read_by_habit_unless_only_one_reading_is_a_day(
    text: str, day_first: date, month_first: date
) -> None:
    (found,) = find_dates(text)
    assert found.resolve(month_first=False) == day_first
    assert found.resolve(month_first=True) == month_first


@pytest.mark.parametrize(
    ("host", "expected"),
    [("www.fcc.gov", True), ("x.mil", True), ("ntc.gov.ph", True), ("www.dof.gob.mx", False),
     ("btk.gov.tr", False), ("crtc.gc.ca", False), ("gov.uk", False), ("www.gsma.com", False)],
)  # fmt: skip
def test_the_month_comes_first_in_the_united_states_and_few_places(
    host: str, expected: bool
) -> None:
    assert month_comes_first(host) is expected


def test_years_of_taiwan_count_there_alone() -> None:
    assert [one.day for one in find_dates("115-03-05", host="www.ncc.example.tw")] == [
        date(2026, 3, 5)
    ]
    assert find_dates("115-03-05", host="www.example.de") == []


def test_short_thai_years_count_from_the_buddha() -> None:
    (found,) = find_dates("5 มี.ค. 69", language="th")
    assert found.day == date(2026, 3, 5)


def test_years_of_iran_are_told_from_those_of_the_hijra_by_language() -> None:
    assert find_dates("1404/12/14", language="fa")[0].day == date(2026, 3, 5)
    assert find_dates("1447/09/16", language="ar")[0].day == date(2026, 3, 5)


def test_the_page_s_language_decides_between_months_of_one_name() -> None:
    assert find_dates("5 listopada 2025", language="pl")[0].day == date(2025, 11, 5)
    assert find_dates("5. listopada 2025", language="hr")[0].day == date(2025, 10, 5)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "March, 5 2026"), ("kk", "2026 жылғы 5 наурыз"), ("uz", "2026 yil 5 mart"),
        ("zh", "二〇二六年三月五日"), ("ko", "26.03.05"), ("km", "ថ្ងៃទី៥ ខែមីនា ឆ្នាំ២០២៦"),
        ("th", "5 มี.ค. 69"), ("hy", "5 մարտի, 2026"), ("my", "၅ မတ် ၂၀၂၆"), ("mt", "5 ta' Marzu 2026"),
        ("ga", "5 Márta 2026"), ("eu", "2026ko martxoaren 5a"), ("ta", "5 மார்ச் 2026"),
        ("lo", "5 ມີນາ 2026"), ("ky", "5-март, 2026"), ("sw", "5 Machi 2026"), ("dv", "05/03/2026"),
    ],
)  # fmt: skip
def test_days_are_read_as_each_language_writes_them(language: str, text: str) -> None:
    assert [one.day for one in find_dates(text, language=language)] == [date(2026, 3, 5)]


def test_characters_for_days_and_months_are_counted() -> None:
    found = find_dates("二〇二五年十一月二十三日", language="zh")
    assert [one.day for one in found] == [date(2025, 11, 23)]


def test_several_dates_come_in_order() -> None:
    found = find_dates("From 5 March 2026 until 30/04/2026, decided on 2026-02-01")
    assert [one.day for one in found] == [date(2026, 3, 5), date(2026, 4, 30), date(2026, 2, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "5-7 March 2026", "5 – 20 March 2026", "5th to 20th March 2026", "March 5 - 20, 2026",
        "5 March – 16 April 2026", "vom 5. bis 9. März 2026", "del 5 al 20 de marzo de 2026",
    ],
)  # fmt: skip
def test_of_a_stretch_of_days_the_first_counts(text: str) -> None:
    assert [one.day for one in find_dates(text)] == [date(2026, 3, 5)]


@pytest.mark.parametrize(
    ("year", "new_year"),
    [(1370, date(1991, 3, 21)), (1375, date(1996, 3, 20)), (1399, date(2020, 3, 20)),
     (1403, date(2024, 3, 20)), (1404, date(2025, 3, 21)), (1405, date(2026, 3, 21))],
)  # fmt: skip
def test_the_iranian_year_begins_at_the_equinox(year: int, new_year: date) -> None:
    assert from_jalali(year, 1, 1) == new_year


@pytest.mark.parametrize(
    ("year", "new_year"),
    [(1445, date(2023, 7, 19)), (1446, date(2024, 7, 7)), (1447, date(2025, 6, 26))],
)
def test_the_year_of_the_hijra_begins_within_a_day_of_the_announced(
    year: int, new_year: date
) -> None:
    assert abs((from_hijri(year, 1, 1) - new_year).days) <= 1


@pytest.mark.parametrize("convert", [from_hijri, from_jalali])
@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 32)])
def test_no_day_of_another_calendar_is_an_error(
    convert: Callable[[int, int, int], date], month: int, day: int
) -> None:
    with pytest.raises(ValueError, match="no day of"):
        convert(1404, month, day)


@pytest.mark.parametrize(
    ("language", "word", "month"),
    [("tr", "Ağustos", 8), ("tr", "KASIM", 11), ("cs", "listopadu", 11), ("fi", "maaliskuuta", 3),
     ("ar", "كانون الثاني", 1), ("ar", "جويلية", 7), ("lt", "rugsėjo", 9), ("en", "Sept.", 9),
     ("es", "setiembre", 9), ("pt", "fev", 2), ("ru", "сентября", 9), ("el", "Ιουνίου", 6)],
)  # fmt: skip
def test_months_are_known_in_their_forms(language: str, word: str, month: int) -> None:
    assert months_of(language).number(word) == month


@pytest.mark.parametrize("word", ["of", "No", "the", "Act", "page", "год", "年"])
def test_other_words_are_no_months(word: str) -> None:
    assert months_of("en").number(word) is None


@given(st.text(max_size=120))
def test_any_text_can_be_searched(text: str) -> None:
    for one in find_dates(text, language="th", host="x.tw"):
        assert 0 <= one.start < one.end <= len(text)
        assert one.resolve(month_first=True)
        assert one.resolve(month_first=False)


@given(
    day=st.dates(date(1990, 1, 1), date(2040, 12, 31)), language=st.sampled_from(["en", "fr", "tr"])
)
def test_every_day_is_found_in_its_usual_forms(day: date, language: str) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}"):
        assert [one.day for one in find_dates(text, language=language)] == [day]
