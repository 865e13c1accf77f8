"""Jurisdictions: names of countries, in every form, and words that only look like one."""

import pytest

from tests.analysis.components.reading import values


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in Türkiye", "TR"),
        ("The TRAI said", "IN"),
        ("Nigerian operators", "NG"),
        ("the European Union", "EU"),
        ("IN BRAZIL", "BR"),
        ("the GCC states", "GCC"),
    ],
)
def test_a_name_an_authority_or_a_people_gives_the_country(text: str, code: str) -> None:
    assert values(text, "jurisdictions") == [code]


@pytest.mark.parametrize("text", ["tell us more", "turkey meat", "chad, a friend", "in mali"])
def test_small_letters_are_no_country(text: str) -> None:
    assert values(text, "jurisdictions") == []


def test_russian_case_endings_are_read() -> None:
    assert values("операторы России и Казахстана", "jurisdictions", "ru") == ["RU", "KZ"]


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("ru", "сети Чехии", "CZ"),
        ("ru", "операторы Дании", "DK"),
        ("ru", "рынок Ирана", "IR"),
        ("ru", "в Египте", "EG"),
        ("ru", "узбекистанские номера", "UZ"),
        ("ru", "карты из Кыргызской Республики", "KG"),
        ("it", "schede turche", "TR"),
        ("it", "carte della Federazione russa", "RU"),
        ("nl", "Belgische simkaarten", "BE"),
        ("pl", "w polskich sieciach", "PL"),
        ("pl", "karty z Niemiec", "DE"),
        ("zh", "據土耳其官方公報", "TR"),
        ("zh", "歐盟委員會", "EU"),
        ("zh", "香港特区政府", "HK"),
        ("ja", "タイの事業者", "TH"),
        ("ja", "米国商務省は", "US"),
        ("ko", "미국에서는 금지된다", "US"),
        ("ko", "과학기술정보통신부는 고시한다", "KR"),
    ],
)
def test_countries_are_found_in_inflected_forms(language: str, text: str, code: str) -> None:
    assert values(text, "jurisdictions", language) == [code]


@pytest.mark.parametrize("text", ["タイプ別に", "リアルタイムで", "マリンサービス"])
def test_a_piece_of_a_katakana_word_is_no_country(text: str) -> None:
    assert values(text, "jurisdictions", "ja") == []


def test_a_piece_of_a_thai_word_is_no_place() -> None:
    assert values("ผู้ให้บริการในประเทศไทย", "jurisdictions", "th") == ["TH"]


def test_common_words_that_begin_like_a_country_are_none() -> None:
    text = "Данные о грузах, чехлах, палатах, индексах, максимальных сиренах и кораблях."
    assert values(text, "jurisdictions", "ru") == []


def test_the_longest_name_wins() -> None:
    assert values("Papua New Guinea", "jurisdictions") == ["PG"]
