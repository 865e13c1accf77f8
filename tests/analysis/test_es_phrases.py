"""Spanish words: one rule a sentence, in the wording of regulators from Mexico City to Madrid."""

import pytest

from tests.analysis.phrases import labels

SAYS = [
    # Topics
    ("Se prohíbe la itinerancia permanente de dispositivos en las redes del país.", "roaming"),
    ("Las tarjetas SIM de operadores extranjeros se desconectarán.", "roaming"),
    ("Los equipos con IMSI de otro país permanecen meses en la red visitada.", "roaming"),
    ("Todo equipo deberá inscribirse en la lista positiva con su IMEI.", "imei"),
    ("El operador bloqueará los terminales reportados por su IMEI duplicado.", "imei"),
    ("El registro de equipos terminales móviles estará a cargo de la agencia.", "imei"),
    (
        "Los datos de tráfico se almacenarán en servidores ubicados en el territorio nacional.",
        "data_localisation",
    ),
    ("La transferencia internacional de datos requiere garantías.", "data_localisation"),
    ("La identificación de usuarios de líneas prepago será biométrica.", "sim_registration"),
    ("El módulo requiere certificado de homologación.", "type_approval"),
    ("Se asigna el rango de numeración para servicios M2M.", "numbering"),
    ("El uso extraterritorial de números queda sujeto a notificación.", "numbering"),
    ("El aprovisionamiento remoto de perfiles será interoperable.", "esim"),
    # Kinds
    ("Se deroga el artículo 8 del reglamento.", "kind:repeal"),
    ("Prorrógase el plazo previsto en la resolución.", "kind:extension"),
    ("Amplíase hasta el 31 de marzo el plazo de registro.", "kind:extension"),
    ("La Sala suspendió la aplicación del artículo 4.", "kind:extension"),
    ("Se modifica el literal b) del artículo 3.", "kind:amendment"),
    ("Se somete a consulta pública el documento.", "kind:consultation"),
    ("Los interesados pueden remitir sus comentarios.", "kind:consultation"),
    ("Apruébase el Reglamento de Servicios Móviles.", "kind:new_rule"),
    # Status
    ("El proyecto de resolución establecería un tope.", "status:proposed"),
    ("La norma entró en vigor el 2 de febrero de 2026.", "status:in_force"),
    ("El Consejo Directivo resuelve:", "status:adopted"),
    # Direction and negation
    ("Queda prohibido el uso de chips extranjeros.", "direction:tightening"),
    ("Ya no será exigible el registro de los módulos.", "direction:loosening"),
    ("Los medidores quedarán exceptuados del registro.", "direction:loosening"),
    ("No se requerirá autorización para los sensores.", "direction:loosening"),
    ("Esta guía no impone nuevas obligaciones a los operadores.", "modality:unchanged"),
    ("No se aplicará a los turistas.", "modality:exception"),
    # Dates
    ("El acuerdo iniciará su vigencia el 4 de marzo de 2027.", "effective:2027-03-04"),
    ("La resolución rige a partir del 2 de enero de 2027.", "effective:2027-01-02"),
    ("Entrará en vigencia al día siguiente de su publicación.", "effective:publication+1d"),
    ("La norma entra en vigencia a partir de la fecha.", "effective:publication+0d"),
    (
        "Entrará en vigor a los noventa (90) días de su publicación.",
        "effective:publication+90d",
    ),
    ("Los aportes se recibirán hasta el 15 de setiembre de 2026.", "deadline:2026-09-15"),
    ("Las líneas deberán migrar antes del 1 de enero de 2027.", "deadline:2027-01-01"),
    ("Se amplía el plazo hasta el 30/06/2027.", "deadline:2027-06-30"),
    ("A contar del 1 de junio de 2026 se bloquean los equipos.", "effective:2026-06-01"),
    ("Suspéndase la vigencia de la norma.", "kind:extension"),
    ("Entrará en vigor a los veinte días de su publicación.", "effective:publication+20d"),
    # Limits
    (
        "Ninguna SIM extranjera estará en roaming más de 90 días consecutivos.",
        "consecutive:90::sim",
    ),
    (
        "Máximo 60 días dentro de cualquier período de 180 días en itinerancia.",
        "cumulative:60:180:",
    ),
    (
        "La SIM en itinerancia no excederá 120 días por año calendario.",
        "calendar_year:120::sim",
    ),
    ("El usuario dispondrá de 30 días para inscribir el IMEI.", "consecutive:30::imei"),
    ("El roaming por un período superior a seis meses no se permite.", "consecutive:180::"),
    # Scope
    ("Se aplica a la comunicación máquina a máquina.", "scope:m2m"),
    ("Protege al usuario final en viaje.", "scope:consumer"),
    ("La ubicación de los datos queda libre.", "data_localisation"),
    ("Falta poco para vincular tu celular.", "sim_registration"),
    ("La juez paralizó el empadronamiento.", "kind:extension"),
    ("En este artículo hablamos de contratos.", "document:other"),
    ("Reemplázase la fecha «3 de enero de 2027» por «3 de mayo de 2027».", "effective:2027-05-03"),
    ("Cámbiase en el artículo 4 la fecha señalada.", "kind:extension"),
    ("Se posterga el inicio del bloqueo hasta el 9 de agosto de 2027.", "effective:2027-08-09"),
    ("Las normas aprobadas el 5 de mayo de 2027 se difunden hoy.", "decided:2027-05-05"),
    ("Los titulares tienen hasta el 8 de julio de 2027.", "deadline:2027-07-08"),
    ("Fija el 1 de febrero de 2030 como fecha máxima.", "deadline:2030-02-01"),
    ("La suspensión rige desde su notificación.", "effective:publication+0d"),
    ("El bloqueo se hará efectivo el 2 de junio de 2027.", "effective:2027-06-02"),
    ("La norma establece que cada línea tendrá un titular.", "kind:new_rule"),
    ("El acuerdo adelanta la entrada de la obligación.", "kind:amendment"),
    ("El proyecto queda en trámite de información pública.", "kind:consultation"),
    ("El Ministerio plantea modificar el plan de numeración.", "status:proposed"),
    ("Quedan exentos los módulos de medición.", "direction:loosening"),
    ("En un término de 20 días calendario debe registrar el IMEI.", "consecutive:20::imei"),
    ("La medida fue suspendida por el regulador.", "kind:extension"),
    ("El inicio del bloqueo queda pospuesto.", "kind:extension"),
    ("El artículo 9 ha sido modificado.", "kind:amendment"),
    ("La exigencia fue derogada ayer.", "kind:repeal"),
    ("Fue aprobado el reglamento de módulos.", "kind:new_rule"),
    ("Esta resolución reconoce dos laboratorios.", "kind:new_rule"),
    ("Piden huella para activar una línea.", "sim_registration"),
    ("El Ministerio ordena cortar los accesos.", "kind:enforcement"),
    ("El titular tiene 45 días para registrar su línea.", "consecutive:45::sim"),
    ("La norma rige desde ayer.", "status:in_force"),
]
SAYS_NOT = [
    ("La biblioteca itinerante visitará diez municipios.", "roaming"),
    ("Los equipos en roaming internacional no están sujetos a este registro.", "roaming"),
    ("Crece la portabilidad numérica en el trimestre.", "numbering"),
    ("De conformidad con lo dispuesto en la ley, los laboratorios informan.", "type_approval"),
    ("Las transferencias internacionales de fondos se demoran.", "data_localisation"),
    ("El interesado podrá, adicionalmente, acudir a la oficina.", "kind:amendment"),
    ("El equipo se registra antes de su primera conexión.", "modality:past"),
    ("No se requerirá autorización para los sensores.", "direction:tightening"),
    ("La tasa de homologación se mantiene sin cambios.", "modality:unchanged"),
    ("El plazo vencía el 30 de junio de 2026.", "deadline:2026-06-30"),
    ("La Ley 153/98, de 27 de mayo de 1998, sigue vigente.", "effective:1998-05-27"),
    ("El operador responderá en un plazo de 10 días.", "consecutive:10::"),
    ("Escanea el código QR de la eSIM.", "esim"),
    ("Vista la resolución exenta Nº 77, de 2018.", "direction:loosening"),
    ("El equipo sufrió una modificación de su número IMEI.", "kind:amendment"),
    ("Si no lo hace antes de esa fecha, se cortará el 3 de mayo de 2027.", "deadline:2027-05-03"),
    ("Las empresas anotan el IMEI, incluso los que se encuentren en roaming.", "roaming"),
]


@pytest.mark.parametrize(("sentence", "label"), SAYS)
def test_a_sentence_says_what_its_words_mean(sentence: str, label: str) -> None:
    assert label in labels("es", sentence)


@pytest.mark.parametrize(("sentence", "label"), SAYS_NOT)
def test_a_sentence_does_not_say_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in labels("es", sentence)


def test_a_day_has_its_plural_in_limits() -> None:
    one = labels("es", "La SIM extranjera estará conectada más de un día.")
    many = labels("es", "La SIM extranjera estará conectada más de dos días naturales.")

    assert ("consecutive:1::sim" in one, "consecutive:2::sim" in many) == (True, True)
