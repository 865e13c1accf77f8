"""How authorities say what they do: each turn of phrase has its kind or state.

``habits/<language>.txt``: a phrase a line, then the label of one of its marks.
"""

from pathlib import Path

import pytest

from tests.analysis.phrases import labels

FILES = sorted((Path(__file__).parent / "habits").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_turn_of_phrase_says_its_kind_or_state(path: Path) -> None:
    lines = [line.rsplit(" | ", 1) for line in path.read_text(encoding="utf-8").splitlines()]

    assert [pair for pair in lines if pair[1] not in labels(path.stem, pair[0])] == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The Authority lays down the following rules for foreign SIMs."),
        ("en", "Section 4 is hereby deleted."),
        ("de", "Diese Verordnung tritt am 1. Juli 2027 in Kraft."),
        ("de", "§ 4 wird gestrichen."),
        ("es", "La tarjeta se sustituye por otra en cinco días."),
        ("fr", "Le modem non conforme est repris aux frais du fabricant."),
        ("ru", "Оператор обязан заменить SIM-карту."),
        ("ja", "利用者は端末を登録しなければならない。"),
    ],
)
def test_what_edits_no_act_or_only_strikes_out_is_no_edit(language: str, sentence: str) -> None:
    assert "drafting:edits" not in labels(language, sentence)
