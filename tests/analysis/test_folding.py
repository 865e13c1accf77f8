"""Folding makes spellings equal and keeps every offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import folding
from analysis.folding import WORDS, fold
from analysis.letters import letter_by_letter

TRICKY = st.text(
    alphabet=st.sampled_from("aZéÉßıİ \n\t-–\u00ad\u200b\u0301ﬁ９漫遊가ب\u064bсй.。eSIM0123 "),
    max_size=80,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Roaming", "roaming"),
        ("ÇÖZÜM", "cozum"),
        ("KAYITLI kayıtlı", "kayitli kayitli"),
        ("İzin", "izin"),
        ("Größe", "große"),
        ("non‑breaking – dash", "non breaking - dash"),
        ("eSIM-based", "esim based"),
        ("roam\u00ading", "roaming"),
        ("roam\u200bing", "roaming"),
        ("roam-\ning", "roaming"),
        ("permanent\nroaming", "permanent roaming"),
        ("permanent  \t roaming", "permanent roaming"),
        ("one.\n\ntwo", "one.\ntwo"),
        ("oﬃcial", "official"),
        ("９０ 日", "90日"),
        ("平成 28 年", "平成28年"),
        ("國際漫遊門號", "国际漫游门号"),
        ("二〇二六年", "二〇二六年"),
        ("90 일", "90 일"),
        ("٩٠ يوما", "90 يوما"),
        ("الأجهزة إلى آخِر ", "الاجهزه الي اخر "),
        ("لائـــحة", "لايحه"),
        ("ﺍﻟﺸﺮﻳﺤﺔ ﻻ", "الشريحه لا"),
        ("\u200fالشريحة\u200e", "الشريحه"),
        ("الـIMEI", "ال\x01imei"),
        ("cafe\u0301", "cafe"),
        ("змiни до правил iз сiм-карт", "зміни до правил із сім карт"),
        ("iPhone і SIM", "iphone і sim"),
        ("entrera' in vigore, l'Autorita'.", "entrera in vigore, l'autorita."),
        ("漫\n游", "漫游"),
        ("2026-03-11", "2026-03-11"),
        ("“quoted” ’s", '"quoted" \'s'),
        ("终止。下", "终止.下"),
        ("", ""),
    ],
)
def test_spellings_of_the_same_word_fold_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_kana_keep_their_voicing() -> None:
    assert fold("が").text != fold("か").text


def test_scripts_with_and_without_spaces_part_at_a_seam() -> None:
    assert fold("使用eSIM卡").text == "使用\x01esim\x01卡"


@pytest.mark.parametrize("text", ["使用 eSIM 卡", "使用eSIM 卡", "使用 eSIM卡"])
def test_a_space_beside_latin_letters_is_a_seam_too(text: str) -> None:
    assert fold(text).text == "使用\x01esim\x01卡"


def test_a_korean_particle_is_parted_from_a_loan_word() -> None:
    assert fold("IMEI를").text == "imei\x01를"


def test_a_korean_particle_is_parted_from_a_date() -> None:
    assert fold("7월 1일부터").text == "7월 1일\x01부터"


def test_a_line_of_digits_is_not_joined_to_the_paragraph_before() -> None:
    assert fold("令和8年5月\n1 概要").text == "令和8年5月 1概要"


def test_digits_stay_with_the_characters_around_them() -> None:
    assert fold("90天").text == "90天"


@pytest.mark.parametrize("char", ["a", "é", "9", "я", "ب"])
def test_letters_and_digits_of_spaced_scripts_are_word_characters(char: str) -> None:
    assert WORDS[char]


@pytest.mark.parametrize("char", [" ", "漫", "ไ", "-", "_", "."])
def test_other_characters_are_not(char: str) -> None:
    assert not WORDS[char]


@pytest.mark.parametrize(
    ("text", "needle", "raw"),
    [
        ("a  roam\u00ading b", "roaming", "roam\u00ading"),
        ("the perma-\nnent rule", "permanent", "perma-\nnent"),
        ("x ﬁne y", "fine", "ﬁne"),
        ("İİ İzin", "izin", "İzin"),
        ("用eSIM卡", "esim", "eSIM"),
        ("漫 \n游 卡", "漫游", "漫 \n游"),
        ("由 M2M 終端", "终端", "終端"),
        ("國際漫遊", "漫游", "漫遊"),
    ],
)
def test_a_folded_slice_leads_back_to_its_raw_slice(text: str, needle: str, raw: str) -> None:
    folded = fold(text)
    start = folded.text.index(needle)
    first, last = folded.span(start, start + len(needle))
    assert text[first:last] == raw


def test_an_empty_slice_stays_empty() -> None:
    start, end = fold("abc").span(1, 1)
    assert start == end == 1


@given(TRICKY)
def test_every_position_leads_into_the_text(text: str) -> None:
    folded = fold(text)
    positions = [folded.raw(index) for index in range(len(folded.text))]
    assert positions == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)


@given(TRICKY, st.data())
def test_a_raw_slice_of_a_folded_word_folds_to_that_word(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    words = [(i, w) for i, w in _words(folded.text) if w.isascii() and w.isalpha()]
    if not words:
        return
    start, word = data.draw(st.sampled_from(words))
    first, last = folded.span(start, start + len(word))
    assert fold(text[first:last]).text == word


@given(TRICKY)
def test_what_is_folded_has_no_capitals_and_nothing_invisible(text: str) -> None:
    folded = fold(text).text
    assert folded == folded.lower()
    assert not set(folded) & set("\u00ad\u200b\u0301\t")


@given(TRICKY)
def test_find_is_the_way_back(text: str) -> None:
    folded = fold(text)
    for index in range(len(text)):
        found = folded.find(index)
        assert 0 <= found <= len(folded.text)
        if found < len(folded.text):
            assert folded.raw(found) >= 0


def _words(text: str) -> list[tuple[int, str]]:
    words: list[tuple[int, str]] = []
    start = 0
    for index, char in enumerate([*text, " "]):
        if not WORDS[char]:
            if index > start:
                words.append((start, text[start:index]))
            start = index + 1
    return words


LONG = st.text(
    alphabet=st.sampled_from("aZéßı' \n\t-–\u00ad\u200b\u0301９м\u064bсй.eSIM01²½_🙂𝐀ΣίİK`ﬁіi"),
    max_size=60,
)


@given(LONG)
def test_folding_in_columns_gives_what_folding_piece_by_piece_gives(text: str) -> None:
    """Long texts take the quick way: it must lead to the same letters and back to the same places."""
    padded = text + "x" * folding._WORTHWHILE
    quick = fold(padded)
    slow = folding._fold_by_pieces(letter_by_letter(padded), folding._SPECIAL)
    assert quick.text == slow.text
    assert [quick.raw(at) for at in range(len(text))] == [slow.raw(at) for at in range(len(text))]
    assert [quick.find(at) for at in range(len(text))] == [slow.find(at) for at in range(len(text))]


@given(LONG)
def test_a_quote_found_in_the_folded_text_is_cut_from_the_raw_text(text: str) -> None:
    """Offsets survive all normalisation: a slice of the folded text folds from its raw slice."""
    whole = f"{text} permanent roaming {text}"
    folded = fold(whole)
    at = folded.text.find("permanent roaming")
    start, end = folded.span(at, at + len("permanent roaming"))
    assert fold(whole[start:end]).text == "permanent roaming"


@given(st.text("aé \n-\u00ad漢IV'一ﬁ.", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_cut_leads_back_to_where_the_whole_does(text: str, first: int, last: int) -> None:
    start, end = sorted((min(first, len(text)), min(last, len(text))))
    whole = fold(text)
    cut = whole.cut(start, end)
    begin = whole.find(start)
    assert whole.text[begin : begin + len(cut.text)] == cut.text
    for position in range(len(cut.text)):
        assert start + cut.raw(position) == whole.raw(begin + position)
