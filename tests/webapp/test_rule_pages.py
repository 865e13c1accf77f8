"""The pages of the ledger: stances with their sources, contradictions shown, nothing read as allowed."""

import pytest
from flask import Flask

from data.db import writing
from data.ledger import record_fact
from data.queries.ledger import entries_known
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of


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


def test_the_rule_of_a_day_as_it_was_known_on_another(filled_app: Flask) -> None:
    text = page(filled_app, "/rules/TR?on=2026-03-01&known=2026-10-01")
    assert "The rule on 1 Mar 2026, as we knew it on 1 Oct 2026." in text
    assert "Law 5809" in text
    assert 'name="known" type="date" value="2026-10-01"' in text


def test_before_the_ledger_was_begun_nothing_was_known(filled_app: Flask) -> None:
    text = page(filled_app, "/rules/TR?known=2026-03-01")
    assert "This ledger was begun on 18 Aug 2026: before that we knew nothing." in text
    assert "Law 5809" not in text
    assert "stance-permitted" not in text


@pytest.mark.parametrize("query", ["on=1+March", "known=soon", "on=2026-02-30"])
def test_a_day_that_is_none_is_told_and_today_is_shown(filled_app: Flask, query: str) -> None:
    text = page(filled_app, f"/rules/TR?{query}")
    assert "must be a day such as 2026-03-01" in text
    assert "Law 5809" in text


def test_a_change_of_the_ledger_shows_and_stays_in_its_history(filled_app: Flask) -> None:
    with writing(engine_of(filled_app)) as session:
        entry = next(
            one
            for one in entries_known(session, at=NOW, countries=["TR"])
            if one.fact.id == "tr-roaming-trade"
        )
        changed = entry.fact.model_copy(update={"summary": "The officer <b>knows</b> better."})
        record_fact(session, changed, by="owner@fleet.test", note="Asked", now=NOW)
    text = page(filled_app, "/rules/TR")
    assert "The officer &lt;b&gt;knows&lt;/b&gt; better." in text
    assert "entered by owner@fleet.test: “Asked”" in text
    assert "the files say so; an officer decided otherwise" in text
    assert "knows" not in page(filled_app, "/rules/TR?known=2026-11-15")
    history = page(filled_app, "/rules/TR/history")
    assert history.index("better.") < history.index("the files of Roamwatch")
