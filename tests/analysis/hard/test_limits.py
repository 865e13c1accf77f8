"""Limits in every shape, the old one beside the new, and numbers that are no limits."""

import pytest

from data.words import LimitPer, LimitShape, Topic
from tests.analysis.hard.reading import change, read

C = LimitShape
LIMITS = [
    (
        "en",
        "A foreign SIM must not stay in roaming for more than 90 consecutive days.",
        90,
        C.CONSECUTIVE,
    ),
    ("en", "A foreign SIM may roam for 120 days in a calendar year.", 120, C.CALENDAR_YEAR),
    ("en", "No foreign SIM may roam for more than 60 days in any four months.", 60, C.CUMULATIVE),
    (
        "en",
        "A foreign SIM must leave permanent roaming after 48 hours on the network.",
        2,
        C.CONSECUTIVE,
    ),
    (
        "es",
        "Ninguna SIM extranjera podrá permanecer en itinerancia más de 90 días consecutivos.",
        90,
        C.CONSECUTIVE,
    ),
    (
        "es",
        "La SIM extranjera en itinerancia no podrá superar 120 días por año calendario.",
        120,
        C.CALENDAR_YEAR,
    ),
    (
        "fr",
        "Une carte SIM étrangère ne peut rester en itinérance plus de 90 jours consécutifs.",
        90,
        C.CONSECUTIVE,
    ),
    (
        "de",
        "Eine ausländische SIM-Karte darf höchstens 90 aufeinanderfolgende Tage im Roaming bleiben.",
        90,
        C.CONSECUTIVE,
    ),
    (
        "pt",
        "O chip estrangeiro não pode permanecer em roaming por mais de 90 dias consecutivos.",
        90,
        C.CONSECUTIVE,
    ),
    ("tr", "Yabancı SIM kartlar dolaşımda kesintisiz 90 günden fazla kalamaz.", 90, C.CONSECUTIVE),
]
TITLES = {
    "en": "New rule on permanent roaming of foreign SIMs adopted",
    "es": "Se aprueba la nueva norma sobre itinerancia permanente",
    "fr": "Nouvelle règle sur l'itinérance permanente adoptée",
    "de": "Neue Regel zum dauerhaften Roaming beschlossen",
    "pt": "Aprovada nova regra sobre roaming permanente",
    "tr": "Sürekli dolaşıma ilişkin yeni kural kabul edildi",
}


@pytest.mark.parametrize(
    ("language", "text", "days", "shape"), LIMITS, ids=[row[1][:44] for row in LIMITS]
)
def test_the_limit_has_its_days_and_shape(
    language: str, text: str, days: int, shape: LimitShape
) -> None:
    found = change(read(TITLES[language], text, language, country="KE"), Topic.ROAMING)
    assert [(limit.days, limit.shape) for limit in found.limits] == [(days, shape)]


def test_a_ban_has_no_number() -> None:
    text = "The Authority adopted a new rule: permanent roaming of foreign SIMs is prohibited."
    found = change(read(TITLES["en"], text, country="KE"), Topic.ROAMING)
    assert [(limit.days, limit.shape) for limit in found.limits] == [(None, LimitShape.BAN)]


def test_more_use_abroad_than_at_home_is_a_share() -> None:
    text = "The operator may act against a SIM in roaming with more use abroad than at home."
    found = change(read(TITLES["en"], text, country="EU"), Topic.ROAMING)
    assert [limit.shape for limit in found.limits] == [LimitShape.SHARE]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("A foreign SIM must not stay in roaming for more than 90 consecutive days.", LimitPer.SIM),
        ("A foreign IMSI must not stay in roaming for more than 90 consecutive days.", LimitPer.IMSI),
        ("In roaming, no IMEI may be seen for more than 90 consecutive days.", LimitPer.IMEI),
    ],
)  # fmt: skip
def test_the_limit_is_counted_per_what_the_text_says(text: str, per: LimitPer) -> None:
    found = change(read(TITLES["en"], text, country="KE"), Topic.ROAMING)
    assert [limit.per for limit in found.limits] == [per]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The time for which foreign SIMs may roam is raised from 60 days to 120 days."),
        ("en", "Foreign SIMs may roam for 120 days, instead of the present 60 days."),
        ("es", "El plazo de itinerancia de las SIM extranjeras pasa de 60 días a 120 días."),
        ("fr", "La durée d'itinérance des cartes SIM étrangères passe de 60 jours à 120 jours."),
        ("de", "Die Dauer des Roamings ausländischer SIM-Karten steigt von 60 Tagen auf 120 Tage."),
        ("pt", "O prazo de roaming dos chips estrangeiros passa de 60 dias para 120 dias."),
    ],
)
def test_of_the_old_and_the_new_limit_only_the_new_one_counts(language: str, text: str) -> None:
    found = change(read(TITLES[language], text, language, country="KE"), Topic.ROAMING)
    assert [limit.days for limit in found.limits] == [120]


@pytest.mark.parametrize(
    "text",
    [
        "Operators shall answer within 10 days. Foreign SIMs in permanent roaming shall be reported.",
        "Records of permanent roaming shall be kept for five years.",
        "Comments on permanent roaming of foreign SIMs may be sent within 30 days.",
    ],
)
def test_days_to_answer_to_keep_or_to_comment_are_no_limits(text: str) -> None:
    found = read(
        "Draft rule on permanent roaming of foreign SIMs: consultation", text, country="KE"
    )
    assert [limit.days for change in found.changes for limit in change.limits] == []
