from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import countries
from data.countries import (
    alpha3,
    authorities,
    capitals_in,
    codes,
    groups,
    groups_in,
    inflect,
    is_country,
    is_group,
    members,
    name,
    names_in,
    parse_country,
)

TODAY = date(2026, 11, 16)
#: Languages with demonyms; the others have CLDR's names alone.
WRITTEN = ("en", "es", "pt", "fr", "de", "tr", "it", "nl", "pl", "ru")


def test_every_country_has_an_alpha_3_code_and_no_other_code_has() -> None:
    assert set(alpha3().values()) == codes()
    assert len(codes()) == 250  # 249 of ISO 3166-1 and Kosovo


def test_pseudo_territories_are_no_countries() -> None:
    assert not {"EU", "UN", "ZZ", "XA", "AC", "EZ"} & codes()


# Groups


def test_the_united_kingdom_was_in_the_union_until_the_last_day_of_january_2020() -> None:
    assert "GB" in members("EU", date(2020, 1, 31))
    assert "GB" not in members("EU", date(2020, 2, 1))
    assert "GB" not in members("EEA", date(2020, 2, 1))


@pytest.mark.parametrize(
    ("group", "day", "count"),
    [
        ("EU", date(1957, 12, 31), 0),
        ("EU", date(1958, 1, 1), 6),
        ("EU", date(2013, 6, 30), 27),
        ("EU", date(2013, 7, 1), 28),
        ("EU", TODAY, 27),
        ("EEA", date(1993, 12, 31), 0),
        ("EEA", TODAY, 30),
        ("GCC", TODAY, 6),
        ("ECOWAS", date(2025, 1, 28), 15),
        ("ECOWAS", date(2025, 1, 29), 12),
        ("EAEU", TODAY, 5),
        ("MERCOSUR", date(2013, 1, 1), 4),
        ("MERCOSUR", TODAY, 5),
        ("SADC", TODAY, 16),
        ("EACO", TODAY, 6),
        ("ASEAN", date(2025, 10, 25), 10),
        ("ASEAN", date(2025, 10, 26), 11),
        ("INT", TODAY, 250),
    ],
)
def test_a_group_has_as_many_members_as_it_had_on_the_day(
    group: str, day: date, count: int
) -> None:
    assert len(members(group, day)) == count


def test_the_three_sahel_states_left_ecowas_on_29_january_2025() -> None:
    left = members("ECOWAS", date(2025, 1, 28)) - members("ECOWAS", date(2025, 1, 29))
    assert left == {"BF", "ML", "NE"}


def test_timor_leste_is_the_newest_member_of_asean() -> None:
    assert members("ASEAN", TODAY) - members("ASEAN", date(2025, 1, 1)) == {"TL"}


def test_a_suspended_member_comes_back_with_its_second_span() -> None:
    assert "PY" not in members("MERCOSUR", date(2012, 12, 1))
    assert "PY" in members("MERCOSUR", TODAY)


def test_the_area_holds_the_union_and_three_more() -> None:
    assert members("EEA", TODAY) - members("EU", TODAY) == {"IS", "LI", "NO"}


def test_a_country_is_its_own_only_member() -> None:
    assert members("BR", TODAY) == {"BR"}


def test_what_is_neither_country_nor_group_is_refused() -> None:
    with pytest.raises(KeyError):
        members("XYZ", TODAY)


@given(
    st.sampled_from(groups()),
    st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)),
)
def test_members_are_always_countries(group: str, day: date) -> None:
    assert members(group, day) <= codes()
    assert is_group(group)
    assert not is_country(group)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)))
def test_nobody_is_in_the_union_but_not_in_the_area(day: date) -> None:
    if day >= date(1994, 1, 1):
        assert members("EU", day) <= members("EEA", day)


def test_tomorrow_changes_nothing_without_an_entry() -> None:
    assert members("EU", TODAY) == members("EU", TODAY + timedelta(days=3650))


# Names


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


def test_countries_and_groups_are_expanded_together() -> None:
    assert countries.expand(["GCC", "TR", "SA"], TODAY) == members("GCC", TODAY) | {"TR"}
    assert countries.expand([], TODAY) == set()
