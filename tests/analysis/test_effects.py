"""How acts say when they begin: each formula, published on 10 March 2026, gives its day.

``effects/<language>.txt``: a sentence a line, then ``effective``, ``deadline`` or ``decided`` with
its days, or ``nothing``.
"""

from datetime import date
from pathlib import Path

import pytest

from analysis.pipeline import analyse
from analysis.resolving import resolve
from tests.analysis.phrases import labels

FILES = sorted((Path(__file__).parent / "effects").glob("*.txt"))
PUBLISHED = date(2026, 3, 10)
BEGINS_AND_ENDS = {"effective", "deadline"}


def days(language: str, sentence: str, roles: set[str]) -> set[str]:
    """Such as ``effective 2026-04-01``, of those roles."""
    marks = (label.partition(":") for label in labels(language, sentence))
    return {f"{role} {resolve(day, PUBLISHED)}" for role, _, day in marks if role in roles}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_formula_of_beginning_gives_its_day_and_no_other(path: Path) -> None:
    misread = []
    for line in path.read_text(encoding="utf-8").splitlines():
        sentence, _, told = line.rpartition(" | ")
        role, *expected = told.split()
        found = days(path.stem, sentence, {role} if role == "decided" else BEGINS_AND_ENDS)
        if found != {f"{role} {day}" for day in expected}:
            misread.append((sentence, told, sorted(found)))

    assert misread == []


def test_a_term_after_a_decision_runs_from_the_day_that_the_text_gives_it() -> None:
    text = (
        "Ley de protección de datos: alcances para las prestadoras\n\n"
        "El Poder Ejecutivo promulgó, el 20 de febrero de 2026, la ley que obliga a conservar en "
        "el país los datos personales de los usuarios de telecomunicaciones.\n\n"
        "La ley entrará en vigencia a los doce meses de su promulgación."
    )

    assert effective(text) == date(2027, 2, 20)


def test_the_later_day_of_an_excepted_article_is_not_that_of_the_act() -> None:
    text = (
        "Regulations on the registration of SIM cards\n\n"
        "The Authority has made regulations by which every SIM card must be registered with its owner. "
        "The Regulations enter into force upon publication, except Article 9, which begins on 1 January 2027."
    )

    assert effective(text) == PUBLISHED


def effective(text: str) -> date | None:
    """Of the first change."""
    return analyse(text, country="PY", published=PUBLISHED).changes[0].effective_on
