"""The language of a text, with and without a hint."""

import pytest

from analysis.identify import identify

ENGLISH = "The operators shall register all devices before the end of the year, said the board. "
FRENCH = "Les opérateurs doivent enregistrer tous les appareils avant la fin de l'année en cours. "
TURKISH = (
    "İşletmeciler yıl sonuna kadar bütün cihazları kayıt altına almakla yükümlüdür ve bildirir. "
)


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (FRENCH, "fr"), (TURKISH, "tr")])
def test_a_long_text_tells_its_language(text: str, code: str) -> None:
    assert identify(text * 4) == code


def test_a_clear_text_overrules_a_wrong_hint() -> None:
    assert identify(FRENCH * 5, "en") == "fr"


def test_a_short_text_is_in_the_language_that_the_source_says() -> None:
    assert identify("IMEI 2026", "pt-BR") == "pt"


@pytest.mark.parametrize("hint", ["", "und"])
def test_nothing_to_go_by_is_undetermined(hint: str) -> None:
    assert identify("12345 67890", hint) == "und"


def test_a_title_in_another_language_does_not_decide() -> None:
    assert identify("Public consultation\n\n" + TURKISH * 20) == "tr"
