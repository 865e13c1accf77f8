"""How texts and questions are cut into words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search.words import Wanted, asked, fold, hits, words_of


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Régulation", "regulation"),
        ("İZİN", "izin"),
        ("ırak", "irak"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ΟΔΗΓΊΑ", "οδηγια"),
        ("Йод", "иод"),
        ("أَجهزة", "اجهزة"),
        ("تـجوال", "تجوال"),
        ("IMEI", "imei"),
        ("ＩＭＥＩ", "imei"),
        ("tele\u00adcom", "telecom"),
        ("ﬁnal", "final"),
        ("한국", "한국"),
    ],
)
def test_letter_case_and_marks_play_no_part(written: str, word: str) -> None:
    assert fold(written) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Law 2024/123, Art. 5(2)", ["law", "2024", "123", "art", "5", "2"]),
        ("永久漫游", ["永久", "久漫", "漫游"]),
        ("禁止 SIM卡", ["禁止", "sim", "卡"]),
        ("로밍서비스", ["로밍", "밍서", "서비", "비스"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("tele\u00adcom\u200bmunication", ["telecommunication"]),
        ("— § !", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_script_says(text: str, words: list[str]) -> None:
    assert list(words_of(text)) == words


def test_a_word_counts_once_however_often_it_stands() -> None:
    assert list(words_of("SIM sim Sim SIM-card")) == ["sim", "card"]


def test_a_run_without_end_is_cut_off() -> None:
    assert [len(word) for word in words_of("x" * 2_000_000)] == [60]


def test_a_question_has_words_and_phrases() -> None:
    question = asked("imei “permanent roaming”")
    assert question.words == ("imei", "permanent", "roaming")
    assert question.phrases == ("permanent roaming",)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("imei roaming", set()),
        ('imei "roaming"', set()),
        ('imei "permanent roaming of devices"', {"permanent", "roaming", "of"}),
        ('permanent "permanent roaming"', set()),
        ('"the SIM of the SIM"', {"the", "sim", "of"}),
        ('"漫游 数据"', {"漫游"}),
    ],
)
def test_a_word_in_a_phrase_is_whole_unless_it_is_the_last(typed: str, whole: set[str]) -> None:
    assert asked(typed).whole == whole


@pytest.mark.parametrize("typed", ['"', '""', "*", "NEAR(", "a:b", "'; DROP", "%_\\", "\u202e"])
def test_no_sign_is_anything_but_a_sign(typed: str) -> None:
    assert all(word.isalnum() for word in asked(typed).words)
    assert asked(typed).phrases == ()


def test_a_long_question_is_cut_off() -> None:
    assert len(asked(" ".join(f"word{n}" for n in range(100))).words) == 12


@given(st.text(max_size=80))
def test_what_is_typed_from_a_text_is_found_in_it(text: str) -> None:
    known = words_of(text)
    assert all(word in known for word in asked(text).words)


@given(st.text(max_size=80))
def test_a_text_means_the_same_however_its_letters_are_put_together(text: str) -> None:
    whole = unicodedata.normalize("NFC", text)
    apart = unicodedata.normalize("NFD", whole)
    latin = all(ord(letter) < 0x250 for letter in whole)
    if latin:
        assert list(words_of(whole)) == list(words_of(apart))


@given(st.text(max_size=80), st.text(alphabet="abcé漫游", min_size=1, max_size=3))
def test_a_hit_is_a_place_of_the_text_itself(text: str, word: str) -> None:
    words = asked(word).words
    for start, end in hits(text, Wanted(words)):
        assert 0 <= start < end <= len(text)
        assert any(fold(text[start:end]).startswith(one) for one in words)


def test_a_short_word_is_only_itself() -> None:
    assert list(hits("EU euro eu", Wanted(("eu",)))) == [(0, 2), (8, 10)]
    assert list(hits("IMEI imeis", Wanted(("imei",)))) == [(0, 4), (5, 10)]
