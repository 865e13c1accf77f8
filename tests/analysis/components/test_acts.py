"""What a negation turns round, and what it leaves alone."""

import pytest

from tests.analysis.phrases import labels


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Las líneas no registradas serán bloqueadas."),
        ("pt", "Os cartões não registados serão bloqueados."),
        ("fr", "Les terminaux non enregistrés seront bloqués."),
        ("en", "Phones not registered must be blocked."),
        ("tr", "Bildirimi olmayan cihazlar kapatılır."),
    ],
)
def test_what_is_not_registered_is_blocked_all_the_same(language: str, sentence: str) -> None:
    assert "direction:tightening" in labels(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "No se bloquearán: el registro no será obligatorio."),
        ("pt", "O registo não é ainda obrigatório."),
        ("en", "A permit is not yet required; the module must not be blocked."),
    ],
)
def test_a_negation_right_before_a_cue_turns_it(language: str, sentence: str) -> None:
    found = labels(language, sentence)
    assert found & {"not-direction:tightening", "not-modality:duty", "direction:loosening"}
