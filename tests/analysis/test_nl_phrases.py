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
    ("Het besluit treedt vandaag in werking.", "effective:publication+0d"),
    (
        "Dit treedt in werking met ingang van de dag na de datum van uitgifte van de Staatscourant.",
        "effective:publication+1d",
    ),
    ("De wet treedt op 1 januari 2027 in werking.", "effective:2027-01-01"),
    ("De regels gaan in op 1 juli 2027.", "effective:2027-07-01"),
    ("Met ingang van 15 maart 2027 is het gebruik verboden.", "effective:2027-03-15"),
    ("Vanaf januari 2027 geldt een registratieplicht.", "effective:2027-01-01~"),
    ("Het besluit treedt zes maanden na de bekendmaking in werking.", "effective:publication+6m"),
    ("Reacties kunnen tot en met 30 april 2027 worden ingediend.", "deadline:2027-04-30"),
    ("De consultatie loopt tot 12 mei 2027.", "deadline:2027-05-12"),
    ("Aanbieders hebben tot 31 december 2027 de tijd.", "deadline:2027-12-31"),
    ("De termijn is verlengd tot 30 juni 2027.", "deadline:2027-06-30"),
    (
        "Buitenlandse simkaarten mogen niet langer dan 90 aaneengesloten dagen roamen.",
        "consecutive:90::sim",
    ),
    (
        "Een buitenlandse simkaart mag ten hoogste 120 dagen per kalenderjaar roamen.",
        "calendar_year:120::sim",
    ),
    (
        "Het toestel moet binnen 30 dagen na eerste gebruik worden geregistreerd, of het IMEI vervalt.",
        "consecutive:30::imei",
    ),
    ("Permanent roaming is verboden.", "ban:::"),
    ("De regeling wordt ingetrokken.", "kind:repeal"),
    ("De rechtbank heeft het besluit vernietigd.", "kind:repeal"),
    ("De invoering is een jaar uitgesteld.", "kind:extension"),
    ("De ACM legt een ontwerpbesluit ter consultatie voor.", "kind:consultation"),
    ("De ACM verduidelijkt dat slimme meters zijn uitgezonderd.", "kind:guidance"),
    ("De toezichthouder gelast aanbieders de kaarten te blokkeren.", "kind:enforcement"),
    ("Het wetsvoorstel ligt bij de Raad van State.", "status:proposed"),
    ("Simkaarten van buitenlandse aanbieders mogen niet blijvend in Nederland werken.", "roaming"),
    ("Apparaten die permanent roamen moeten worden gemeld.", "roaming"),
    ("Geïmporteerde telefoons moeten worden geregistreerd.", "imei"),
    ("Dubbele IMEI-nummers worden geblokkeerd.", "imei"),
    ("Gegevens moeten op servers in het land worden bewaard.", "data_localisation"),
    ("Doorgifte van persoonsgegevens naar derde landen vereist toestemming.", "data_localisation"),
    ("Klantgegevens mogen het land niet verlaten.", "data_localisation"),
    ("Wie een simkaart koopt moet zich legitimeren.", "sim_registration"),
    ("Per persoon zijn ten hoogste vijf simkaarten toegestaan.", "sim_registration"),
    ("Niet-geregistreerde simkaarten worden afgesloten.", "sim_registration"),
    ("Radiomodules hebben een typegoedkeuring nodig.", "type_approval"),
    ("Draadloze apparaten moeten aan cybersecurity-eisen voldoen.", "type_approval"),
    ("Er komen nummers voor machine-to-machinediensten.", "numbering"),
    ("Nederlandse nummers mogen buiten Nederland worden gebruikt.", "numbering"),
    ("De uitgifte van IMSI-nummers wijzigt.", "numbering"),
    ("eSIM-profielen moeten via een nationaal platform worden geladen.", "esim"),
    ("Ingebouwde simkaarten moeten op afstand van operator kunnen wisselen.", "esim"),
    ("De termijn gaat van 60 naar 90 dagen.", "kind:amendment"),
    ("De plicht wordt uitgebreid tot bedrijven.", "kind:amendment"),
    ("Aanbieders krijgen zes maanden extra.", "kind:extension"),
    ("Er is geen vergunning meer nodig.", "direction:loosening"),
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
