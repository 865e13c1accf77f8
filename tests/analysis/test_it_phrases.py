"""Italian words: one rule a sentence, in the wording of authorities and of the gazette."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("È vietato il roaming permanente degli apparati.", "roaming"),
    ("Le SIM rilasciate da operatori esteri sono disattivate.", "roaming"),
    ("Le schede SIM straniere restano sulla rete ospitante.", "roaming"),
    ("I codici IMEI sono iscritti in un registro.", "imei"),
    ("Blocco degli apparecchi non registrati.", "imei"),
    ("I dati sono conservati sul territorio nazionale.", "data_localisation"),
    ("Trasferimenti internazionali di dati verso Paesi terzi.", "data_localisation"),
    ("Una decisione di adeguatezza copre il Kenya.", "data_localisation"),
    ("Registrazione delle schede SIM prepagate.", "sim_registration"),
    ("Chi attiva una nuova SIM mostra il documento d'identità.", "sim_registration"),
    ("Uso extraterritoriale di numerazioni italiane.", "numbering"),
    ("Il piano di numerazione riserva un arco ai servizi M2M.", "numbering"),
    ("Dichiarazione di conformità per moduli radio.", "type_approval"),
    ("Le apparecchiature radio sono omologate.", "type_approval"),
    ("Le SIM integrate accettano un profilo operatore da remoto.", "esim"),
    ("Roaming in Svizzera, quanto costa?", "document:other"),
    ("La società ha trasferito i dati dei clienti all'estero.", "data_localisation"),
    # Kinds, as the gazette says them
    ("Le parole «sei mesi» sono sostituite dalle seguenti: «un anno».", "kind:amendment"),
    ("Dopo il comma 2 è inserito il seguente:", "kind:amendment"),
    ("L'articolo 55 è abrogato.", "kind:repeal"),
    ("E' abrogato l'articolo 55.", "kind:repeal"),
    ("Il Tribunale ha annullato la delibera.", "kind:repeal"),
    ("Il termine è prorogato di un anno.", "kind:extension"),
    ("Il Ministero ha differito il termine.", "kind:extension"),
    ("È avviata la consultazione pubblica.", "kind:consultation"),
    ("I soggetti interessati possono inviare contributi.", "kind:consultation"),
    ("Il decreto introduce un registro.", "kind:new_rule"),
    ("La circolare fornisce chiarimenti.", "kind:guidance"),
    ("L'Ufficio ha ordinato lo spegnimento dei ripetitori.", "kind:enforcement"),
    ("Le osservazioni dovranno pervenire per posta certificata.", "kind:consultation"),
    # Status
    ("Lo schema di decreto istituirebbe un registro.", "status:proposed"),
    ("La delibera è pubblicata sul sito.", "status:adopted"),
    ("Il decreto è entrato in vigore.", "status:in_force"),
    ("Il Ministero ha ritirato lo schema.", "status:stopped"),
    # Direction and negation
    ("L'operatore deve bloccare la scheda.", "direction:tightening"),
    ("Non è consentito l'uso di schede estere.", "direction:tightening"),
    ("Non è più necessaria l'autorizzazione.", "direction:loosening"),
    ("Gli apparecchi possono rimanere in roaming al massimo un anno.", "direction:tightening"),
    ("L'Autorità ricorda agli operatori la scadenza.", "modality:reminder"),
    ("È sufficiente la dichiarazione.", "direction:loosening"),
    ("Chi ha una carta prepagata dovra' farsi riconoscere.", "sim_registration"),
    ("La sintesi della consultazione è allegata.", "document:other"),
    ("Il limite non si applica alle chiamate di emergenza.", "modality:exception"),
    ("Il documento non introduce nuovi obblighi.", "modality:unchanged"),
    # Dates
    ("La legge entra in vigore il 1° marzo 2027.", "effective:2027-03-01"),
    ("Si applica a decorrere dal 1° novembre 2026.", "effective:2026-11-01"),
    ("L'entrata in vigore è rinviata al 1° luglio 2027.", "effective:2027-07-01"),
    ("Il termine è differito dal 30 giugno al 31 dicembre 2026.", "deadline:2026-12-31"),
    ("I contributi sono inviati entro il 15 maggio 2026.", "deadline:2026-05-15"),
    (
        "Il decreto entra in vigore il quindicesimo giorno successivo alla sua pubblicazione.",
        "effective:publication+15d",
    ),
    (
        "La legge entra in vigore il giorno successivo a quello della sua pubblicazione.",
        "effective:publication+1d",
    ),
    (
        "La delibera entra in vigore decorsi trenta giorni dalla sua pubblicazione.",
        "effective:publication+30d",
    ),
    ("Il provvedimento è in vigore da oggi.", "effective:publication+0d"),
    # Limits
    ("La SIM estera resta in roaming per 90 giorni consecutivi.", "consecutive:90::sim"),
    (
        "Le SIM estere in roaming per più di 120 giorni nell'arco di dodici mesi.",
        "cumulative:120:360:sim",
    ),
    ("Le schede estere in roaming per 60 giorni all'anno.", "calendar_year:60::sim"),
    ("Il roaming permanente dei dispositivi è vietato.", "ban:::imei"),
    # Scope
    ("Le comunicazioni da macchina a macchina sono comprese.", "scope:m2m"),
    ("I viaggiatori risparmiano.", "scope:consumer"),
    ("Con l'adozione della decisione si chiude il procedimento.", "kind:new_rule"),
    ("Il Governo intende vietare le carte SIM anonime.", "status:proposed"),
    ("Legge 3 marzo 2027, n. 41, recante norme sulle SIM.", "kind:new_rule"),
    ("Gli operatori non applicano sovrapprezzi al traffico in roaming.", "roaming:retail"),
    ("REGOLAMENTO DELEGATO (UE) 2027/31 DELLA COMMISSIONE", "kind:new_rule"),
    ("La Camera ha approvato il disegno di legge.", "status:proposed"),
    ("All'articolo 98 verrebbe aggiunto un comma.", "kind:amendment"),
    ("Il negozio deve identificare i clienti che comprano schede.", "sim_registration"),
    (
        "Una direttiva sulle apparecchiature radio e che abroga la direttiva 1999/5/CE.",
        "kind:new_rule",
    ),
    ("Il decreto entra in vigore oggi.", "effective:publication+0d"),
    ("Entra in vigore il giorno successivo alla pubblicazione.", "effective:publication+1d"),
    (
        "Il regolamento entra in vigore sessanta giorni dopo la pubblicazione.",
        "effective:publication+60d",
    ),
    ("Le norme si applicano dal 1° gennaio 2027.", "effective:2027-01-01"),
    ("A decorrere dal 15 marzo 2027 è vietato l'uso.", "effective:2027-03-15"),
    ("Le nuove regole scattano il 1° luglio 2027.", "effective:2027-07-01"),
    ("L'obbligo decorre da gennaio 2027.", "effective:2027-01-01~"),
    ("I contributi vanno inviati entro il 30 aprile 2027.", "deadline:2027-04-30"),
    ("La consultazione si chiude il 12 maggio 2027.", "deadline:2027-05-12"),
    ("Gli operatori hanno tempo fino al 31 dicembre 2027.", "deadline:2027-12-31"),
    ("Il termine è prorogato al 30 giugno 2027.", "deadline:2027-06-30"),
    (
        "Le SIM estere non possono restare in roaming per più di 90 giorni consecutivi.",
        "consecutive:90::sim",
    ),
    (
        "Una SIM estera può restare al massimo 120 giorni nell'anno solare in roaming.",
        "calendar_year:120::sim",
    ),
    (
        "Il telefono va registrato entro 30 giorni dalla prima attivazione, altrimenti l'IMEI è bloccato.",
        "consecutive:30::imei",
    ),
    ("Il roaming permanente è vietato.", "ban:::"),
    ("La delibera n. 12 è abrogata.", "kind:repeal"),
    ("Il TAR ha annullato la delibera.", "kind:repeal"),
    ("Il termine slitta di sei mesi.", "kind:extension"),
    ("L'Autorità ha avviato una consultazione pubblica.", "kind:consultation"),
    ("Una circolare chiarisce che i contatori sono esclusi.", "kind:guidance"),
    ("L'Autorità ordina agli operatori di bloccare le schede.", "kind:enforcement"),
    (
        "Il Consiglio dei ministri ha approvato in esame preliminare lo schema di decreto.",
        "status:proposed",
    ),
    ("Il decreto è stato pubblicato in Gazzetta Ufficiale.", "status:adopted"),
    ("È fatto obbligo agli operatori di identificare i titolari delle SIM.", "kind:new_rule"),
    ("Le SIM di operatori esteri non possono funzionare stabilmente sul territorio.", "roaming"),
    ("Gli oggetti connessi in roaming prolungato vanno comunicati.", "roaming"),
    ("I telefoni importati devono essere registrati.", "imei"),
    ("Gli IMEI duplicati vengono bloccati.", "imei"),
    ("I dati devono essere conservati su server nazionali.", "data_localisation"),
    (
        "Il trasferimento di dati personali verso Paesi terzi richiede autorizzazione.",
        "data_localisation",
    ),
    ("I dati personali dei cittadini devono restare nel Paese.", "data_localisation"),
    ("Chi acquista una SIM deve esibire un documento.", "sim_registration"),
    ("Ogni persona può intestarsi al massimo cinque SIM.", "sim_registration"),
    ("Le SIM non registrate saranno disattivate.", "sim_registration"),
    ("I moduli radio devono essere omologati.", "type_approval"),
    ("Le apparecchiature terminali richiedono un certificato di conformità.", "type_approval"),
    ("Sono aperte numerazioni dedicate ai servizi M2M.", "numbering"),
    ("L'uso extraterritoriale dei numeri è consentito.", "numbering"),
    ("I codici MNC sono assegnati alle reti private.", "numbering"),
    ("I profili eSIM vanno scaricati da una piattaforma nazionale.", "esim"),
    ("Le SIM integrate devono consentire il cambio di operatore da remoto.", "esim"),
    ("Il termine passa da 60 a 90 giorni.", "kind:amendment"),
    ("Gli operatori hanno sei mesi in più.", "kind:extension"),
    ("Basta una comunicazione.", "direction:loosening"),
]
SAYS_NOT = [
    ("Il lupo in roaming tra le reti del pascolo.", "roaming"),
    ("Componete *#06# per leggere il codice IMEI.", "imei"),
    ("Prova gratis: i dati sono conservati sul territorio nazionale.", "data_localisation"),
    ("Portabilità e uso di numerazioni mobili.", "numbering"),
    ("Il piano è redatto in conformità alla legge.", "type_approval"),
    ("Vista la legge 31 luglio 1997, n. 249.", "effective:1997-07-31"),
    ("Non è consentito l'uso di schede estere.", "direction:loosening"),
    ("Il regolamento è obbligatorio in tutti i suoi elementi.", "direction:tightening"),
    ("Il termine è differito dal 30 giugno al 31 dicembre 2026.", "effective:--06-30"),
    ("La deroga resta in vigore fino al 31 dicembre 2027.", "deadline:2027-12-31"),
    ("L'ufficio risponde entro 10 giorni.", "consecutive:10::"),
    ("Il 15 giugno scorso è partita la campagna.", "effective:--06-15"),
    ("Su proposta della Commissione il Consiglio decide.", "status:proposed"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("it", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("it", sentence)
