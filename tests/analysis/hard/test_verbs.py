"""Verbs as the press and authorities use them: past, present, infinitive, in six languages."""

import pytest

from data.words import ChangeKind, Direction
from tests.analysis.hard.reading import read

CASES = [
    (
        "es",
        "CO",
        "CRC aplaza el bloqueo de equipos sin IMEI registrado",
        "La Comisión de Regulación de Comunicaciones decidió aplazar hasta el 1 de julio "
        "de 2027 el bloqueo de los equipos cuyo IMEI no esté registrado.",
        "extension",
        "loosening",
    ),
    (
        "es",
        "PE",
        "Osiptel amplía plazo para registrar equipos",
        "El Osiptel amplió en 60 días el plazo para que las empresas registren el IMEI de "
        "sus equipos.",
        "extension",
        "loosening",
    ),
    (
        "es",
        "MX",
        "CRT exime a los dispositivos M2M del registro",
        "El regulador publicó hoy el acuerdo que exime a las líneas de dispositivos M2M "
        "del registro de usuarios. Entra en vigor mañana.",
        "amendment",
        "loosening",
    ),
    (
        "es",
        "AR",
        "Enacom reduce a 60 días el plazo de roaming",
        "Enacom redujo de 120 a 60 días el tiempo máximo en que una SIM extranjera puede "
        "permanecer en roaming permanente. La medida rige desde el 1 de marzo de 2027.",
        "amendment",
        "tightening",
    ),
    (
        "es",
        "EC",
        "Arcotel ordena cortar líneas extranjeras",
        "Arcotel ordenó a las operadoras cortar antes del 30 de abril de 2027 las SIM "
        "extranjeras que permanezcan en roaming permanente.",
        "enforcement",
        "tightening",
    ),
    (
        "pt",
        "BR",
        "Anatel adia exigência de cadastro",
        "A Anatel decidiu adiar para 1º de julho de 2027 a exigência de cadastro dos "
        "chips usados em M2M.",
        "extension",
        "loosening",
    ),
    (
        "pt",
        "BR",
        "Anatel prorroga prazo para bloqueio de IMEI",
        "A Anatel prorrogou por 90 dias o prazo para o bloqueio de aparelhos com IMEI irregular.",
        "extension",
        "loosening",
    ),
    (
        "pt",
        "AO",
        "INACOM obriga ao registo de cartões",
        "O INACOM aprovou o regulamento que obriga ao registo dos cartões SIM. O "
        "regulamento entra em vigor a 1 de Março de 2027.",
        "new_rule",
        "tightening",
    ),
    (
        "pt",
        "PT",
        "ANACOM revoga limites à itinerância permanente",
        "A ANACOM revogou hoje a decisão que limitava a itinerância permanente de "
        "dispositivos M2M.",
        "repeal",
        "loosening",
    ),
    (
        "fr",
        "CI",
        "L'ARTCI reporte le blocage des téléphones",
        "L'ARTCI a décidé de reporter au 1er juillet 2027 le blocage des terminaux dont "
        "l'IMEI n'est pas enregistré.",
        "extension",
        "loosening",
    ),
    (
        "fr",
        "SN",
        "L'ARTP proroge le délai d'identification",
        "L'ARTP a prorogé de trois mois le délai accordé aux abonnés pour identifier leur "
        "carte SIM.",
        "extension",
        "loosening",
    ),
    (
        "fr",
        "MA",
        "L'ANRT ramène à 60 jours l'itinérance permanente",
        "L'ANRT a ramené de 120 à 60 jours la durée pendant laquelle une carte SIM "
        "étrangère peut rester en itinérance permanente. La décision s'applique dès le "
        "1er mars 2027.",
        "amendment",
        "tightening",
    ),
    (
        "fr",
        "DZ",
        "L'ARPCE dispense les objets connectés",
        "L'ARPCE dispense désormais les cartes SIM des objets connectés de l'obligation "
        "d'identification des abonnés.",
        "amendment",
        "loosening",
    ),
    (
        "fr",
        "CM",
        "L'ART exige la suspension des cartes non identifiées",
        "L'ART a enjoint aux opérateurs de suspendre avant le 30 avril 2027 les cartes "
        "SIM non identifiées.",
        "enforcement",
        "tightening",
    ),
    (
        "de",
        "AT",
        "RTR verschiebt Registrierungspflicht",
        "Die RTR hat beschlossen, die Registrierungspflicht für Prepaid-SIM-Karten auf "
        "den 1. Juli 2027 zu verschieben.",
        "extension",
        "loosening",
    ),
    (
        "de",
        "CH",
        "BAKOM verlängert Frist",
        "Das BAKOM verlängert die Frist für die Erfassung von SIM-Karten in Geräten bis "
        "30. September 2027.",
        "extension",
        "loosening",
    ),
    (
        "de",
        "DE",
        "Bundesnetzagentur verkürzt Dauer des Roamings",
        "Die Bundesnetzagentur hat die Dauer, in der ausländische SIM-Karten im "
        "permanenten Roaming bleiben dürfen, von 120 auf 60 Tage verkürzt. Die Verfügung "
        "gilt ab 1. März 2027.",
        "amendment",
        "tightening",
    ),
    (
        "tr",
        "TR",
        "BTK kayıt süresini uzattı",
        "BTK, yurt dışından getirilen cihazların IMEI kaydı için tanınan süreyi 1 Temmuz "
        "2027'ye kadar uzattı.",
        "extension",
        "loosening",
    ),
    (
        "tr",
        "TR",
        "M2M cihazlar muaf tutuldu",
        "BTK, M2M cihazlarını IMEI kayıt yükümlülüğünden muaf tuttu. Karar 1 Mart 2027'de "
        "yürürlüğe giriyor.",
        "amendment",
        "loosening",
    ),
    (
        "tr",
        "TR",
        "Süre 60 güne indirildi",
        "Yabancı SIM kartların kalıcı dolaşımda kalabileceği süre 120 günden 60 güne "
        "indirildi. Yönetmelik 1 Mart 2027'de yürürlüğe girecek.",
        "amendment",
        "tightening",
    ),
    (
        "en",
        "KE",
        "CA postpones IMEI blocking",
        "The Communications Authority of Kenya has postponed the blocking of devices with "
        "unregistered IMEIs to 1 July 2027.",
        "extension",
        "loosening",
    ),
    (
        "en",
        "GH",
        "Telcos get three more months to register SIMs",
        "Ghana's regulator has given subscribers three more months to complete SIM registration.",
        "extension",
        "loosening",
    ),
    (
        "en",
        "IN",
        "DoT exempts M2M SIMs from KYC",
        "The Department of Telecommunications has exempted M2M SIMs from subscriber "
        "verification. The change takes effect on 1 May 2027.",
        "amendment",
        "loosening",
    ),
    (
        "en",
        "EG",
        "NTRA cuts roaming stay to 60 days",
        "Egypt's regulator has cut the time that a foreign SIM may stay in permanent "
        "roaming from 120 to 60 days. The decision applies from 1 March 2027.",
        "amendment",
        "tightening",
    ),
    (
        "en",
        "NG",
        "NCC tells operators to bar lines",
        "The NCC has told operators to bar all SIMs that are not linked to a NIN by 30 April 2027.",
        "enforcement",
        "tightening",
    ),
]


@pytest.mark.parametrize(
    ("language", "country", "title", "text", "kind", "direction"),
    CASES,
    ids=[f"{case[0]}: {case[2]}" for case in CASES],
)
def test_what_happens_is_told_by_its_verb(
    language: str, country: str, title: str, text: str, kind: str, direction: str
) -> None:
    (change,) = read(title, text, language, country).changes
    assert (change.kind, change.direction) == (ChangeKind(kind), Direction(direction))
