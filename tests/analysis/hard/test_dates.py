"""Which date means what: relative dates, publication, several deadlines, orders and calendars."""

from datetime import date

import pytest

from data.words import Topic
from tests.analysis.hard.reading import change, read

IMEI = {
    "en": (
        "New regulation on IMEI registration",
        "The Authority adopted a new regulation: every IMEI must be registered.",
    ),
    "es": (
        "Nuevo reglamento de registro de IMEI",
        "Se aprueba el nuevo reglamento: todo IMEI deberá registrarse.",
    ),
    "fr": (
        "Nouveau règlement sur l'enregistrement des IMEI",
        "L'Autorité a adopté un nouveau règlement : tout IMEI doit être enregistré.",
    ),
    "de": (
        "Neue Verordnung über die Registrierung der IMEI",
        "Die Behörde hat eine neue Verordnung erlassen: Jede IMEI muss registriert werden.",
    ),
    "pt": (
        "Novo regulamento de registro de IMEI",
        "Foi aprovado o novo regulamento: todo IMEI deve ser registrado.",
    ),
    "tr": (
        "IMEI kaydına ilişkin yeni yönetmelik",
        "Kurul yeni yönetmeliği kabul etti: her IMEI kayıt altına alınacaktır.",
    ),
}
#: All published on 2 November 2026.
EFFECT = [
    ("en", "It enters into force on 3 April 2027.", date(2027, 4, 3)),
    ("en", "It enters into force upon publication in the Official Gazette.", date(2026, 11, 2)),
    (
        "en",
        "It shall enter into force on the twentieth day following its publication.",
        date(2026, 11, 22),
    ),
    ("en", "It takes effect 90 days after publication.", date(2027, 1, 31)),
    (
        "en",
        "It enters into force on the first day of the third month after its publication.",
        date(2027, 2, 1),
    ),
    ("es", "Entrará en vigor el 3 de abril de 2027.", date(2027, 4, 3)),
    (
        "es",
        "Entrará en vigor al día siguiente de su publicación en el Diario Oficial.",
        date(2026, 11, 3),
    ),
    ("es", "Entrará en vigor a los noventa (90) días de su publicación.", date(2027, 1, 31)),
    ("fr", "Il entre en vigueur le 1er avril 2027.", date(2027, 4, 1)),
    ("fr", "Il entre en vigueur le jour de sa publication.", date(2026, 11, 2)),
    ("de", "Sie tritt am 1. April 2027 in Kraft.", date(2027, 4, 1)),
    ("de", "Sie tritt am Tag nach ihrer Verkündung in Kraft.", date(2026, 11, 3)),
    ("pt", "Entra em vigor na data de sua publicação.", date(2026, 11, 2)),
    ("pt", "Entra em vigor em 3 de abril de 2027.", date(2027, 4, 3)),
    ("tr", "Yönetmelik 3 Nisan 2027 tarihinde yürürlüğe girer.", date(2027, 4, 3)),
    ("tr", "Bu Yönetmelik yayımı tarihinde yürürlüğe girer.", date(2026, 11, 2)),
]


@pytest.mark.parametrize(
    ("language", "said", "wanted"), EFFECT, ids=[row[1][:44] for row in EFFECT]
)
def test_the_day_of_effect_is_found(language: str, said: str, wanted: date) -> None:
    title, text = IMEI[language]
    found = change(read(title, f"{text} {said}", language, country="KE"), Topic.IMEI)
    assert found.effective_on == wanted


@pytest.mark.parametrize(
    ("country", "wanted"), [("US", date(2027, 3, 4)), ("GB", date(2027, 4, 3))], ids=["US", "GB"]
)
def test_day_and_month_stand_in_the_order_of_the_country(country: str, wanted: date) -> None:
    title, text = IMEI["en"]
    found = read(title, f"{text} It takes effect on 03/04/2027.", "en", country)
    assert change(found, Topic.IMEI).effective_on == wanted


def test_comments_hearings_and_older_laws_are_kept_apart() -> None:
    found = read(
        "Consultation on IMEI registration",
        "Under the Act of 12 May 2011 the Authority consults on a draft rule on IMEI registration. A "
        "hearing will be held on 9 December 2026. Comments are due by 15 December 2026 and reply "
        "comments by 12 January 2027. The rule is to apply from 1 July 2027.",
        country="KE",
    )
    only = change(found, Topic.IMEI)
    assert only.deadline_on == date(2027, 1, 12)
    assert only.effective_on == date(2027, 7, 1)


def test_a_term_from_activation_is_a_limit_and_no_date() -> None:
    found = read(
        "New rule on foreign SIM profiles in roaming",
        "The Authority adopted a new rule: a foreign SIM in permanent roaming must be replaced by a "
        "local profile within six months from the date of activation. It enters into force on "
        "1 March 2027.",
        country="IN",
    )
    only = change(found, Topic.ROAMING)
    assert only.effective_on == date(2027, 3, 1)
    assert only.deadline_on is None
    assert [limit.days for limit in only.limits] == [180]


def test_the_new_date_stands_and_the_old_one_does_not() -> None:
    found = read(
        "IMEI registration: deadline extended",
        "The deadline for IMEI registration, which was 30 November 2026, has been extended to 31 March "
        "2027. Unregistered devices will be blocked after that date.",
        country="KE",
    )
    assert change(found, Topic.IMEI).deadline_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It enters into force upon publication. It applies from 1 April 2027."),
        (
            "de",
            "Diese Verordnung tritt am zwanzigsten Tag nach ihrer Veröffentlichung in Kraft. "
            "Sie gilt ab dem 1. April 2027.",
        ),
        (
            "fr",
            "Il entre en vigueur le jour de sa publication. Il s'applique à partir du 1er avril 2027.",
        ),
    ],
    ids=["en", "de", "fr"],
)
def test_where_force_and_application_differ_the_day_of_application_counts(
    language: str, said: str
) -> None:
    title, text = IMEI[language]
    found = change(read(title, f"{text} {said}", language, country="KE"), Topic.IMEI)
    assert found.effective_on == date(2027, 4, 1)


def test_a_bill_that_counts_from_its_own_publication_has_no_day_of_effect_yet() -> None:
    found = read(
        "Proyecto de ley de registro de IMEI",
        "El proyecto de ley propone que todo IMEI deba registrarse. "
        "De aprobarse, entraría en vigor seis meses después de su publicación. "
        "El proyecto de ley pasa ahora a la comisión.",
        "es",
        country="CL",
    )
    bill = change(found, Topic.IMEI)
    assert bill.status == "proposed"
    assert bill.effective_on is None
