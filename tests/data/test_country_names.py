"""How countries, groups and their governments are called in texts, tables and on pages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import countries
from data.countries import (
    authorities,
    capitals_in,
    codes,
    groups,
    groups_in,
    inflect,
    name,
    names_in,
    parse_country,
)

TODAY = date(2026, 11, 16)
#: Languages with demonyms; the others have CLDR's names alone.
WRITTEN = ("en", "es", "pt", "fr", "de", "tr", "it", "nl", "pl", "ru")


@pytest.mark.parametrize(
    ("code", "locale", "expected"),
    [
        ("TR", "en", "Türkiye"),
        ("TR", "de", "Türkei"),
        ("CD", "en", "DR Congo"),
        ("HK", "en", "Hong Kong"),
        ("BR", "pt-BR", "Brasil"),
        ("CN", "zh-Hant", "中國"),
        ("EU", "en", "European Union"),
        ("EU", "fr", "Union européenne"),
        ("EU", "fi", "European Union"),
        ("INT", "es", "International"),
        ("DE", "xx-YY", "Germany"),
        ("QQ", "en", "QQ"),
        ("ZZ", "en", "ZZ"),
        ("901", "en", "901"),
    ],
)
def test_a_code_is_shown_by_its_name_in_the_readers_language(
    code: str, locale: str, expected: str
) -> None:
    assert name(code, locale) == expected


@pytest.mark.parametrize(
    ("language", "word", "code"),
    [
        ("en", "Brazil", "BR"),
        ("en", "Brazilian", "BR"),
        ("en", "Turkey", "TR"),
        ("en", "US", "US"),
        ("en", "U.K.", "GB"),
        ("en", "Trinidad and Tobago", "TT"),
        ("en", "Saint Lucia", "LC"),
        ("en", "Côte d'Ivoire", "CI"),
        ("en", "Côte d’Ivoire", "CI"),
        ("es", "brasileña", "BR"),
        ("es", "españolas", "ES"),
        ("es", "alemanes", "DE"),
        ("es", "japonesa", "JP"),
        ("es", "israelíes", "IL"),
        ("es", "EE. UU.", "US"),
        ("pt", "francesa", "FR"),
        ("pt", "alemãs", "DE"),
        ("pt", "Quénia", "KE"),
        ("pt", "Irão", "IR"),
        ("fr", "brésilienne", "BR"),
        ("fr", "françaises", "FR"),
        ("fr", "belges", "BE"),
        ("fr", "États-Unis", "US"),
        ("de", "brasilianischen", "BR"),
        ("de", "Großbritannien", "GB"),
        ("tr", "ABD", "US"),
        ("tr", "Brezilya", "BR"),
        ("tr", "Alman", "DE"),
        ("ja", "中国", "CN"),
    ],
)
def test_a_text_may_name_a_country_so(language: str, word: str, code: str) -> None:
    assert names_in(language)[word] == code


@pytest.mark.parametrize("language", WRITTEN)
def test_the_same_word_in_another_case_never_means_another_country(language: str) -> None:
    owners: dict[str, set[str]] = {}
    for word, code in names_in(language).items():
        owners.setdefault(word.casefold(), set()).add(code)
    assert {word: found for word, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("word", ["Dominican", "Congolese", "Guinean", "Korea North", "Latin"])
def test_words_of_two_countries_are_left_out(word: str) -> None:
    assert word not in names_in("en")


@pytest.mark.parametrize("language", WRITTEN)
def test_the_sixty_countries_that_matter_most_have_a_demonym(language: str) -> None:
    most = (
        "AE AR AT AU BE BR CA CH CL CN CO DE ES FR GB IN IT JP KR MX NL PE PL RU SA SE SG TR US ZA"
    )
    people = countries._seed("demonyms")
    missing = [code for code in most.split() if not people[code].get(language)]
    assert missing in ([], ["IN"])  # Spanish "indio" also means indigenous


@pytest.mark.parametrize("language", WRITTEN)
def test_every_name_stands_for_a_country(language: str) -> None:
    assert set(names_in(language).values()) == codes()


def test_every_line_of_demonyms_uses_an_ending_that_exists() -> None:
    for code, languages in countries._seed("demonyms").items():
        assert code in codes()
        for language, words in languages.items():
            assert all(list(inflect(words, language))), (code, language)


def test_groups_are_named_in_each_language() -> None:
    assert groups_in("es")["UE"] == "EU"
    assert groups_in("tr")["Avrupa Birliği"] == "EU"
    assert groups_in("pt")["Mercosul"] == "MERCOSUR"
    assert groups_in("zh")["歐盟"] == "EU"
    assert groups_in("ja")["欧州連合"] == "EU"
    assert groups_in("ko")["아세안"] == "ASEAN"
    assert groups_in("fi")["European Union"] == "EU"


@pytest.mark.parametrize(
    ("language", "city", "code"),
    [
        ("de", "Peking", "CN"), ("es", "Bruselas", "EU"), ("ru", "Абуджа", "NG"),
        ("fr", "Beijing", "CN"), ("ja", "ハノイ", "VN"), ("pt", "Buenos Aires", "AR"),
    ],
)  # fmt: skip
def test_a_capital_stands_for_its_government(language: str, city: str, code: str) -> None:
    assert capitals_in(language)[city] == code


def test_every_capital_is_of_a_country_or_the_union_and_of_one_only() -> None:
    owners: dict[str, set[str]] = {}
    for language in ("en", "de", "es", "fr", "pt", "tr", "ru", "ar", "zh", "ja", "ko"):
        for city, code in capitals_in(language).items():
            owners.setdefault(city, set()).add(code)
    assert {code for codes_ in owners.values() for code in codes_} <= {*codes(), "EU"}
    assert [city for city, said in owners.items() if len(said) > 1] == []


def test_an_authority_stands_for_its_country() -> None:
    known = authorities()
    assert known["Bundesnetzagentur"] == "DE"
    assert known["Communications, Space and Technology Commission"] == "SA"
    assert known["BEREC"] == "EU"
    assert set(known.values()) <= codes() | set(groups())


def test_an_abbreviation_of_several_authorities_is_left_out() -> None:
    assert not {"CRC", "TRA", "NTC", "CNPD", "NCC", "CRA"} & set(authorities())


# Parsing


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BR", "BR"),
        ("br", "BR"),
        ("BRA", "BR"),
        (" Brazil ", "BR"),
        ("Brésil", "BR"),
        ("BRASILIEN", "BR"),
        ("Türkiye", "TR"),
        ("TURKIYE", "TR"),
        ("Turkey", "TR"),
        ("Côte d’Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
        ("Ivory Coast", "CI"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("Viet Nam", "VN"),
        ("Korea, Republic of", None),
        ("Republic of Korea", "KR"),
        ("USA", "US"),
        ("United States of America", "US"),
        ("中国", "CN"),
        ("Россия", "RU"),
        ("Kosovo", "XK"),
        ("Congo-Kinshasa", "CD"),
        ("German", None),
        ("EU", None),
        ("901", None),
        ("", None),
        ("  ", None),
        ("Atlantis", None),
    ],
)
def test_a_cell_is_read_as_a_country_or_not_at_all(text: str, code: str | None) -> None:
    assert parse_country(text) == code


@given(st.sampled_from(sorted(codes())), st.sampled_from(("en", "es", "fr", "de", "tr", "zh")))
def test_every_name_that_we_show_is_read_back(code: str, locale: str) -> None:
    assert parse_country(name(code, locale)) == code


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert parse_country(text) in codes() | {None}
