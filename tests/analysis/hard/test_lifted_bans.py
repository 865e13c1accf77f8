"""A ban that is lifted makes life easier, in whatever form the verb stands, and limits nothing."""

import pytest

from data.words import Direction, LimitShape, Topic
from tests.analysis.hard.reading import change, read

#: What such a decision says next; it makes the text one of a decision, with a day.
TAIL = {
    "en": "The order takes effect on 1 June 2027.",
    "es": "La resolución entra en vigor el 1 de junio de 2027.",
    "pt": "A resolução entra em vigor em 1 de junho de 2027.",
    "fr": "La décision entre en vigueur le 1er juin 2027.",
    "de": "Die Verfügung tritt am 1. Juni 2027 in Kraft.",
    "tr": "Karar 1 Haziran 2027 tarihinde yürürlüğe girer.",
    "it": "La delibera entra in vigore il 1° giugno 2027.",
    "ru": "Приказ вступает в силу с 1 июня 2027 года.",
}

TITLES = {
    "en": "Decision on permanent roaming",
    "es": "Resolución sobre roaming permanente",
    "pt": "Resolução sobre roaming permanente",
    "fr": "Décision sur l'itinérance permanente",
    "de": "Verfügung zum permanenten Roaming",
    "tr": "Kalıcı dolaşım hakkında karar",
    "it": "Delibera sul roaming permanente",
    "ru": "Приказ о постоянном роуминге",
}
LIFTED = [
    ("en", "US", "The Commission decided to lift the ban on permanent roaming of M2M devices."),
    ("en", "US", "The Commission is lifting its ban on permanent roaming of M2M devices."),
    ("en", "US", "The Commission scraps the ban on permanent roaming of M2M devices."),
    (
        "es",
        "CO",
        "La CRC decidió levantar la prohibición del roaming permanente de dispositivos M2M.",
    ),
    ("es", "CO", "La CRC elimina la prohibición del roaming permanente para dispositivos M2M."),
    (
        "pt",
        "BR",
        "A Anatel decidiu levantar a proibição do roaming permanente de dispositivos M2M.",
    ),
    ("pt", "BR", "A Anatel derruba a proibição do roaming permanente de dispositivos M2M."),
    ("fr", "FR", "L'Arcep décide de lever l'interdiction de l'itinérance permanente des objets."),
    (
        "fr",
        "FR",
        "L'Arcep supprime l'interdiction de l'itinérance permanente des objets connectés.",
    ),
    ("de", "DE", "Die Bundesnetzagentur hebt das Verbot des permanenten Roamings für M2M auf."),
    ("de", "DE", "Das Verbot des permanenten Roamings für M2M-Geräte wird aufgehoben."),
    ("tr", "TR", "BTK, M2M cihazlar için kalıcı dolaşım yasağını kaldırdı."),
    ("it", "IT", "L'Agcom revoca il divieto di roaming permanente per i dispositivi M2M."),
    ("ru", "RU", "Минцифры отменило запрет постоянного роуминга для устройств M2M."),
]


@pytest.mark.parametrize(("language", "country", "sentence"), LIFTED)
def test_a_lifted_ban_is_a_loosening_without_a_ban(
    language: str, country: str, sentence: str
) -> None:
    reading = read(TITLES[language], f"{sentence} {TAIL[language]}", language, country)
    found = change(reading, Topic.ROAMING)
    assert found.direction is Direction.LOOSENING
    assert LimitShape.BAN not in [limit.shape for limit in found.limits]
