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
        "effective:publication+14d>",
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
    ("Ustawa wchodzi dziś w życie.", "effective:publication+0d"),
    (
        "Rozporządzenie wchodzi w życie z dniem następującym po dniu ogłoszenia.",
        "effective:publication+1d",
    ),
    ("Ustawa wchodzi w życie 1 stycznia 2027 r.", "effective:2027-01-01"),
    ("Od 1 lipca 2027 r. operatorzy muszą rejestrować karty.", "effective:2027-07-01"),
    ("Przepisy zaczną obowiązywać od stycznia 2027 r.", "effective:2027-01-01~"),
    (
        "Ustawa wchodzi w życie po upływie 6 miesięcy od dnia ogłoszenia.",
        "effective:publication+6m>",
    ),
    ("Uwagi można zgłaszać do 30 kwietnia 2027 r.", "deadline:2027-04-30"),
    ("Konsultacje potrwają do 12 maja 2027 r.", "deadline:2027-05-12"),
    ("Operatorzy mają czas do 31 grudnia 2027 r.", "deadline:2027-12-31"),
    ("Termin przedłużono do 30 czerwca 2027 r.", "deadline:2027-06-30"),
    (
        "Zagraniczne karty SIM mogą działać w roamingu najwyżej 90 kolejnych dni.",
        "consecutive:90::sim",
    ),
    (
        "Zagraniczna karta SIM może pozostawać w roamingu do 120 dni w roku kalendarzowym.",
        "calendar_year:120::sim",
    ),
    (
        "Telefon należy zarejestrować w ciągu 30 dni od pierwszego zalogowania, z numerem IMEI.",
        "consecutive:30::imei",
    ),
    ("Stały roaming jest zakazany.", "ban:::"),
    ("Rozporządzenie zostało uchylone.", "kind:repeal"),
    ("Trybunał stwierdził nieważność decyzji.", "kind:repeal"),
    ("Wejście w życie odroczono o rok.", "kind:extension"),
    ("UKE rozpoczął konsultacje projektu.", "kind:consultation"),
    ("UKE wyjaśnia, że liczniki nie są objęte obowiązkiem.", "kind:guidance"),
    ("Prezes UKE nakazał zablokować karty do 1 marca.", "kind:enforcement"),
    ("Rząd przyjął projekt ustawy.", "status:proposed"),
    ("Prezydent podpisał ustawę.", "status:adopted"),
    ("Karty SIM zagranicznych operatorów nie mogą działać na stałe w kraju.", "roaming"),
    ("Urządzenia pozostające stale w roamingu należy zgłosić.", "roaming"),
    ("Przywiezione telefony należy zarejestrować.", "imei"),
    ("Zduplikowane numery IMEI będą blokowane.", "imei"),
    ("Dane muszą być przechowywane na serwerach w kraju.", "data_localisation"),
    ("Przekazywanie danych osobowych do państw trzecich wymaga zgody.", "data_localisation"),
    ("Dane abonentów nie mogą opuszczać kraju.", "data_localisation"),
    ("Nabywca karty SIM musi okazać dowód osobisty.", "sim_registration"),
    ("Jedna osoba może mieć najwyżej pięć kart SIM.", "sim_registration"),
    ("Niezarejestrowane karty SIM zostaną wyłączone.", "sim_registration"),
    ("Moduły radiowe wymagają homologacji.", "type_approval"),
    ("Urządzenia bezprzewodowe muszą spełniać wymagania cyberbezpieczeństwa.", "type_approval"),
    ("Wydzielono numery dla usług M2M.", "numbering"),
    ("Krajowe numery mogą być używane za granicą.", "numbering"),
    ("Zmieniono przydział bloków IMSI.", "numbering"),
    ("Profile eSIM trzeba pobierać z krajowej platformy.", "esim"),
    ("Wbudowane karty SIM muszą umożliwiać zdalną zmianę operatora.", "esim"),
    ("Obowiązek rozszerzono na firmy.", "kind:amendment"),
    ("Operatorzy dostaną pół roku więcej.", "kind:extension"),
    ("Zezwolenie nie jest już wymagane.", "direction:loosening"),
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
