"""German words: one rule a sentence, in the wording of authorities from Bonn, Vienna and Biel."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Dauerhaftes Roaming von Maschinen wird untersagt.", "roaming"),
    ("Ein Roaming-Verbot trifft auch Zähler.", "roaming"),
    ("Das Roamingverbot trifft auch Zähler.", "roaming"),
    ("Ausländische SIM-Karten werden abgeschaltet.", "roaming"),
    ("Die IMEI-Sperre gilt für gestohlene Geräte.", "imei"),
    ("Jede IMEI ist im Geräteregister zu erfassen.", "imei"),
    ("Standortdaten sind im Inland zu speichern.", "data_localisation"),
    ("Die Übermittlung von Kundendaten in ein Drittland endet.", "data_localisation"),
    ("Die Bekanntgabe in einen Drittstaat braucht Klauseln.", "data_localisation"),
    ("Prepaid-Karten erhält nur, wer einen Ausweis vorlegt.", "sim_registration"),
    ("Die Registrierung von SIM-Karten wird einfacher.", "sim_registration"),
    ("Die Konformitätsbewertung übernimmt der Hersteller.", "type_approval"),
    ("Neue Anforderungen an Funkanlagen auf dem Markt.", "type_approval"),
    ("Der Nummernplan für M2M-Rufnummern ändert sich.", "numbering"),
    ("Die extraterritoriale Nutzung von IMSI-Blöcken ist anzuzeigen.", "numbering"),
    ("Fest verbaute eSIM müssen den Wechsel zulassen.", "esim"),
    # Kinds
    ("Artikel 14 wird ersatzlos gestrichen.", "kind:repeal"),
    ("Die Aufhebung der Verordnung steht fest.", "kind:repeal"),
    ("Die Frist für die Meldung wird erstreckt.", "kind:extension"),
    ("Der Start wird auf den Herbst verschoben.", "kind:extension"),
    ("Der Bundesrat passt die Verordnung über Fernmeldedienste an.", "kind:amendment"),
    ("Die Verordnung wird wie folgt geändert.", "kind:amendment"),
    ("Der Bundesrat eröffnet die Vernehmlassung.", "kind:consultation"),
    ("Stellungnahmen können elektronisch eingereicht werden.", "kind:consultation"),
    ("Die Kammer hat ein Registrierungsverfahren beschlossen.", "kind:new_rule"),
    ("Ein Leitfaden erläutert die Anzeige.", "kind:guidance"),
    # Status
    ("Der Referentenentwurf liegt vor.", "status:proposed"),
    ("Die Verordnung ist am 1. März in Kraft getreten.", "status:in_force"),
    ("Die Regierung hat das Gesetz verabschiedet.", "status:adopted"),
    # Direction and negation
    ("Die Nutzung ausländischer Karten ist untersagt.", "direction:tightening"),
    ("Karten dürfen nur nach Prüfung aktiviert werden.", "direction:tightening"),
    ("Ein Nachweis ist nicht mehr erforderlich.", "direction:loosening"),
    ("Zähler sind von der Pflicht befreit.", "direction:loosening"),
    ("Absatz 1 gilt nicht für Notrufsysteme.", "modality:exception"),
    ("Die Regelung begründet keine neuen Pflichten.", "modality:unchanged"),
    # Dates
    ("Die Änderung tritt am 3. März 2027 in Kraft.", "effective:2027-03-03"),
    ("Sie gilt ab dem 1. April 2027.", "effective:2027-04-01"),
    ("Geräte dürfen ab dem 20. Juni 2027 nur noch zugelassen sein.", "effective:2027-06-20"),
    (
        "Die Verfügung tritt am Tag nach ihrer Veröffentlichung in Kraft.",
        "effective:publication+1d",
    ),
    ("Das Gesetz tritt mit seiner Verkündung in Kraft.", "effective:publication+0d"),
    (
        "Die Verordnung tritt drei Monate nach ihrer Kundmachung in Kraft.",
        "effective:publication+3m",
    ),
    ("Stellungnahmen sind bis zum 30. Dezember 2026 einzureichen.", "deadline:2026-12-30"),
    ("Verträge sind bis Ende April 2027 anzupassen.", "deadline:2027-04-01~"),
    (
        "Sie tritt mit dem auf die Kundmachung folgenden Tag in Kraft.",
        "effective:publication+1d",
    ),
    (
        "Sie tritt am zwanzigsten Tag nach ihrer Veröffentlichung in Kraft.",
        "effective:publication+20d",
    ),
    # Limits
    (
        "Ein Gerät mit ausländischer SIM bleibt höchstens 90 aufeinanderfolgende Tage.",
        "consecutive:90::sim",
    ),
    (
        "Roaming länger als 120 Tage innerhalb eines Zeitraums von zwölf Monaten.",
        "cumulative:120:360:",
    ),
    ("Die SIM-Karte darf 60 Tage im Kalenderjahr im Roaming sein.", "calendar_year:60::sim"),
    ("Die Nutzung im Roaming ist auf 180 Tage begrenzt.", "consecutive:180::"),
    # Scope
    ("Erfasst ist die M2M-Kommunikation.", "scope:m2m"),
    ("Geschützt werden Verbraucher auf Reisen.", "scope:consumer"),
    ("Die Hinweise zum Nummerierungskonzept liegen aus.", "numbering"),
    ("Die Netze nehmen solche Geräte nicht mehr an.", "kind:enforcement"),
    ("Wirksam wird das am 1. Juni 2026.", "effective:2026-06-01"),
    ("Das ist die konsolidierte, seit Mai geltende Fassung.", "modality:unchanged"),
    ("Unsere Redaktion hat die Gesetze verglichen.", "document:other"),
    ("Die Verfügung legt gemäß Art. 5 Abs. 2 die Nutzung der IMSI fest.", "kind:new_rule"),
    (
        "Ab dem 1. August dürfen Händler Karten nur noch gegen Vorlage eines Ausweises verkaufen.",
        "kind:new_rule",
    ),
    ("Die Verordnung tritt am 1. August 2027 in Kraft.", "effective:2027-08-01"),
    ("Der Klage des Netzbetreibers wurde teilweise stattgegeben.", "kind:repeal"),
    ("Das Gericht hält die Ausweisprüfung für rechtswidrig und hebt sie auf.", "kind:repeal"),
    ("Im Übrigen wird die Klage abgewiesen.", "modality:exception"),
    ("Die Nutzungsdauer wird von 90 auf 180 Tage verlängert.", "kind:amendment"),
    (
        "Nicht registrierte Geräte: Die Frist wird von 90 auf 180 Tage verlängert.",
        "consecutive:180::imei",
    ),
    ("Das Bundeskabinett hat den Gesetzentwurf zur Ausweispflicht beschlossen.", "status:proposed"),
    ("Die Regelung soll um fünf Jahre verlängert werden.", "status:proposed"),
    ("Die Kommission will die Roaming-Regeln um fünf Jahre verlängern.", "status:proposed"),
    (
        "Für Verstöße werden bis auf Weiteres keine Aufsichtsverfahren eingeleitet.",
        "kind:extension",
    ),
    (
        "Auf Anordnung der Behörde wurde der Zugang zu vier eSIM-Anbietern gesperrt.",
        "kind:enforcement",
    ),
    ("Die Auslegungshinweise betreffen alle Anbieter.", "kind:guidance"),
    ("Dem § 12 wird folgender Absatz angefügt.", "kind:amendment"),
    (
        "Auf Grund des § 8 wird verordnet: Zähler dürfen ausländische Karten nutzen.",
        "status:adopted",
    ),
    ("Die Schweiz gewährleistet ein angemessenes Datenschutzniveau.", "direction:loosening"),
    ("Bei im Voraus bezahlten Mobilfunkdiensten sind die Angaben zu prüfen.", "sim_registration"),
    ("Die Anschlussinhaberdaten sind vor der Freischaltung zu prüfen.", "sim_registration"),
    ("Die Verordnung über Kommunikationsparameter wird geändert.", "numbering"),
    ("Reisende telefonieren im Roaming weiter ohne Aufschläge.", "roaming:retail"),
    ("VERORDNUNG (EU) 2027/31 DES EUROPÄISCHEN PARLAMENTS", "kind:new_rule"),
    ("Vfg 12/2027 Nummernplan für Zähler", "kind:new_rule"),
    ("Verordnung des Rates zur Änderung der Roaming-Regeln", "kind:amendment"),
    ("Der Entwurf zur Verlängerung der Frist liegt vor.", "kind:extension"),
    ("Die Motion ist vom Tisch.", "modality:unchanged"),
    ("Das Gesetz, das zuletzt durch Artikel 4 geändert worden ist, gilt.", "modality:past"),
    ("Neue Anforderungen an Fernmeldeanlagen auf dem Markt.", "type_approval"),
    ("Der Verkauf von SIM-Karten auf der Straße endet.", "sim_registration"),
    (
        "Das Gesetz tritt am ersten Tag des auf die Verkündung folgenden Monats in Kraft.",
        "effective:publication/1",
    ),
    ("Brüssel verschiebt die Regeln.", "EU"),
]
SAYS_NOT = [
    ("Wölfe im Roaming durch das Mobilfunknetz beobachtet.", "roaming"),
    ("Ausländische Profile, die sich im Roaming befinden, sind nicht Gegenstand.", "roaming"),
    ("Das Kraftfahrt-Bundesamt erteilte Typgenehmigungen.", "type_approval"),
    ("Die Rufnummernmitnahme und Portierung der Rufnummer dauert.", "numbering"),
    ("Unsere Cloud speichert im Inland.", "data_localisation"),
    ("Die Verordnung vom 6. April 2022 wird zitiert.", "effective:2022-04-06"),
    ("Bisher war der 27. Juni 2026 vorgesehen.", "deadline:2026-06-27"),
    ("Ein Nachweis ist nicht mehr erforderlich.", "direction:tightening"),
    ("Die Gebühr bleibt gleich.", "modality:unchanged"),
    ("Die Behörde antwortet innerhalb von 10 Tagen.", "consecutive:10::"),
    ("Der Nummernbereich für Ortsnetzrufnummern ist vierzehnstellig.", "numbering"),
    ("Virtuelle SIM-Karten für Touristen sind praktisch.", "esim"),
    (
        "Internationale Kennungen für mobile Teilnehmer dienen der Identifizierung von Teilnehmern.",
        "sim_registration",
    ),
    ("Im Übrigen wird die Klage abgewiesen.", "modality:unchanged"),
    (
        "Die Frist endet am 3. Mai. Anschließend wird die Liste geschlossen, sie gilt.",
        "kind:new_rule",
    ),
    ("Die konsolidierte, seit Mai geltende Fassung liegt vor.", "kind:repeal"),
    ("Das Gesetz in der Fassung vom 22. Juni 2004 wird zitiert.", "effective:2004-06-22"),
    ("Auf Vorschlag der Kommission erlässt der Rat die Verordnung.", "status:proposed"),
    ("Störungen im Betrieb von Fernmeldeanlagen sind zu melden.", "type_approval"),
    ("Die Verordnung (EU) 2022/612 wird zitiert.", "kind:new_rule"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("de", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("de", sentence)
