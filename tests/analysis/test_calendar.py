"""Dates in many languages, orders and calendars."""

from datetime import date

import pytest

from analysis.calendar import add_months, add_working_days, day_first, find_dates, months
from analysis.folding import fold


def days(text: str, language: str, country: str = "") -> list[str]:
    """The dates of a text, ISO."""
    return [found.day.isoformat() for found in find_dates(fold(text).text, language, country)]


@pytest.mark.parametrize(
    ("text", "language", "country", "wanted"),
    [
        ("on 1 May 2026", "en", "", "2026-05-01"),
        ("on 1st May, 2026", "en", "", "2026-05-01"),
        ("dal 1° maggio 2026", "it", "", "2026-05-01"),
        ("от «01» мая 2026 г.", "ru", "", "2026-05-01"),
        ("с 1-го мая 2026 года", "ru", "", "2026-05-01"),
        ("z dnia 1 maja 2026 r.", "pl", "", "2026-05-01"),
        ("met ingang van 1 mei 2026", "nl", "", "2026-05-01"),
        ("the 1st of May 2026", "en", "", "2026-05-01"),
        ("May 1, 2026", "en", "", "2026-05-01"),
        ("15-Mar-2026", "en", "", "2026-03-15"),
        ("from July, 4 2026", "en", "", "2026-07-04"),
        ("2026-03-11", "en", "", "2026-03-11"),
        ("mulai 1 Juli tahun 2026", "id", "", "2026-07-01"),
        ("bermula 1hb Julai 2026", "ms", "", "2026-07-01"),
        ("kể từ ngày 01 tháng 7 năm 2026", "vi", "", "2026-07-01"),
        ("từ ngày 1/7/2026", "vi", "", "2026-07-01"),
        ("trong tháng 7/2026", "vi", "", "2026-07-01"),
        ("اعتباراً من ١ تموز ٢٠٢٦", "ar", "", "2026-07-01"),
        ("قبل 31 ديسمبر من سنة 2026م", "ar", "", "2026-12-31"),
        ("في 1 كانون الثاني/يناير 2027", "ar", "", "2027-01-01"),
        ("من الأول من شهر تموز (يوليو) 2026", "ar", "", "2026-07-01"),
        ("في الخامس عشر من شتنبر 2026", "ar", "", "2026-09-15"),
        ("يوم 16 شوال 1437هـ", "ar", "", "2016-07-21"),
        ("1447/5/10هـ الموافق 1 نوفمبر 2025م", "ar", "", "2025-11-01"),
        ("بتاريخ 12/09/1433هـ", "ar", "", "2012-07-31"),
        ("on 16 Shawwal 1437H", "en", "", "2016-07-21"),
        ("the first of May 2026", "en", "", "2026-05-01"),
        ("03/04/2026", "en", "US", "2026-03-04"),
        ("03/04/2026", "en", "GB", "2026-04-03"),
        ("03/04/2026", "en", "", "2026-04-03"),
        ("03/24/2026", "en", "GB", "2026-03-24"),
        ("am 1. Januar 2027", "de", "", "2027-01-01"),
        ("zum 01.02.2027", "de", "", "2027-02-01"),
        ("le 1er janvier 2027", "fr", "", "2027-01-01"),
        ("el 1º de enero de 2027", "es", "", "2027-01-01"),
        ("1º de março de 2027", "pt", "", "2027-03-01"),
        ("1 Ocak 2027 tarihinde", "tr", "TR", "2027-01-01"),
        ("1 января 2027 года", "ru", "", "2027-01-01"),
        ("٣١ ديسمبر ٢٠٢٦", "ar", "", "2026-12-31"),
        ("2027年1月1日", "zh", "", "2027-01-01"),
        ("令和8年4月1日", "ja", "", "2026-04-01"),
        ("民國115年5月1日", "zh", "TW", "2026-05-01"),
        ("中華民國115年5月1日", "zh", "TW", "2026-05-01"),
        ("自115年5月1日起", "zh", "TW", "2026-05-01"),
        ("自一百十五年五月一日施行", "zh", "TW", "2026-05-01"),
        ("二〇二六年五月一日", "zh", "", "2026-05-01"),
        ("2026 年 5 月 31 日", "zh", "", "2026-05-31"),
        ("２０２６年５月１日", "ja", "", "2026-05-01"),
        ("令和元年5月1日", "ja", "", "2019-05-01"),
        ("令和八年四月十二日", "ja", "", "2026-04-12"),
        ("令和 8 年 4 月 1 日（水）", "ja", "", "2026-04-01"),
        ("平成28年10月27日", "ja", "", "2016-10-27"),
        ("昭和60年4月1日", "ja", "", "1985-04-01"),
        ("2026년 5월 1일", "ko", "", "2026-05-01"),
        ("2026. 5. 1.(금)부터", "ko", "", "2026-05-01"),
        ("2026.5.1.부터", "ko", "", "2026-05-01"),
        ("’26. 5. 1.까지", "ko", "", "2026-05-01"),
        ("‘26년 5월 1일", "ko", "", "2026-05-01"),
        ("1 มกราคม 2570", "th", "", "2027-01-01"),
        ("วันที่ ๑ มกราคม พ.ศ. ๒๕๗๐", "th", "", "2027-01-01"),
        ("ภายในเดือนมกราคม 2570", "th", "", "2027-01-01"),
        ("31 ธ.ค. 2569", "th", "", "2026-12-31"),
        ("1 січня 2027 року", "uk", "", "2027-01-01"),
    ],
)
def test_a_date_is_read(text: str, language: str, country: str, wanted: str) -> None:
    assert days(text, language, country) == [wanted]


@pytest.mark.parametrize(
    "text", ["31 February 2026", "page 12/2026", "1.2.3", "Resolution 45/2026", "may 12"]
)
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert days(text, "en") == []


def test_a_month_without_a_day_is_marked_as_whole() -> None:
    (found,) = find_dates("from june 2027", "en")
    assert (found.day, found.whole_month) == (date(2027, 6, 1), True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("令和８年５月20日（水）から同年６月19日まで", "ja"),
        ("自2026年5月20日起至同年6月19日止", "zh"),
        ("2026년 5월 20일부터 같은 해 6월 19일까지", "ko"),
    ],
)
def test_a_day_of_the_same_year_takes_the_year_before_it(text: str, language: str) -> None:
    assert days(text, language)[1:] == ["2026-06-19"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2027年底前完成", "zh"),
        ("令和9年末まで", "ja"),
        ("2027년 말까지", "ko"),
        ("2027年12月", "zh"),
    ],
)
def test_the_end_of_a_year_is_its_last_month(text: str, language: str) -> None:
    (found,) = find_dates(fold(text).text, language)
    assert (found.day, found.whole_month) == (date(2027, 12, 1), True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("第115條", "zh"),
        ("115年度預算", "zh"),
        ("令和8年度", "ja"),
        ("제26. 3. 1호", "ko"),
        ("3月", "zh"),
    ],
)
def test_years_and_articles_of_east_asia_are_no_dates(text: str, language: str) -> None:
    assert days(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("自7月1日起施行", "zh", "--07-01"),
        ("明年一月一日", "zh", "--01-01"),
        ("4月1日から", "ja", "--04-01"),
        ("오는 10월 15일부터", "ko", "--10-15"),
        ("from 29 June on", "en", "--06-29"),
        ("jeudi 28 mai", "fr", "--05-28"),
        ("ab dem 1. Juli gilt", "de", "--07-01"),
        ("31 February", "en", ""),
    ],
)
def test_a_day_and_month_without_a_year_say_so(text: str, language: str, value: str) -> None:
    assert "".join(found.value for found in find_dates(fold(text).text, language)) == value


def test_dates_stand_in_order_and_apart() -> None:
    found = find_dates(fold("from 1 May 2026 to 2 June 2026, decided 2026-01-05").text, "en")
    assert [item.start for item in found] == sorted(item.start for item in found)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("day", "count", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 1), 12, date(2027, 3, 1)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
    ],
)
def test_months_later_keeps_the_day_or_takes_the_last(day: date, count: int, wanted: date) -> None:
    assert add_months(day, count) == wanted


def test_working_days_leave_out_the_week_end() -> None:
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_an_unknown_language_reads_english_months() -> None:
    assert months("xx")["january"] == 1


def test_an_unknown_language_puts_the_day_first() -> None:
    assert day_first("xx", "")


@pytest.mark.parametrize("text", ["từ ngày 1/7", "ngày 1 tháng 7", "trước 1/7"])
def test_a_vietnamese_day_may_lack_its_year(text: str) -> None:
    assert [found.value for found in find_dates(fold(text).text, "vi")] == ["--07-01"]


@pytest.mark.parametrize("text", ["30 شوال 1437هـ", "16 شوال 1637هـ", "40 صفر 1437هـ"])
def test_a_hijri_day_that_never_was_is_no_date(text: str) -> None:
    assert find_dates(fold(text).text, "ar") == []


@pytest.mark.parametrize(
    "text", ["resumes on May 19", "till May 19.", "before May 19, at noon", "on May 19th"]
)
def test_a_month_before_its_day_needs_no_year(text: str) -> None:
    (found,) = find_dates(fold(text).text, "en")
    assert found.value == "--05-19"


@pytest.mark.parametrize(
    "text", ["March 20 days", "May 12.5 GHz", "may 19%", "June 10:30", "may 2026"]
)
def test_a_number_behind_a_month_s_name_may_be_something_else(text: str) -> None:
    assert [found for found in find_dates(fold(text).text, "en") if found.yearless] == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("từ 1-6, sim phải đăng ký", ["--06-01"]),
        ("đến hết ngày 31-3", ["--03-31"]),
        ("từ 1-6 tháng", []),
        ("trước 15/7", ["--07-15"]),
    ],
)
def test_a_vietnamese_day_without_year_begins_at_its_number(text: str, days: list[str]) -> None:
    folded = fold(text).text
    found = find_dates(folded, "vi")
    assert [one.value for one in found] == days
    assert all(folded[one.start].isdigit() for one in found)
