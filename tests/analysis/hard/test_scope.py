"""Whom a rule is for."""

import pytest

from data.words import Topic
from tests.analysis.hard.reading import change, read

TITLES = {
    "en": "New rule on permanent roaming of foreign SIMs adopted",
    "es": "Se aprueba la nueva norma sobre itinerancia permanente",
    "fr": "Nouvelle règle sur l'itinérance permanente adoptée",
    "de": "Neue Regel zum dauerhaften Roaming beschlossen",
    "pt": "Aprovada nova regra sobre roaming permanente",
    "tr": "Sürekli dolaşıma ilişkin yeni kural kabul edildi",
}
SCOPES = [
    (
        "en",
        "Foreign SIMs in M2M devices must not stay in permanent roaming for more than 90 days.",
        "m2m",
    ),
    (
        "en",
        "Consumers and tourists may not use a foreign SIM in permanent roaming over 90 days.",
        "consumer",
    ),
    (
        "en",
        "No foreign SIM may stay in permanent roaming for more than 90 consecutive days.",
        "all",
    ),
    (
        "es",
        "Las SIM extranjeras de dispositivos M2M no podrán estar en itinerancia permanente.",
        "m2m",
    ),
    (
        "fr",
        "Les cartes SIM étrangères des objets connectés ne peuvent rester en itinérance.",
        "m2m",
    ),
    (
        "de",
        "Ausländische SIM-Karten in M2M-Geräten dürfen nicht im dauerhaften Roaming bleiben.",
        "m2m",
    ),
    ("pt", "Chips estrangeiros em dispositivos M2M não podem ficar em roaming permanente.", "m2m"),
    ("tr", "M2M cihazlardaki yabancı SIM kartlar sürekli dolaşımda kalamaz.", "m2m"),
]


@pytest.mark.parametrize(
    ("language", "text", "devices"), SCOPES, ids=[row[1][:40] for row in SCOPES]
)
def test_the_devices_in_scope_are_named(language: str, text: str, devices: str) -> None:
    found = change(read(TITLES[language], text, language, country="KE"), Topic.ROAMING)
    assert found.scope["devices"] == devices
