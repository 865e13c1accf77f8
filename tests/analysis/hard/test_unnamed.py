"""Subjects without their usual word, and usual words that are no subject, in seven languages."""

import pytest

from data.words import Topic
from tests.analysis.hard.reading import change, read
from tests.analysis.phrases import labels

SAYS = [
    # Lines of another country, told without "roaming" and without "foreign SIM"
    (
        "de",
        "Zähler mit einem im Ausland abgeschlossenen Mobilfunkvertrag sind zu melden.",
        "roaming",
    ),
    ("de", "Die Behörde legt einen Roaming-Bericht vor.", "roaming"),
    ("en", "A subscription issued outside the country may be used for a year.", "roaming"),
    ("en", "Overseas SIMs shall be replaced.", "roaming"),
    ("es", "Las líneas contratadas en el exterior deberán sustituirse.", "roaming"),
    ("fr", "Les abonnements souscrits à l'étranger sont admis deux mois.", "roaming"),
    ("pt", "As linhas contratadas no exterior serão desligadas.", "roaming"),
    ("tr", "Yurt dışında alınan hatlar iki ay kullanılabilir.", "roaming"),
    ("it", "Le SIM emesse all'estero vanno sostituite.", "roaming"),
    ("nl", "In het buitenland afgesloten abonnementen worden beperkt.", "roaming"),
    ("pl", "Karty wydane za granicą zostaną wyłączone.", "roaming"),
    # Profiles that change at a distance, told without "eSIM"
    ("de", "Der Anbieter muss die Fernumschaltung dulden.", "esim"),
    ("en", "A local profile must be fetched over the air.", "esim"),
    ("es", "El perfil se cambiará de forma remota.", "esim"),
    ("fr", "Le module doit recevoir à distance le profil d'un opérateur local.", "esim"),
    ("pt", "O perfil é trocado remotamente.", "esim"),
    ("tr", "Gömülü modüllere yerli bir hat yazılacak.", "esim"),
    ("zh", "设备须支持远程切换。", "esim"),
    # Devices by the number that names them, told without "IMEI"
    ("de", "Endgeräte, deren Kennnummer nicht auf der Liste steht, werden getrennt.", "imei"),
    ("en", "Terminals with an identity number not on the list are cut off.", "imei"),
    ("es", "Los aparatos cuyo número de identificación no esté en la base se cortan.", "imei"),
    ("fr", "Un appareil dont le numéro d'identité est absent de la liste est coupé.", "imei"),
    ("pt", "O aparelho cujo número de identificação não conste da lista é desligado.", "imei"),
    ("tr", "Cihazın kimlik numarası listede yoksa bağlantı kesilir.", "imei"),
    ("zh", "机身识别码被列入名单的终端不得接入。", "imei"),
    # Holders of lines, told without "registration"
    ("en", "Providers must verify who is buying a prepaid mobile service.", "sim_registration"),
    ("fr", "Il est interdit de garder des lignes ouvertes sans identité.", "sim_registration"),
    (
        "pt",
        "Os titulares de números móveis apresentam o bilhete de identidade.",
        "sim_registration",
    ),
    # Radio equipment, told without "approval"
    ("es", "Los relojes serán certificados por un laboratorio autorizado.", "type_approval"),
    ("fr", "Les modules sont testés par un laboratoire du pays.", "type_approval"),
]

SILENT = [
    ("en", "Say goodbye to roaming fees with our app for your mobile.", "roaming"),
    ("de", "In den Urlaub mit eSIM.", "esim"),
    ("fr", "Au salon, un livre blanc sur l'eSIM a été présenté.", "esim"),
    ("zh", "旅行必备的eSIM现已上架。", "esim"),
]

RULE = (
    "The regulator had a busy week. It raised licence fees for courier firms and set a new price "
    "for the sharing of towers.\nIt also finished its review of quality targets, which now cover "
    "rural counties, and gave two awards to its staff.\n"
)


@pytest.mark.parametrize(("language", "sentence", "label"), SAYS)
def test_a_subject_is_known_without_its_usual_word(
    language: str, sentence: str, label: str
) -> None:
    assert label in labels(language, sentence)


@pytest.mark.parametrize(("language", "sentence", "label"), SILENT)
def test_fairs_and_travel_offers_cancel_the_word(language: str, sentence: str, label: str) -> None:
    assert label not in labels(language, sentence)


def test_a_whole_rule_in_the_third_paragraph_is_found() -> None:
    clause = (
        "The last clause of the notice says that, from 1 August 2027, equipment with a subscription "
        "issued outside Kenya may not stay on networks of the country for more than 90 days in a row."
    )
    found = change(
        read("Nairobi orders its market anew", RULE + clause, country="KE"), Topic.ROAMING
    )
    assert found.is_change
    assert [limit.days for limit in found.limits] == [90]


def test_the_same_words_without_a_rule_stay_in_passing() -> None:
    passing = "One speaker said that a subscription issued outside Kenya costs more than it should."
    assert not read("Nairobi orders its market anew", RULE + passing, country="KE").topics
