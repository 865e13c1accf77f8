"""Polish words: one rule a sentence, in the wording of the Journal of Laws and of authorities."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics, in inflected forms
    ("Zakazano stałego roamingu urządzeń.", "roaming"),
    ("Zagraniczne karty SIM będą odłączane.", "roaming"),
    ("Karta operatora w sieci odwiedzanej, profil zagranicznego operatora.", "roaming"),
    ("Numery IMEI trafią do rejestru.", "imei"),
    ("Blokada niezarejestrowanych telefonów.", "imei"),
    ("Dane należy przechowywać na terytorium kraju.", "data_localisation"),
    ("Przekazywanie danych do państw trzecich.", "data_localisation"),
    ("Standardowe klauzule umowne wystarczą.", "data_localisation"),
    ("Rejestracja kart SIM trwa.", "sim_registration"),
    ("Karty przedpłacone wymagają dokumentu.", "sim_registration"),
    ("Gospodarowanie numeracją dla komunikacji maszyna-maszyna.", "numbering"),
    ("Plan numeracji krajowej wydziela zakres.", "numbering"),
    ("Eksterytorialne wykorzystanie numeracji.", "numbering"),
    ("Ocena zgodności urządzeń radiowych.", "type_approval"),
    ("Oznakowanie CE modułów.", "type_approval"),
    ("Zdalne udostępnianie profili kart wbudowanych.", "esim"),
    ("Roaming poza Unią drożeje.", "roaming"),
    # Kinds, as the Journal of Laws says them
    ("W ustawie wprowadza się następujące zmiany:", "kind:amendment"),
    ("W § 3 ust. 1 otrzymuje brzmienie:", "kind:amendment"),
    ("Uchyla się art. 299.", "kind:repeal"),
    ("Rozporządzenie traci moc.", "kind:repeal"),
    ("Sąd stwierdził nieważność zarządzenia.", "kind:repeal"),
    ("Minister przedłużył termin.", "kind:extension"),
    ("Rozpoczęto konsultacje publiczne.", "kind:consultation"),
    ("Uwagi można zgłaszać pocztą.", "kind:consultation"),
    ("Ustawa nakłada obowiązek rejestracji.", "kind:new_rule"),
    ("Urząd wyjaśnia zasady.", "kind:guidance"),
    ("Urząd nakazał wyłączyć nadajniki.", "kind:enforcement"),
    ("Termin zgłaszania uwag: 20 maja 2027 r.", "kind:consultation"),
    ("Termin zgłaszania uwag: 20 maja 2027 r.", "deadline:2027-05-20"),
    # Status
    ("Projekt ustawy jest w komisji.", "status:proposed"),
    ("Sejm uchwalił ustawę.", "status:adopted"),
    ("Ustawa weszła w życie.", "status:in_force"),
    ("Resort wycofał projekt.", "status:stopped"),
    ("Rejestracja obowiązuje już od dziś.", "status:in_force"),
    ("Kraje dołączą do unijnej strefy roamingu.", "roaming"),
    ("Zbliża się termin rejestracji.", "document:other"),
    # Direction and negation
    ("Operator musi odłączyć kartę.", "direction:tightening"),
    ("Karta nie może pozostawać w roamingu.", "direction:tightening"),
    ("Zgoda nie jest wymagana, wystarczy oświadczenie.", "direction:loosening"),
    ("UKE przypomina o terminie.", "modality:reminder"),
    ("Zakaz nie dotyczy wodomierzy.", "modality:exception"),
    ("Przepisy te nie ulegną zmianie.", "modality:unchanged"),
    # Dates
    ("Ustawa wchodzi w życie z dniem 1 lipca 2026 r.", "effective:2026-07-01"),
    ("Rozporządzenie stosuje się od dnia 1 sierpnia 2027 r.", "effective:2027-08-01"),
    ("Start przesunięto z 1 lipca 2026 r. na 1 stycznia 2027 r.", "effective:2027-01-01"),
    ("Przepisy wejdą w życie w marcu 2027 r.", "effective:2027-03-01~"),
    ("Uwagi można zgłaszać do 20 maja 2026 r.", "deadline:2026-05-20"),
    (
        "Rozporządzenie wchodzi w życie po upływie 14 dni od dnia ogłoszenia.",
        "effective:publication+14d",
    ),
    (
        "Rozporządzenie wchodzi w życie z dniem następującym po dniu ogłoszenia.",
        "effective:publication+1d",
    ),
    ("Ustawa wchodzi w życie z dniem ogłoszenia.", "effective:publication+0d"),
    (
        "Rozporządzenie wchodzi w życie dwudziestego dnia po jego opublikowaniu.",
        "effective:publication+20d",
    ),
    (
        "Ustawa wchodzi w życie pierwszego dnia trzeciego miesiąca następującego po miesiącu"
        " ogłoszenia.",
        "effective:publication/3",
    ),
    # Limits
    ("Zagraniczna karta w roamingu nie dłużej niż 90 kolejnych dni.", "consecutive:90::sim"),
    (
        "Karta w roamingu najwyżej 120 dni w dowolnym okresie 12 miesięcy.",
        "cumulative:120:360:sim",
    ),
    ("Karta w roamingu 60 dni w roku kalendarzowym.", "calendar_year:60::sim"),
    ("Telefon należy zarejestrować w terminie trzydziestu dni.", "consecutive:30::imei"),
    # Scope
    ("Urządzenia bez udziału człowieka są objęte.", "scope:m2m"),
    ("Ceny dla podróżnych spadną.", "scope:consumer"),
    ("Niniejszy wniosek dotyczy roamingu.", "status:proposed"),
    ("Celem jest przedłużenie okresu obowiązywania rozporządzenia.", "kind:extension"),
    ("Przepis będzie miał zastosowanie do kart M2M.", "kind:new_rule"),
    ("W ust. 2 skreśla się zdanie trzecie.", "kind:amendment"),
    ("Dopłaty do cen detalicznych w roamingu znikają.", "roaming:retail"),
    ("ROZPORZĄDZENIE WYKONAWCZE KOMISJI (UE) 2027/31", "kind:new_rule"),
    ("Komisja chce przedłużyć przepisy.", "status:proposed"),
    ("Projekt trafi do Sejmu.", "status:proposed"),
]
SAYS_NOT = [
    ("Żubry w roamingu po obu stronach sieci granic.", "roaming"),
    ("Wybierz *#06#, aby sprawdzić numer IMEI.", "imei"),
    ("Nasza chmura pozwala przechowywać dane na terytorium kraju.", "data_localisation"),
    ("Homologacja pojazdu i jego norm technicznych.", "type_approval"),
    ("Przenoszenie numerów i numer sprawy M2M.", "numbering"),
    ("Ustawa z dnia 12 lipca 2024 r. jest znana.", "effective:2024-07-12"),
    ("Zgoda nie jest wymagana.", "direction:tightening"),
    ("Zwolnienie obowiązuje do 31 grudnia 2027 r.", "deadline:2027-12-31"),
    ("Urząd odpowiada w terminie 10 dni.", "consecutive:10::"),
    ("Rozporządzenie traci moc w dniu 30 czerwca 2027 r.", "deadline:2027-06-30"),
    ("Operator zwraca środki z karty prepaid.", "sim_registration"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("pl", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("pl", sentence)
