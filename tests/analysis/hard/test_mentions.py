"""What names a topic's words and is about something else raises no alert."""

import pytest

from tests.analysis.hard.reading import page, read

AUCTION = page("The reserve price of each block in the 700 MHz band is set by area and term.")
SHORT = [
    (
        "en",
        "Regulator fines operator over misleading tariffs",
        "The Commission imposed a fine of 2 million on an operator that hid the price of calls. "
        "Customers had also complained about bills after travelling. The operator may appeal.",
    ),
    (
        "en",
        "GSMA opens registration for its annual congress in Barcelona",
        "Early-bird passes are on sale. Sessions cover private networks, satellite and the Internet "
        "of Things. Exhibitors can book a stand until March, and start-ups may apply for an award.",
    ),
    (
        "en",
        "Vacancy: senior analyst, market statistics",
        "The Authority invites applications. The analyst compiles figures on subscriptions, data "
        "traffic and roaming minutes. Applications must be received by 15 December 2026.",
    ),
    (
        "en",
        "Collared wolves cross the border",
        "Rangers followed the wolves roaming between two parks. The collars carry a SIM and report "
        "the position twice a day. The herd of bison roams further north.",
    ),
    (
        "es",
        "El IFT publica su informe anual",
        "El informe resume las licitaciones de espectro, la cobertura y la calidad del servicio. "
        "Un anexo ofrece cifras de líneas, tráfico y minutos. No contiene medidas regulatorias.",
    ),
    (
        "fr",
        "Réutilisation : le festival itinérant du numérique arrive à Lyon",
        "L'exposition itinérante s'arrêtera dans douze villes. Des ateliers gratuits sont proposés.",
    ),
    (
        "de",
        "Wölfe wandern wieder: Halsbänder melden ihre Wege",
        "Die Wölfe tragen Halsbänder mit Mobilfunk. Das Roaming der Rudel wird ausgewertet.",
    ),
    (
        "pt",
        "Anatel divulga agenda do conselho",
        "A agenda da reunião traz quatro processos sobre radiodifusão e dois sobre postes.",
    ),
    (
        "tr",
        "Kurum yeni hizmet binasına taşınıyor",
        "Kurumun yeni adresi duyuruldu. Ziyaretçiler için otopark bulunmaktadır.",
    ),
]
BOOKS = [
    "Roaming agreements shall not count towards the roll-out obligation.",
    "Devices used for drive tests are identified by their IMEI.",
    "Applicants store their data in the country of their seat.",
    "Equipment used for measurements has type approval.",
]


@pytest.mark.parametrize(("language", "title", "text"), SHORT, ids=[row[1][:32] for row in SHORT])
def test_other_matters_raise_no_alert(language: str, title: str, text: str) -> None:
    assert read(title, text, language).changes == ()


@pytest.mark.parametrize("mention", BOOKS)
@pytest.mark.parametrize("pages", [1, 4])
def test_one_sentence_in_a_long_decision_on_spectrum_raises_no_alert(
    mention: str, pages: int
) -> None:
    text = f"{AUCTION * pages} {mention} {AUCTION * pages}"
    found = read("Decision on the auction of the 700 MHz band", text, country="KE")
    assert (found.topics, found.changes) == ((), ())


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "The best travel eSIM for your holiday",
            "Stop paying for roaming! Our travel eSIM works in 120 countries. Download the app, buy "
            "a plan and stay online. Data plans from 3 dollars, valid for 30 days. Best deals today.",
        ),
        (
            "Data residency for your business",
            "Our platform offers data residency in five regions. Book a demo and contact sales. "
            "Our customers choose where their workspace lives. Free trial for 14 days.",
        ),
        (
            "How to find your IMEI",
            "Dial *#06# to see the IMEI of your phone. Write it down and keep it in a safe place. "
            "This guide explains how to check whether a used phone was stolen.",
        ),
        (
            "Mobile statistics of the third quarter",
            "There were 48 million subscriptions. M2M subscriptions grew by 9 per cent, and inbound "
            "roaming traffic by 4 per cent, compared with the same quarter of last year.",
        ),
    ],
    ids=["advert", "vendor", "how-to", "statistics"],
)
def test_adverts_how_to_pages_and_statistics_change_no_rule(title: str, text: str) -> None:
    assert read(title, text).changes == ()


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "it",
            "Esiti del monitoraggio sugli impegni di un operatore e archiviazione del procedimento",
            "L'operatore di transito blocca dal 19 agosto 2026 le chiamate internazionali che presentano "
            "come CLI una numerazione geografica nazionale. Le misure sono in vigore dal 19 ottobre 2026 "
            "anche per le numerazioni dei servizi mobili. Il procedimento è archiviato.",
        ),
        (
            "en",
            "Results of the monitoring of an operator's commitments on numbering",
            "The operator reported that its customers were told of the checks on numbering and that the "
            "share of calls with a false CLI fell by half. The Authority closes the proceeding.",
        ),
        (
            "es",
            "Resultados del monitoreo de los compromisos de numeración y archivo del expediente",
            "El operador bloquea desde el 19 de agosto de 2026 las llamadas con numeración nacional que "
            "llegan del extranjero. La medida está vigente para la numeración móvil.",
        ),
    ],
)
def test_what_a_monitoring_of_commitments_found_changes_no_rule(
    language: str, title: str, text: str
) -> None:
    assert read(title, text, language).changes == ()


def test_retail_roaming_is_said_to_be_retail_only() -> None:
    found = read(
        "Roaming charges capped for travellers",
        "The Authority has adopted a decision on roaming charges. From 1 January 2027 consumers pay "
        "no more than 0.19 per minute and 0.04 per megabyte while they travel. The decision enters "
        "into force on 1 January 2027.",
        country="CH",
    )
    assert [change.scope["retail_only"] for change in found.changes] == [True]


def test_a_rule_for_machines_is_not_retail_only() -> None:
    found = read(
        "Permanent roaming of M2M devices limited",
        "The Authority has adopted a decision: foreign SIMs in M2M devices may not stay in roaming "
        "for more than 90 consecutive days. The decision enters into force on 1 January 2027.",
        country="CH",
    )
    (only,) = found.changes
    assert only.scope["retail_only"] is False
    assert only.scope["devices"] == "m2m"
