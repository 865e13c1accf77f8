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
    assert line.startswith("A Bcc: everyone@example.com b")
    assert len(line) == 40
    assert line.endswith("…")
    assert len(wording.one_line("x" * 40, 40)) == 40


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\u2028", "\ufeff"])
def test_signs_that_reorder_or_hide_text_are_dropped(sign: str) -> None:
    assert wording.plain_text(f"in{sign}voice") == "invoice"


def test_line_breaks_stay_and_other_control_characters_do_not() -> None:
    assert wording.plain_text("a\r\nb\x00c\x1b[31m\td") == "a\nb c [31m d"


def test_letters_of_every_script_stay() -> None:
    text = "عربي 日本語 Türkçe ऑनलाइन é"
    assert wording.plain_text(text) == text


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 live SIMs"), (1, "1 live SIM"), (12345, "12,345 live SIMs")]
)
def test_counts_agree_with_their_noun(count: int, said: str) -> None:
    assert wording.count_of(count, "live SIM") == said
