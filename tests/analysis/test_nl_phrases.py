"""Dutch words: one rule a sentence, in the wording of The Hague, Brussels and Paramaribo."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Permanente roaming van machines is verboden.", "roaming"),
    ("Buitenlandse simkaarten worden afgesloten.", "roaming"),
    ("De IMEI-nummers staan in een register.", "imei"),
    ("Ongeregistreerde toestellen worden geblokkeerd.", "imei"),
    ("Gegevens worden opgeslagen binnen de EER.", "data_localisation"),
    ("Doorgifte van persoonsgegevens naar derde landen.", "data_localisation"),
    ("Er is een adequaatheidsbesluit voor Kenia.", "data_localisation"),
    ("Anonieme prepaid simkaarten verdwijnen.", "sim_registration"),
    ("De identificatieplicht geldt voor iedere koper.", "sim_registration"),
    ("Het Nummerplan telefoon- en ISDN-diensten.", "numbering"),
    ("Extraterritoriaal gebruik van nummers.", "numbering"),
    ("Radioapparatuur voldoet aan de essentiële eisen.", "type_approval"),
    ("De EU-conformiteitsverklaring volstaat.", "type_approval"),
    ("Het operatorprofiel op de ingebouwde eSIM.", "esim"),
    ("Roaming in Zwitserland is duur.", "roaming"),
    # Kinds, as the gazette says them
    ("Het Nummerplan wordt als volgt gewijzigd:", "kind:amendment"),
    ("Artikel 4 komt te luiden:", "kind:amendment"),
    ("Na artikel 4 wordt een artikel ingevoegd, luidende:", "kind:amendment"),
    ("De aanbeveling is ingetrokken.", "kind:repeal"),
    ("De Afdeling vernietigt het besluit.", "kind:repeal"),
    ("De termijn wordt verlengd.", "kind:extension"),
    ("In artikel 1d wordt de datum telkens gewijzigd in: 1 juni.", "kind:extension"),
    ("De start is uitgesteld.", "kind:extension"),
    ("Het BIPT organiseert een openbare raadpleging.", "kind:consultation"),
    ("Belanghebbenden kunnen hun zienswijze geven.", "kind:consultation"),
    ("De ACM heeft beleidsregels vastgesteld.", "kind:new_rule"),
    ("De Douane verduidelijkt de regels.", "kind:guidance"),
    ("De inspectie legt een last onder dwangsom op.", "kind:enforcement"),
    ("Raadpleging op vraag van de Raad van het BIPT.", "kind:consultation"),
    ("Antwoordtermijn: 31 maart 2027.", "deadline:2027-03-31"),
    # Status
    ("Het wetsvoorstel ligt bij de Kamer.", "status:proposed"),
    ("De regeling is vastgesteld.", "status:adopted"),
    ("De wet is in werking getreden.", "status:in_force"),
    ("De motie is verworpen.", "status:stopped"),
    ("De regels zijn gisteren van kracht gegaan.", "status:in_force"),
    ("85 procent van de kaarten is op naam.", "document:other"),
    ("Het is sinds december wettelijk verplicht.", "modality:past"),
    # Direction and negation
    ("De aanbieder moet de kaart weigeren.", "direction:tightening"),
    ("De kaart mag niet worden gebruikt.", "direction:tightening"),
    ("Een ontheffing is niet langer vereist.", "direction:loosening"),
    ("De inspectie wijst er opnieuw op.", "modality:reminder"),
    ("Dit is niet van toepassing op noodoproepen.", "modality:exception"),
    ("De regels zijn niet veranderd.", "modality:unchanged"),
    # Dates
    ("De regeling treedt in werking met ingang van 1 september 2026.", "effective:2026-09-01"),
    ("Vanaf 1 juli 2026 geldt de plicht.", "effective:2026-07-01"),
    ("De start is verschoven van 1 augustus 2026 naar 1 februari 2027.", "effective:2027-02-01"),
    ("Reacties kunnen tot en met 10 april 2026.", "deadline:2026-04-10"),
    ("De routers zijn uiterlijk 15 juli 2026 uit.", "deadline:2026-07-15"),
    (
        "Dit besluit treedt in werking met ingang van de dag na de datum van uitgifte van de"
        " Staatscourant waarin het wordt geplaatst.",
        "effective:publication+1d",
    ),
    (
        "Deze verordening treedt in werking op de twintigste dag na die van de bekendmaking.",
        "effective:publication+20d",
    ),
    (
        "De beschikking treedt in werking drie maanden na de bekendmaking.",
        "effective:publication+3m",
    ),
    ("Het verbod geldt per direct.", "effective:publication+0d"),
    # Limits
    (
        "Een buitenlandse simkaart blijft ten hoogste 180 aaneengesloten dagen.",
        "consecutive:180::sim",
    ),
    (
        "De simkaart roamt maximaal 120 dagen binnen een periode van twaalf maanden.",
        "cumulative:120:360:sim",
    ),
    ("De simkaart is 60 dagen per kalenderjaar in roaming.", "calendar_year:60::sim"),
    ("Permanente roaming van apparaten is verboden.", "ban:::imei"),
    # Scope
    ("Geautomatiseerde toepassingen vallen eronder.", "scope:m2m"),
    ("Consumenten betalen minder.", "scope:consumer"),
    ("De nieuwe regels voor prepaid zijn van kracht geworden.", "status:in_force"),
    ("De Commissie stelt voor de termijn met vijf jaar te verlengen.", "status:proposed"),
    ("Simkaarten worden voortaan geregistreerd bij aankoop.", "kind:new_rule"),
    ("Daarmee komt een eind aan de anonieme simkaart.", "kind:new_rule"),
    ("Roamingtarieven in het buitenland dalen.", "roaming:retail"),
    ("VERORDENING (EU) 2027/31 VAN HET EUROPEES PARLEMENT", "kind:new_rule"),
    ("Besluit van de minister houdende regels voor nummers.", "kind:new_rule"),
    ("Modems moeten vanaf nu aan nieuwe eisen voldoen.", "effective:publication+0d"),
    ("Verordening van de Raad tot wijziging van de bijlage", "kind:amendment"),
]
SAYS_NOT = [
    ("De wolf ging in roaming over de grens van het netwerk.", "roaming"),
    ("Toets *#06# voor het IMEI-nummer.", "imei"),
    ("Onze cloud: opslag in Nederland.", "data_localisation"),
    ("Een voertuig krijgt typegoedkeuring voor voertuigen.", "type_approval"),
    ("Gelet op de wet van 19 oktober 1998.", "effective:1998-10-19"),
    ("Een ontheffing is niet langer vereist.", "direction:tightening"),
    ("De vrijstelling geldt tot 31 december 2027.", "deadline:2027-12-31"),
    ("De uitgifte van geografische nummers in blokken.", "numbering"),
    ("De AP legt een boete op voor doorgifte.", "kind:consultation"),
    ("De dienst antwoordt binnen 10 dagen.", "consecutive:10::"),
    ("De verordening die op 30 juni 2027 afloopt, blijft gelden.", "effective:2027-06-30"),
    ("De minister wil dat iedereen meedoet.", "kind:new_rule"),
    ("De verordening komt tot stand op voorstel van de Commissie.", "status:proposed"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("nl", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("nl", sentence)
