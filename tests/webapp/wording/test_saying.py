"""What was written in English, with values in it, is said in the reader's language on pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import Markup

from data.db import writing
from tests.webapp.filled import engine_of
from webapp.language import speaking
from webapp.wording.saying import said
from webapp.wording.sayings import SAYINGS

ROOT = Path(__file__).parents[3]
PLACE = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture
def german(app: Flask) -> Iterator[Flask]:
    """A request of somebody who reads German."""
    with app.test_request_context(), speaking("de"):
        yield app


@pytest.mark.parametrize(
    ("english", "german_text"),
    [
        ("there is no plan", "es gibt keinen Plan"),
        ("There is no plan", "Es gibt keinen Plan"),
        ("1,234 live SIMs are there", "1.234 SIMs im Betrieb sind dort"),
        ("its review was due on 12 Nov 2026", "Überprüfung war fällig am 12.11.2026"),
        (
            "the rule on imei changed since",
            "die Vorschrift hat sich seither geändert: IMEI-Registrierung",
        ),
        ("the reading is uncertain (45%)", "die Auswertung ist unsicher (45 %)"),
        (
            "Türkiye: not by roaming. 90 days within 120, per IMEI: 200 days in a row break it on day 91."
            " Its source does not say how days are counted.",
            "Türkei: nicht per Roaming. 90 Tage innerhalb von 120, je IMEI: 200 Tage in Folge überschreiten"
            " das an Tag 91. Wie gezählt wird, sagt ihre Quelle nicht.",
        ),
        ("Of 3 countries: 2 may go, 1 not known.", "Von 3 Ländern: 2 möglich, 1 nicht bekannt."),
    ],
)
@pytest.mark.usefixtures("german")
def test_a_text_with_values_is_said_whole(english: str, german_text: str) -> None:
    assert said(english) == german_text


@pytest.mark.usefixtures("german")
def test_names_and_words_of_others_stay() -> None:
    assert said("Import of daily digests.csv into there is no plan") == (
        "Import von daily digests.csv in there is no plan"
    )
    assert said("No sentence of ours.") == "No sentence of ours."
    assert said("") == ""


@pytest.mark.usefixtures("german")
def test_a_value_is_never_read_as_a_place() -> None:
    assert said("Evidence pack: 50 %% of %(title)s") == "Nachweispaket: 50 %% of %(title)s"


@pytest.mark.usefixtures("german")
def test_markup_is_no_stored_text() -> None:
    text = Markup("Stopped by <b>x</b>")
    assert said(text) is text


def test_what_is_stored_is_said_in_english(german: Flask) -> None:
    with writing(engine_of(german)):
        assert said("there is no plan") == "there is no plan"


def test_outside_of_pages_everything_is_english() -> None:
    assert said("1,234 live SIMs are there") == "1,234 live SIMs are there"


@pytest.mark.parametrize("source", sorted(SAYINGS))
def test_each_saying_is_made_of_words_that_stand_where_it_is_made(source: str) -> None:
    made = (ROOT / source).read_text(encoding="utf-8").lower()
    lost = {
        text: missing
        for text in SAYINGS[source]
        if (missing := [word for word in _words(text) if word not in made])
    }
    assert lost == {}


def _words(text: str) -> list[str]:
    """Its words without those that fill a place, and without the sign of several."""
    return [
        word.removesuffix("s") for word in re.findall(r"[a-z]{3,}", PLACE.sub("", text).lower())
    ]
