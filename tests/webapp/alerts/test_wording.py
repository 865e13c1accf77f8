import sys
import unicodedata
from datetime import date

import pytest

from data.words import ChangeKind, ChangeStatus, Topic
from tests.webapp.alerts.facts import make_facts
from webapp.alerts import wording


@pytest.mark.parametrize("word", [*Topic, *ChangeKind, *ChangeStatus])
def test_every_word_of_the_design_can_be_said_in_a_sentence(word: str) -> None:
    said = wording.phrase(word)
    assert said
    assert "_" not in said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("roaming", "permanent roaming"),
        ("imei", "IMEI registration"),
        ("esim", "eSIM"),
        ("in_force", "in force"),
    ],
)
def test_names_keep_their_capitals_inside_a_sentence(word: str, said: str) -> None:
    assert wording.phrase(word) == said


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("new_rule", "adopted", "new rule, adopted"),
        ("amendment", "none", "amendment"),
        ("consultation", "consultation", "consultation open"),
        ("consultation", "none", "consultation"),
        ("new_rule", "consultation", "new rule, under consultation"),
        ("none", "in_force", "rule, in force"),
    ],
)
def test_what_happens_is_said_in_a_few_words(kind: str, status: str, said: str) -> None:
    assert wording.what(make_facts(kind=kind, status=status)) == said


FIRST, SECOND = date(2027, 3, 1), date(2027, 6, 1)


@pytest.mark.parametrize(
    ("status", "effective", "deadline", "said"),
    [
        ("adopted", FIRST, SECOND, "effective 1 Mar 2027"),
        ("adopted", None, SECOND, "deadline 1 Jun 2027"),
        ("consultation", SECOND, FIRST, "deadline 1 Mar 2027"),
        ("proposed", SECOND, None, "effective 1 Jun 2027"),
        ("adopted", None, None, ""),
    ],
)
def test_the_date_that_matters_most_is_named(
    status: str, effective: date | None, deadline: date | None, said: str
) -> None:
    facts = make_facts(status=status, effective_on=effective, deadline_on=deadline)
    assert wording.when(facts) == said


def test_a_crawled_title_becomes_one_short_line() -> None:
    line = wording.one_line("A\r\nBcc: everyone@example.com\t\tb" + " long" * 100, 40)
    assert line == "A Bcc: everyone@example.com b long long…"
    assert len(wording.one_line("x" * 40, 40)) == 40


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Rules laid down here", "Rules laid…"),
        ("Rules laid on us here", "Rules laid on…"),
        ("Rules laid on a street", "Rules laid on…"),
        ("Donaudampfschifffahrt", "Donaudampfsch…"),
        ("数据安全法第三十一条关于数据出境", "数据安全法第三十一条关于数…"),
    ],
)
def test_a_long_line_is_cut_between_words_where_there_are_some(text: str, line: str) -> None:
    assert wording.one_line(text, 14) == line


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\u2028", "\ufeff"])
def test_signs_that_reorder_or_hide_text_are_dropped(sign: str) -> None:
    assert wording.plain_text(f"in{sign}voice") == "invoice"


def test_line_breaks_stay_and_other_control_characters_do_not() -> None:
    assert wording.plain_text("a\r\nb\x00c\x1b[31m\td") == "a\nb c [31m d"


def test_no_sign_that_controls_a_screen_or_breaks_a_line_stays() -> None:
    signs = [chr(number) for number in range(sys.maxunicode + 1)]
    harmful = [sign for sign in signs if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    left = {sign: wording.plain_text(f"a{sign}b") for sign in harmful if sign != "\n"}
    assert set(left.values()) == {"a b", "ab"}
    assert [sign for sign, text in left.items() if text == "ab"] == ["\u2028", "\u2029"]


def test_letters_of_every_script_stay() -> None:
    text = "عربي 日本語 Türkçe ऑनलाइन é"
    assert wording.plain_text(text) == text


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 live SIMs"), (1, "1 live SIM"), (12345, "12,345 live SIMs")]
)
def test_counts_agree_with_their_noun(count: int, said: str) -> None:
    assert wording.count_of(count, "live SIM") == said


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"shape": "ban", "days": None, "per": "sim"}, "ban"),
        ({"shape": "consecutive", "days": 90, "per": "sim"}, "90 consecutive days"),
        ({"shape": "consecutive", "days": 120, "per": "imei"}, "120 consecutive days per IMEI"),
        (
            {"shape": "cumulative", "days": 91, "window_days": 120, "per": "sim"},
            "91 days within 120",
        ),
        ({"shape": "cumulative", "days": 91, "per": "sim"}, "91 days in all"),
        ({"shape": "calendar_year", "days": 180, "per": "sim"}, "180 days in a calendar year"),
        ({"shape": "share", "days": None, "per": "imsi"}, "a share per IMSI"),
        ({"shape": "cumulative", "days": None, "per": "sim"}, "a number of days"),
    ],
)
def test_a_limit_is_said_with_its_shape_and_what_it_is_counted_per(
    limit: dict[str, object], said: str
) -> None:
    assert wording.limit(limit) == said


def test_limits_read_the_same_in_any_order_and_once_each() -> None:
    ban, days = {"shape": "ban"}, {"shape": "consecutive", "days": 90}
    assert wording.limits_of([ban, days, ban]) == wording.limits_of([days, ban])
    assert wording.limits_of([]) == ""


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("pt-BR", "Portuguese"),
        ("zh_Hant", "Chinese"),
        ("und", "a language not told"),
        ("", "a language not told"),
        ("qq", "a language not told"),
    ],
)
def test_languages_are_named(tag: str, said: str) -> None:
    assert wording.language_name(tag) == said
