"""What is not required, remains permitted or is taken out of the rule."""

import pytest

from analysis.cues import cue_features
from analysis.pipeline import read as statements_of
from analysis.weighing import weigh
from data.words import Direction, Topic
from tests.analysis.hard.reading import change, read

EASES = [
    (
        "en", "IMEI registration no longer required",
        "The Authority has repealed the duty to register. IMEI registration is no longer required, and "
        "operators need not block devices. The decision takes effect on 1 March 2027.",
    ),
    (
        "es", "Ya no será exigible el registro de IMEI",
        "Se deroga la obligación de registro. Ya no será exigible el registro de IMEI de los equipos.",
    ),
    (
        "fr", "L'enregistrement des IMEI est supprimé",
        "L'Autorité a abrogé l'obligation d'enregistrement des IMEI. Les appareils ne seront plus bloqués.",
    ),
    (
        "de", "Registrierung der IMEI entfällt",
        "Die Behörde hat die Pflicht zur Registrierung der IMEI aufgehoben. Eine Registrierung ist nicht "
        "mehr erforderlich.",
    ),
    (
        "pt", "Registro de IMEI deixa de ser obrigatório",
        "A agência revogou a obrigação. O registro de IMEI deixa de ser exigido dos usuários.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "title", "text"), EASES, ids=[row[0] for row in EASES])
def test_a_duty_that_ends_eases(language: str, title: str, text: str) -> None:
    found = change(read(title, text, language, country="KE"), Topic.IMEI)
    assert found.direction is Direction.LOOSENING


def tightening(text: str) -> float:
    """How far words of duty and ban stand beside the topic, negated ones left out."""
    statements = list(statements_of(text, "", "en", ""))
    return cue_features(weigh(Topic.IMEI, statements, len(text)), "direction", "tightening")[
        "topic"
    ]


@pytest.mark.parametrize(
    ("plain", "negated"),
    [
        ("Unregistered IMEI numbers are blocked.", "Unregistered IMEI numbers are not blocked."),
        ("The order prohibits any cloned IMEI.", "The order does not prohibit any second IMEI."),
    ],
)
def test_a_negation_before_a_cue_takes_it_back(plain: str, negated: str) -> None:
    assert tightening(f"Opening.\n\n{plain}") > tightening(f"Opening.\n\n{negated}")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The duty to register the IMEI does not apply to inbound roamers."),
        ("en", "Every IMEI must be registered, except for M2M devices in roaming."),
        ("es", "El registro de IMEI no se aplicará a los equipos en roaming de turistas."),
        ("de", "Die Registrierung der IMEI gilt nicht für Geräte im Roaming."),
        ("fr", "L'enregistrement des IMEI ne s'applique pas aux visiteurs en itinérance."),
    ],
)
def test_who_is_only_excepted_is_no_subject(language: str, text: str) -> None:
    titles = {
        "en": "Regulation on IMEI registration adopted",
        "es": "Se aprueba el reglamento de registro de IMEI",
        "de": "Verordnung zur Registrierung der IMEI erlassen",
        "fr": "Règlement sur l'enregistrement des IMEI adopté",
    }
    start = {
        "en": "The Authority adopted the regulation. Every IMEI must be registered by its owner.",
        "es": "Se aprueba el reglamento. Todo IMEI deberá registrarse por su titular.",
        "de": "Die Behörde hat die Verordnung erlassen. Jede IMEI muss registriert werden.",
        "fr": "L'Autorité a adopté le règlement. Tout IMEI doit être enregistré.",
    }
    found = read(titles[language], f"{start[language]} {text}", language, country="KE")
    assert found.topics == (Topic.IMEI,)
