import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.titles import alike, cites, fold, numbers, own_instrument, telling_words


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Resolução nº 812, de 3 de maio de 2026, aprova o Regulamento", "resolucao 812"),
        ("Consulta Pública nº 41: itinerância permanente", "publica 41"),
        ("Decision 12/2026 on roaming devices", "12/2026"),
        ("Décision n° 2026-0353 de l'Autorité en date du 16 février 2026", "2026-0353"),
        ("Verfügung Nr. 58/2026: Änderung des Nummernplans", "58/2026"),
        ("Delibera 59/26/CONS: Consultazione pubblica", "59/26/cons"),
        ("Resolución P/XYZ/240925/323", "p/xyz/240925/323"),
        ("T1541G - Spectrum awards", "t1541g"),
        ("Implementing Regulation (EU) 2026/270 of 4 February 2026", "2026/270"),
        ("Tebliğ (No: 2026/7)", "2026/7"),
        ("Ley N° 18.331 de protección de datos", "18.331"),
        ("Resolution 25 on numbering", "resolution 25"),
        ("Приказ Минцифры от 9 июня 2026 г. № 714 «О внесении изменений»", "приказ 714"),
        ("Постановление № 38 о регистрации устройств", "постановление 38"),
    ],
)
def test_an_act_has_a_number_of_its_own(title: str, expected: str) -> None:
    assert own_instrument(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Decision of 5 March 2026 on small cells in the 3400-3800 MHz band",
        "Auction of 700 MHz spectrum",
        "Work programme 2026-2027",
        "Shutdown of 2G/3G networks",
        "Agenda of the 71st plenary meeting",
        "Tariff (72nd Amendment) Order, 2026",
        "Rules for M2M and 5G devices",
        "100% hearing aid compatibility",
        "Order amending Regulation 2024/17 on roaming",
        "О внесении изменений в приказ от 23 мая 2018 года № 226",
        "Rozporządzenie o zmianie rozporządzenia nr 17/2024",
        "Besluit tot wijziging van regeling nr. 17/2024",
        "Verordnung zur Änderung der Verordnung Nr. 17/2024",
        "Resolución que modifica la Resolución 1234",
        "Permanent roaming of connected devices",
        "Duyuru: 15.11.2026 tarihli toplantı",
        "Announcement of 2026-11-15",
        "",
    ],
)
def test_dates_measures_and_cited_acts_are_no_number_of_its_own(title: str) -> None:
    assert own_instrument(title) == ""


def test_the_same_act_has_the_same_number_at_every_stage() -> None:
    draft = own_instrument("Consultation on draft Decision 12/2026 on roaming")
    final = own_instrument("Decision No. 12/2026 enters into force")
    assert draft == final == "12/2026"


def test_a_bare_number_counts_only_with_its_kind_of_act() -> None:
    assert own_instrument("Resolution 12") != own_instrument("Decision 12")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("as contribuições recebidas na Consulta Pública nº 41 e o que consta", True),
        ("na consulta pública 41.", True),
        ("na Consulta Pública nº 412", False),
        ("Consulta Pública nº 41/2020", False),
        ("a Resolução nº 41", False),
        ("41", False),
    ],
)
def test_a_text_names_an_act_by_kind_and_number(text: str, cited: bool) -> None:
    assert cites(text, own_instrument("Consulta Pública nº 41: itinerância")) is cited


def test_a_number_with_its_year_is_cited_without_its_kind() -> None:
    assert cites("see docket 24-119 for comments", "24-119")
    assert not cites("see 124-1190", "24-119")
    assert not cites("anything", "")


def test_stage_words_and_dates_tell_nothing() -> None:
    draft = telling_words("Public consultation on the draft guidelines on embedded SIMs")
    final = telling_words("Guidelines on embedded SIMs adopted on 3 May 2026")
    assert draft == final == {"guidelines", "embedded", "sims"}


@pytest.mark.parametrize(
    ("draft", "final"),
    [
        ("Проект приказа о лимитах роуминга", "Приказа о лимитах роуминга: вступает в силу"),
        ("Konsultacje: projekt zasad roamingu", "Zasad roamingu"),
        ("Raadpleging over ontwerp regels roaming", "Over regels roaming"),
        ("Consultazione pubblica: regole sul roaming", "Regole sul roaming"),
    ],
)
def test_stages_are_told_in_other_languages_too(draft: str, final: str) -> None:
    assert telling_words(draft) == telling_words(final)


def test_the_dotless_i_and_accents_do_not_matter() -> None:
    assert fold("KALICI Dolaşım Hakkında Itinerância") == "kalici dolasim hakkinda itinerancia"


def test_titles_of_two_words_are_too_short_to_tell() -> None:
    assert alike("Public notice", "Public notice") == 0.0
    assert alike("IMEI registration", "IMEI registration") == 0.0


def test_likeness_is_the_share_of_common_words() -> None:
    first = "Limits on permanent roaming of machines"
    assert alike(first, first) == 1.0
    assert alike(first, "Limits on permanent numbering of machines") == pytest.approx(3 / 5)
    assert alike(first, "Prices of mobile internet at home") == 0.0


def test_numbers_tell_one_amendment_from_the_next() -> None:
    assert numbers("Tariff (71st Amendment) Order of 3 May 2026") == {"71"}
    assert numbers("Order without") == set()


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_titles_are_compared_both_ways_alike(first: str, second: str) -> None:
    assert alike(first, second) == alike(second, first)
    assert 0.0 <= alike(first, second) <= 1.0


@given(st.text(max_size=200))
def test_any_title_has_a_number_or_none(title: str) -> None:
    found = own_instrument(title)
    assert not found or any(letter.isnumeric() for letter in found)


@given(st.integers(1, 999), st.integers(2015, 2035))
def test_a_number_of_its_own_is_found_again_in_a_text(number: int, year: int) -> None:
    instrument = own_instrument(f"Decision No. {number}/{year} on roaming")
    assert cites(f"The Authority adopted Decision No. {number}/{year} today.", instrument)
