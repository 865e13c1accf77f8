"""Romanian words: one rule a sentence, as Bucharest and Chișinău write."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    ("Roamingul permanent al dispozitivelor este interzis.", "roaming"),
    ("Cartelele SIM emise de operatori străini.", "roaming"),
    ("Condițiile de furnizare a serviciilor de roaming.", "roaming"),
    ("Înregistrarea codului IMEI este obligatorie.", "imei"),
    ("Terminalele neînregistrate vor fi blocate.", "imei"),
    ("Transferul datelor către state terțe.", "data_localisation"),
    ("Datele se păstrează pe teritoriul României.", "data_localisation"),
    ("Identificarea utilizatorilor de cartele preplătite.", "sim_registration"),
    ("Cartelele se vând doar cu buletinul.", "sim_registration"),
    ("Planul național de numerotație.", "numbering"),
    ("Utilizarea extrateritorială a numerelor.", "numbering"),
    ("Evaluarea conformității echipamentelor radio prin modem.", "type_approval"),
    ("Introducerea pe piață a echipamentelor radio.", "type_approval"),
    ("Descărcarea profilului de la distanță.", "esim"),
    ("Guvernul a adoptat reguli noi.", "kind:new_rule"),
    ("Decizia se modifică și se completează.", "kind:amendment"),
    ("Articolul 9 se abrogă.", "kind:repeal"),
    ("Termenul a fost prelungit.", "kind:extension"),
    ("Guvernul a decis amânarea obligației.", "kind:extension"),
    ("Proiectul este supus consultării publice.", "kind:consultation"),
    ("Cartelele vor fi deconectate.", "kind:enforcement"),
    ("Autoritatea publică linii directoare.", "kind:guidance"),
    ("Proiectul de lege ar urma să fie votat.", "status:proposed"),
    ("Decizia a fost publicată în Monitorul Oficial.", "status:adopted"),
    ("Ordinul a intrat în vigoare ieri.", "status:in_force"),
    ("Guvernul a retras proiectul.", "status:stopped"),
    ("Furnizorii sunt obligați să raporteze.", "direction:tightening"),
    ("Obligația a fost eliminată.", "direction:loosening"),
    ("Prevederile nu se aplică navelor.", "modality:exception"),
    ("Regulile rămân neschimbate.", "modality:unchanged"),
    ("Autoritatea reamintește consumatorilor.", "modality:reminder"),
    ("În loc de 30 de zile.", "modality:past"),
    ("Decizia intră în vigoare la 1 iulie 2026.", "effective:2026-07-01"),
    ("Se aplică începând cu data de 1 ianuarie 2027.", "effective:2027-01-01"),
    ("Intră în vigoare la data publicării în Monitorul Oficial.", "effective:publication+0d"),
    ("Intră în vigoare la 60 de zile de la data publicării.", "effective:publication+60d"),
    ("Comentariile pot fi trimise până la 3 aprilie 2026.", "deadline:2026-04-03"),
    ("Cel târziu la data de 31 decembrie 2027.", "deadline:2027-12-31"),
    ("Observațiile se primesc din 1 martie 2026 până la 31 martie 2026.", "deadline:2026-03-31"),
    ("Cartela SIM rămâne în roaming cel mult 180 de zile consecutive.", "consecutive:180::sim"),
    ("Roaming cel mult 60 de zile în orice interval de 120 de zile.", "cumulative:60:120:"),
    ("Roaming cel mult 90 de zile într-un an calendaristic.", "calendar_year:90::"),
    (
        "Terminalul se înregistrează în nouăzeci de zile de la prima conectare.",
        "consecutive:90::imei",
    ),
    ("Se interzice roamingul permanent al cartelelor.", "ban:::sim"),
    ("Contoare inteligente și case de marcat.", "scope:m2m"),
    ("Turiștii nu sunt afectați.", "scope:consumer"),
]
SAYS_NOT = [
    ("Ursul cu guler a intrat în roaming.", "roaming"),
    ("Platforma noastră păstrează datele în România.", "data_localisation"),
    ("Certificat de naștere.", "type_approval"),
    ("Cele mai bune eSIM de vacanță.", "kind:new_rule"),
    ("Conferința va avea loc la 5 mai 2026.", "effective:2026-05-05"),
    ("Observațiile se primesc din 1 martie 2026 până la 31 martie 2026.", "effective:2026-03-01"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("ro", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("ro", sentence)
