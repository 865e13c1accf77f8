"""The pages of the ledger: stances with their sources, contradictions shown, nothing read as allowed."""

import pytest
from flask import Flask

from tests.webapp.filled import client_of


def page(app: Flask, address: str) -> str:
    answer = client_of(app, "owner").get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_matrix_shows_where_we_have_sims_first(filled_app: Flask) -> None:
    text = page(filled_app, "/rules")
    assert text.index('href="/rules/TR"') < text.index('href="/rules/AF"')
    assert "No rule found" in text
    assert "not “permitted”" in text


def test_filters_narrow_the_matrix(filled_app: Flask) -> None:
    assert 'href="/rules/AF"' not in page(filled_app, "/rules?show=live")
    disputed = page(filled_app, "/rules?show=disputed")
    assert 'href="/rules/BR"' in disputed
    assert 'href="/rules/AF"' not in disputed
    assert page(filled_app, "/rules?show=nonsense").count("<tr>") > 150


def test_a_country_shows_each_fact_with_its_source(filled_app: Flask) -> None:
    text = page(filled_app, "/rules/tr")
    assert "Law 5809" in text
    assert 'class="badge stance-prohibited">Prohibited</span>' in text
    assert "Disputed" in text
    assert "the trade's view, without a source" in text.replace("&#39;", "'")
    assert 'rel="noopener noreferrer">gide.com ↗</a>, law firm' in text


def test_a_member_is_shown_its_groups_rules_too(filled_app: Flask) -> None:
    assert "Through European Union" in page(filled_app, "/rules/DE")


def test_what_was_corrected_stands_apart(filled_app: Flask) -> None:
    assert "corrected since" in page(filled_app, "/rules/NG")


def test_a_place_of_which_nothing_is_known_is_not_permissive(filled_app: Flask) -> None:
    text = page(filled_app, "/rules/AQ")
    assert "Nobody has looked yet" in text
    assert "stance-permitted" not in text


@pytest.mark.parametrize("code", ["ZZ", "nowhere"])
def test_an_unknown_place_is_not_found(filled_app: Flask, code: str) -> None:
    assert client_of(filled_app, "owner").get(f"/rules/{code}").status_code == 404
