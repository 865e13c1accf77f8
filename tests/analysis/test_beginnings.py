"""When a rule begins: tomorrow, since a day that has come, on the day the lines are cut."""

import pytest

from tests.analysis.phrases import labels

TOMORROW = {
    "en": "The rule on SIM cards takes effect tomorrow.",
    "es": "Desde mañana entra en vigor la segunda fase del registro de IMEI.",
    "pt": "A obrigação vale a partir de amanhã para todos os cartões SIM.",
    "fr": "La mesure s'applique dès demain aux cartes SIM.",
    "de": "Die Pflicht zur Registrierung gilt ab morgen.",
    "it": "L'obbligo si applica da domani a tutte le SIM.",
    "tr": "Kayıt zorunluluğu yarından itibaren uygulanacak.",
    "ru": "Новый порядок применяется с завтрашнего дня.",
    "ja": "本人確認の義務は明日から適用される。",
    "zh": "新规定明日起施行。",
    "pl": "Obowiązek rejestracji stosuje się od jutra.",
    "nl": "De plicht geldt vanaf morgen.",
    "id": "Aturan ini berlaku mulai besok.",
    "uk": "Порядок діє із завтрашнього дня.",
}


@pytest.mark.parametrize("language", TOMORROW)
def test_what_begins_tomorrow_begins_the_day_after_publication(language: str) -> None:
    assert "effective:publication+1d" in labels(language, TOMORROW[language])


BEGUN = {
    "en": "The obligation to register, mandatory since 1 October 2026, binds every operator.",
    "es": "El 17 de abril de 2026 entraron en vigor las reformas a la ley.",
    "pt": "As regras, em vigor desde 1 de outubro de 2026, obrigam os operadores.",
    "fr": "Cette décision, effective depuis le 1er octobre 2026, vise tout abonné.",
    "it": "L'obbligo, in vigore dal 1 ottobre 2026, riguarda tutte le SIM.",
}


@pytest.mark.parametrize("language", BEGUN)
def test_a_day_since_which_a_rule_holds_is_its_beginning(language: str) -> None:
    assert any(label.startswith("effective:2026-") for label in labels(language, BEGUN[language]))


CUT = {
    "en": "Unregistered phones will be blocked on 12 May 2026.",
    "es": "El próximo bloqueo se ejecutará este martes 12 de mayo de 2026.",
    "pt": "O bloqueio dos aparelhos começará no dia 12 de maio de 2026.",
    "fr": "Les puces non identifiées seront désactivées le 12 mai 2026.",
    "it": "Le schede non registrate saranno disattivate il 12 maggio 2026.",
}


@pytest.mark.parametrize("language", CUT)
def test_the_day_on_which_lines_are_cut_is_when_the_order_takes_effect(language: str) -> None:
    assert "effective:2026-05-12" in labels(language, CUT[language])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "It shall enter into force on the first day of the month following its publication.",
        ),
        ("es", "Regirá desde el primer día del mes siguiente al de su publicación."),
    ],
)
def test_the_first_day_of_the_next_month_needs_no_ordinal(language: str, text: str) -> None:
    assert "effective:publication/1" in labels(language, text)
