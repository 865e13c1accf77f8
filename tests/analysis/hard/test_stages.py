"""From the proposal to the court: kind and status of one rule over its life, in several languages."""

import pytest

from data.words import ChangeKind, ChangeStatus, Topic
from tests.analysis.hard.reading import change, read

K, S = ChangeKind, ChangeStatus
STAGES = [
    (
        "en", "Consultation on a limit for foreign SIMs in roaming",
        "The Authority seeks comments on a draft rule. Foreign SIMs would be limited to 90 days of "
        "permanent roaming. Comments are due by 15 January 2027.",
        K.CONSULTATION, S.CONSULTATION,
    ),
    (
        "en", "Government proposes new rules on permanent roaming",
        "The bill would introduce a new rule: foreign SIMs would be disconnected after 90 days of "
        "permanent roaming. Parliament is to debate the bill next year.",
        K.NEW_RULE, S.PROPOSED,
    ),
    (
        "en", "New regulation on permanent roaming adopted",
        "The Authority has adopted a new regulation: foreign SIMs must not stay in permanent roaming "
        "for more than 90 days. It enters into force on 1 March 2027.",
        K.NEW_RULE, S.ADOPTED,
    ),
    (
        "en", "New regulation on permanent roaming in force",
        "The new regulation on permanent roaming entered into force today. Foreign SIMs must not stay "
        "on visited networks for more than 90 days.",
        K.NEW_RULE, S.IN_FORCE,
    ),
    (
        "en", "Permanent roaming: the limit is postponed",
        "The Authority has postponed the date from which permanent roaming of foreign SIMs is limited. "
        "The deadline of 1 March 2027 has been extended to 1 September 2027.",
        K.EXTENSION, S.ADOPTED,
    ),
    (
        "en", "Rule on permanent roaming repealed",
        "The Authority has repealed the rule on permanent roaming with immediate effect. Foreign SIMs "
        "are no longer limited to 90 days.",
        K.REPEAL, S.IN_FORCE,
    ),
    (
        "en", "Court quashes the limit on permanent roaming",
        "The Court of Appeal has quashed the rule that limited permanent roaming of foreign SIMs. The "
        "rule ceases to have effect at once.",
        K.REPEAL, S.IN_FORCE,
    ),
    (
        "en", "Amendment of the regulation on permanent roaming",
        "The Authority has amended the regulation on permanent roaming. Article 4 is replaced by: "
        "foreign SIMs may stay for 120 days. The amendment enters into force on 1 March 2027.",
        K.AMENDMENT, S.ADOPTED,
    ),
    (
        "es", "Consulta pública sobre la itinerancia permanente",
        "El organismo somete a consulta pública el proyecto que limita la itinerancia permanente de SIM "
        "extranjeras. Los comentarios se recibirán hasta el 15 de enero de 2027.",
        K.CONSULTATION, S.CONSULTATION,
    ),
    (
        "es", "Se prorroga el plazo de registro de IMEI",
        "Se prorroga hasta el 30 de junio de 2027 el plazo para el registro de IMEI de los equipos.",
        K.EXTENSION, S.ADOPTED,
    ),
    (
        "fr", "L'arrêté sur l'itinérance permanente est abrogé",
        "L'Autorité a abrogé la décision qui limitait l'itinérance permanente des cartes SIM "
        "étrangères. L'abrogation prend effet le jour de sa publication.",
        K.REPEAL, S.IN_FORCE,
    ),
    (
        "de", "Konsultation zum dauerhaften Roaming eröffnet",
        "Die Behörde hat eine öffentliche Konsultation zum dauerhaften Roaming ausländischer "
        "SIM-Karten eröffnet. Stellungnahmen sind bis zum 15. Januar 2027 möglich.",
        K.CONSULTATION, S.CONSULTATION,
    ),
    (
        "pt", "Anatel aprova novo regulamento de roaming permanente",
        "O Conselho Diretor aprovou o novo regulamento: fica proibido o roaming permanente de chips "
        "estrangeiros. O regulamento entra em vigor em 1º de março de 2027.",
        K.NEW_RULE, S.ADOPTED,
    ),
    (
        "tr", "IMEI kayıt süresi uzatıldı",
        "Kurul, cihazların IMEI kayıt süresini 30 Haziran 2027 tarihine kadar uzattı.",
        K.EXTENSION, S.ADOPTED,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "title", "text", "kind", "status"), STAGES, ids=[row[1][:36] for row in STAGES]
)
def test_kind_and_status_follow_the_rule_through_its_life(
    language: str, title: str, text: str, kind: ChangeKind, status: ChangeStatus
) -> None:
    topic = Topic.IMEI if "IMEI" in title else Topic.ROAMING
    found = change(read(title, text, language, country="KE"), topic)
    assert (found.kind, found.status) == (kind, status)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Draft rules on permanent roaming withdrawn",
            "The Authority has withdrawn its draft rules on permanent roaming of foreign SIMs. No "
            "decision has been taken, and the present position remains unchanged.",
        ),
        (
            "Court leaves the rule on IMEI registration as it is",
            "The court dismissed the action against IMEI registration. The rule remains unchanged and "
            "no new obligation arises.",
        ),
    ],
    ids=["withdrawn", "dismissed"],
)
def test_what_stays_as_it_is_is_no_change(title: str, text: str) -> None:
    assert read(title, text, country="KE").changes == ()
