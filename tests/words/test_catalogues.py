"""The catalogues hold just the texts of today, whole and with the same places as their English."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.words.catalogues import OTHERS, faults, read, renewed, untranslated, written
from tests.words.extracting import TEMPLATES, extracted
from tests.words.unmarked import by_folder, unmarked

#: How many texts may be without a translation.
UNTRANSLATED = {"de": 0, "es": 0}
#: Folders of templates in which every text is marked (``.``: those that all pages share): all but
#: the API's pages, which are for those who write programs.
MARKED = tuple(sorted({*by_folder()} - {"api"}))
#: A preposition before what may be the name of a country.
WANTS_ARTICLE = re.compile(
    r"\b(?:in|nach|aus|von|für|über|zu|bei|mit|gegen|um|auf|an|durch)"
    r" %\((?:country|places?|jurisdiction|there|where)\w*\)s",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_holds_every_marked_text_and_no_other(code: str) -> None:
    assert _texts(read(code)) == _texts(extracted()), "run: make words"


def _texts(catalogue: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalogue if message.id}


@pytest.mark.parametrize("code", OTHERS)
def test_bringing_a_catalogue_up_to_date_loses_no_translation(code: str, tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_bytes(written(renewed(read(code), extracted())))
    with path.open("rb") as file:
        again = read_po(file, locale=code)
    before = {(message.id, message.context): message.string for message in read(code)}
    assert {(message.id, message.context): message.string for message in again if message.id} == {
        key: said for key, said in before.items() if key[0]
    }


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_and_elements_of_its_text(code: str) -> None:
    found = [fault for message in read(code) if message.id for fault in faults(message)]
    assert found == []


@pytest.mark.parametrize("code", OTHERS)
def test_as_many_texts_wait_for_their_translation_as_we_say(code: str) -> None:
    missing = untranslated(read(code))
    assert len(missing) <= UNTRANSLATED[code], [message.id for message in missing[:10]]


def test_no_german_text_needs_a_country_s_article() -> None:
    # “in Türkei” should be “in der Türkei”: the name stands in brackets, after a comma or a colon.
    wrong = [
        said
        for message in read("de")
        for said in ((message.string,) if isinstance(message.string, str) else message.string or ())
        if WANTS_ARTICLE.search(said)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", MARKED)
def test_folders_that_were_marked_stay_marked(folder: str) -> None:
    root = TEMPLATES if folder == "." else TEMPLATES / folder
    assert by_folder().get(folder, 0) == 0, {
        path.name: unmarked(path) for path in root.glob("*.html") if unmarked(path)
    }


@pytest.mark.parametrize(
    ("text", "said", "wrong"),
    [
        ("%(n)s of %(all)s", "%(n)s von %(all)s", False),
        ("%(n)s of %(all)s", "%(n)s von %(alle)s", True),
        ("%(n)s of %(all)s", "%(n)s", True),
        ("%(n)s %%", "%(n)s %", True),
        ("<b>Now</b>", "<b>Jetzt</b>", False),
        ("<b>Now</b>", "Jetzt", True),
        ("<b>Now</b>", "<script>Jetzt</script>", True),
        ('<a href="%(url)s">here</a>', '<a href="https://x.test">hier</a>', True),
        ("Now", 'Jetzt" onclick="', True),
        ("Now", "Jetzt ", True),
        (("%(n)s SIM", "%(n)s SIMs"), ("eine SIM", "%(n)s SIMs"), True),
        (("%(n)s SIM", "%(n)s SIMs"), ("%(n)s SIM", "%(n)s SIMs"), False),
    ],
)
def test_what_a_translation_has_otherwise_is_found(
    text: str | tuple[str, str], said: str | tuple[str, str], *, wrong: bool
) -> None:
    assert bool(faults(Message(text, said))) is wrong


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<p>{{ _("Hello there") }}</p>', []),
        ('<a title="Go home" href="/x">{{ name }}</a>', ["Go home"]),
        ("{% if x %}yes{% endif %}", ["yes"]),
        ("{# a comment #}<svg><title>no</title></svg>1 · 2", []),
    ],
)
def test_a_text_that_nothing_marks_is_found(
    tmp_path: Path, template: str, found: list[str]
) -> None:
    path = tmp_path / "one.html"
    path.write_text(template, encoding="utf-8")
    assert unmarked(path) == found
