"""The bundled sample world is as large and as varied as the demo promises."""

from collections import Counter
from datetime import date

import pytest
from babel import Locale

from data.countries import is_country, is_group
from data.words import ChangeKind, ChangeStatus, Topic
from webapp.demo.samples import Authority, Publication, load_samples
from webapp.demo.world import texts

AUTHORITIES = load_samples()
PUBLICATIONS = [(a, p) for a in AUTHORITIES for p in a.publications]
ANCHOR = date(2026, 11, 22)
IDS = [f"{a.slug}/{p.path}.{p.week}" for a, p in PUBLICATIONS]


def test_there_are_at_least_twelve_authorities_and_forty_publications() -> None:
    assert len(AUTHORITIES) >= 12
    assert len(PUBLICATIONS) >= 40


def test_six_languages_have_at_least_five_publications_each() -> None:
    counts = Counter(authority.lang for authority, _ in PUBLICATIONS)

    assert set(counts) == {"en", "es", "pt", "fr", "de", "tr"}
    assert min(counts.values()) >= 5


def test_all_topics_kinds_and_statuses_occur() -> None:
    changes = [change for _, p in PUBLICATIONS for change in p.expect.changes]

    assert {change.topic for change in changes} == set(Topic)
    assert {change.kind for change in changes} == set(ChangeKind) - {ChangeKind.NONE}
    assert {change.status for change in changes} == set(ChangeStatus) - {ChangeStatus.NONE}


def test_about_half_of_the_publications_change_nothing() -> None:
    quiet = sum(not p.expect.changes for _, p in PUBLICATIONS)

    assert 0.4 <= quiet / len(PUBLICATIONS) <= 0.65


def test_sources_come_as_feeds_listings_and_a_watched_page() -> None:
    forms = {source.form for a in AUTHORITIES for source in a.sources}

    assert forms == {"rss", "atom", "json", "list", "table", "cards", "definitions", "page"}


def test_source_ids_are_unique_and_say_that_they_are_samples() -> None:
    ids = [source.id for a in AUTHORITIES for source in a.sources]

    assert len(ids) == len(set(ids))
    assert all(name.startswith("sample-") for name in ids)


def test_in_the_second_week_sources_break_empty_and_hide_behind_a_shield() -> None:
    troubles = Counter(source.second_week for a in AUTHORITIES for source in a.sources)

    assert (troubles["error"], troubles["challenge"], troubles["empty"]) == (1, 1, 1)


def test_old_encodings_are_served_with_and_without_a_header() -> None:
    old = {(a.encoding, a.charset_in_header) for a in AUTHORITIES if a.encoding != "utf-8"}

    assert old == {("iso-8859-9", True), ("windows-1252", False)}


@pytest.mark.parametrize("authority", AUTHORITIES, ids=lambda a: str(a.slug))
def test_an_authority_has_a_real_country_and_a_made_up_name(authority: Authority) -> None:
    made_up = ("Modelo", "Model", "Muster", "Exemple", "Ejemplo", "Örnek")

    assert is_country(authority.country) or is_group(authority.country)
    assert any(word in authority.local_name for word in made_up)
    assert Locale.parse(authority.language, sep="-")


@pytest.mark.parametrize(("authority", "publication"), PUBLICATIONS, ids=IDS)
def test_a_publication_is_as_long_as_a_real_one(
    authority: Authority, publication: Publication
) -> None:
    # Turkish says in one word what takes English two.
    least = 140 if authority.lang == "tr" else 150

    assert least <= len(publication.body.split()) <= 1100


@pytest.mark.parametrize(("authority", "publication"), PUBLICATIONS, ids=IDS)
def test_an_expected_date_is_one_that_the_text_names_or_counts_to(
    authority: Authority, publication: Publication
) -> None:
    named = {
        text.publication.path: text.plain + publication.body
        for text in texts([authority], anchor=ANCHOR, week=publication.week)
    }[publication.path]
    days = {
        day
        for change in publication.expect.changes
        for day in (change.effective_on, change.deadline_on)
        if day is not None
    }
    counted = {
        "ao/comunicados/instrutivo-dados.html": {53},
        "pe/normas/ampliacion-lista-blanca.html": {-23},
    }

    for day in days - counted.get(f"{authority.slug}/{publication.path}", set()):
        assert f"date({day})" in named


@pytest.mark.parametrize(("authority", "publication"), PUBLICATIONS, ids=IDS)
def test_an_expected_limit_stands_in_the_text(
    authority: Authority, publication: Publication
) -> None:
    for change in publication.expect.changes:
        for days in change.limit_days:
            assert str(days) in publication.body


@pytest.mark.parametrize(("authority", "publication"), PUBLICATIONS, ids=IDS)
def test_a_change_is_on_one_of_the_topics_of_its_text(
    authority: Authority, publication: Publication
) -> None:
    changed = {change.topic for change in publication.expect.changes}

    assert changed <= set(publication.expect.topics)
