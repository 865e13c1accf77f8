"""Corrections on the pages: who may, what is refused with all as typed, what everybody sees."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from data.db import reading, writing
from data.models import Development, Feedback, RuleChange, Source
from tests.factories import make_change, make_development, make_document, make_version
from tests.webapp.filled import client_of, engine_of
from webapp.feedback.entered import read

HOSTILE = "<script>alert(1)</script> \u202egpj.exe \"' {{ 7*7 }} ;DROP TABLE alert;--"
FINDING = "/feedback/findings/1"


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


@pytest.fixture
def officer(app: Flask) -> FlaskClient:
    return client_of(app, "teammate")


def form_on(client: FlaskClient, path: str = FINDING) -> dict[str, str]:
    """The fields of a page's form, as a browser would send them."""
    page = client.get(path).text
    form = page[page.index("<form class=") : page.index("</form>", page.index("<form class="))]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            fields[name[1]] = html.unescape(value[1]) if value else ""
    for name, inner in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        first = re.search(r'value="([^"]*)"', inner)
        picked = chosen or first
        fields[name] = picked[1] if picked else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name] = html.unescape(text)
    return fields


def words(app: Flask) -> list[Feedback]:
    with reading(engine_of(app)) as session:
        return list(session.exec(select(Feedback).order_by(Feedback.id)))  # type: ignore[arg-type]


def test_the_form_is_filled_with_what_stands(app: Flask, officer: FlaskClient) -> None:
    form = form_on(officer)
    with reading(engine_of(app)) as session:
        row = session.get_one(RuleChange, 1)
    assert (form["topic"], form["place"]) == (row.topic, "Türkiye (TR)")
    assert form["effective_on"] == (row.effective_on.isoformat() if row.effective_on else "")
    assert read(form).errors == {}


def test_a_correction_shows_on_every_page_of_it(app: Flask, officer: FlaskClient) -> None:
    form = form_on(officer) | {"effective_on": "2027-05-01", "note": "See the annex."}
    answer = officer.post(FINDING, data=form)
    assert (answer.status_code, answer.location) == (302, "/changes/1")
    viewer = client_of(app, "stranger")
    for path in ("/changes/1", "/alerts/1", "/documents/1"):
        page = viewer.get(path).text
        assert "Corrected by <bdi>teammate@fleet.test</bdi> on" in page, path
        assert "the analysis had said" in page, path
        assert "See the annex." in page, path
        assert "1 May 2027" in page, path
        assert ">Undo</button>" not in page, path
        assert "/feedback/" not in page, path


def test_an_officer_finds_the_forms_from_each_page(officer: FlaskClient) -> None:
    for path in ("/changes/1", "/alerts/1", "/documents/1"):
        assert f'href="{FINDING}"' in officer.get(path).text, path
    assert "Add a change that was missed" in officer.get("/documents/1").text
    assert 'href="/feedback/changes/1/1"' in officer.get("/changes/1").text


@pytest.mark.parametrize("path", [FINDING, "/feedback/texts/1", "/feedback/changes/1/1"])
def test_a_viewer_has_no_form(app: Flask, path: str) -> None:
    viewer = client_of(app, "stranger")
    assert viewer.get(path).status_code == 403
    assert viewer.post(path, data={"verdict": "no_change", "note": "x"}).status_code == 403
    assert words(app) == []


def test_a_form_without_its_token_changes_nothing(filled_app: Flask) -> None:
    officer = client_of(filled_app, "teammate")
    for path in (FINDING, "/feedback/texts/1", "/feedback/changes/1/1", "/feedback/1/undo"):
        assert officer.post(path, data={"verdict": "no_change", "note": "x"}).status_code == 400
    assert words(filled_app) == []


def test_what_is_refused_comes_back_as_typed(app: Flask, officer: FlaskClient) -> None:
    typed = {"place": "Nowhere", "effective_on": "soon", "note": HOSTILE, "days-1": "7"}
    answer = officer.post(FINDING, data=form_on(officer) | typed)
    assert answer.status_code == 422
    for text in ("No country or group has this name", "year-month-day", "how the days"):
        assert text in answer.text
    assert 'value="Nowhere"' in answer.text
    assert 'value="soon"' in answer.text
    assert html.escape(HOSTILE[:25]) in answer.text
    assert words(app) == []


def test_nothing_different_is_refused(officer: FlaskClient) -> None:
    answer = officer.post(FINDING, data=form_on(officer))
    assert answer.status_code == 422
    assert "Nothing here differs from what stands" in answer.text


def test_who_comes_second_is_told_and_keeps_what_was_typed(
    app: Flask, officer: FlaskClient
) -> None:
    mine = form_on(officer) | {"effective_on": "2027-06-01", "note": "I say June."}
    other = client_of(app, "owner")
    other.post(FINDING, data=form_on(other) | {"effective_on": "2027-05-01"})
    answer = officer.post(FINDING, data=mine)
    assert answer.status_code == 409
    assert "owner@fleet.test corrected this text" in answer.text
    assert "I say June." in answer.text
    assert 'value="2027-06-01"' in answer.text
    again = form_on(officer) | {"effective_on": "2027-06-01"}
    assert officer.post(FINDING, data=again).status_code == 302
    assert [word.actor for word in words(app)] == ["owner@fleet.test", "teammate@fleet.test"]


def test_hostile_notes_are_words_and_nothing_else(app: Flask, officer: FlaskClient) -> None:
    form = form_on(officer) | {"verdict": "no_change", "note": HOSTILE}
    assert officer.post(FINDING, data=form).status_code == 302
    for path in ("/changes/1", "/alerts/1", "/documents/1", FINDING):
        page = officer.get(path).text
        assert "<script>alert(1)" not in page, path
        assert "&lt;script&gt;alert(1)" in page, path
        assert "\u202e" not in page, path
        assert "{{ 7*7 }}" in page, path


def test_a_closed_change_says_so_and_leaves_the_list(app: Flask, officer: FlaskClient) -> None:
    before = officer.get("/changes?country=TR").text.count('class="row-title"')
    officer.post(FINDING, data=form_on(officer) | {"verdict": "no_change", "note": "Old rule."})
    page = officer.get("/changes/1").text
    assert "Closed: by an officer" in page
    assert "Set aside: no change" in page
    assert officer.get("/changes?country=TR").text.count('class="row-title"') == before - 1
    alert = officer.get("/alerts/1").text
    assert "Closed: by an officer" in alert
    assert "Nothing changes. Old rule." in alert
    assert "Steps to consider" not in alert


def test_an_undone_correction_is_struck_through(app: Flask, officer: FlaskClient) -> None:
    officer.post(FINDING, data=form_on(officer) | {"effective_on": "2027-05-01"})
    answer = officer.post("/feedback/1/undo", data={"next": "/alerts/1"})
    assert (answer.status_code, answer.location) == (302, "/alerts/1")
    page = officer.get("/alerts/1").text
    assert '<li class="gone">' in page
    assert "Undone by <bdi>teammate@fleet.test</bdi>" in page
    assert ">Undo</button>" not in page


def test_undoing_leads_nowhere_else(officer: FlaskClient) -> None:
    officer.post(FINDING, data=form_on(officer) | {"effective_on": "2027-05-01"})
    answer = officer.post("/feedback/1/undo", data={"next": "https://evil.example/"})
    assert answer.location == "/"
    assert officer.post("/feedback/999/undo").status_code == 404


def test_a_missed_change_needs_words_of_the_text(app: Flask, officer: FlaskClient) -> None:
    form = form_on(officer, "/feedback/texts/3") | {
        "topic": "imei", "place": "Brazil", "kind": "new_rule", "status": "adopted",
        "direction": "tightening", "quote": "Fica permitido o uso",
    }  # fmt: skip
    refused = officer.post("/feedback/texts/3", data=form)
    assert refused.status_code == 422
    assert "do not stand in the text, letter for letter" in refused.text
    assert "Fica permitido o uso" in refused.text
    form["quote"] = "A regra entra em vigor no primeiro trimestre do ano seguinte."
    answer = officer.post("/feedback/texts/3", data=form)
    assert answer.status_code == 302
    page = officer.get(answer.location).text
    assert "Brazil: IMEI registration – new rule, adopted" in page
    assert "the analysis had found nothing" in page
    assert re.search(r"<mark[^>]*>A regra entra em vigor", page)


def test_a_publication_that_is_alone_can_only_join(app: Flask, officer: FlaskClient) -> None:
    page = officer.get("/feedback/changes/1/1").text
    assert "it is the only publication, so it can only join another change" in page
    answer = officer.post("/feedback/changes/1/1", data={"into": "", "note": "My reason."})
    assert answer.status_code == 409
    assert "It is the only publication of this change" in answer.text
    assert "My reason." in answer.text


def test_a_wrong_choice_comes_back_with_its_reason(officer: FlaskClient) -> None:
    answer = officer.post("/feedback/changes/1/1", data={"into": "x", "note": "y"})
    assert answer.status_code == 422
    assert "Choose one of these changes." in answer.text


def test_an_emptied_change_leads_to_where_its_publication_went(
    app: Flask, officer: FlaskClient
) -> None:
    with writing(engine_of(app)) as session:
        source = session.get_one(Source, "tr-btd")
        change = make_change(session, make_version(session, make_document(session, source)))
        number = make_development(session, change, title="The same, told again").id
    form = form_on(officer, f"/feedback/changes/{number}/{change.document_id}")
    answer = officer.post(
        f"/feedback/changes/{number}/{change.document_id}",
        data=form | {"into": "1", "note": "One act."},
    )
    assert (answer.status_code, answer.location) == (302, "/changes/1")
    assert officer.get(f"/changes/{number}").location == "/changes/1"
    page = officer.get("/changes/1").text
    assert "was put here" in page
    assert "One act." in page
    assert "Reported by 2 publications" in page
    with reading(engine_of(app)) as session:
        assert session.get_one(Development, number).joined_id == 1


@pytest.mark.parametrize(
    "path",
    ["/feedback/findings/9999", "/feedback/texts/9999", "/feedback/changes/1/9999"],
)
def test_what_is_not_there_is_not_found(officer: FlaskClient, path: str) -> None:
    assert officer.get(path).status_code == 404
    assert officer.post(path, data={"verdict": "no_change", "note": "x"}).status_code == 404


def test_absurd_forms_never_break_a_page(officer: FlaskClient) -> None:
    absurd = {
        "verdict": "wrong", "seen": "²", "topic": "🤖", "place": "(" * 5000, "kind": "none",
        "status": "x" * 9000, "effective_on": "0000-00-00", "days-0": "١", "shape-0": "'",
    }  # fmt: skip
    for path in (FINDING, "/feedback/texts/1"):
        assert officer.post(path, data=absurd).status_code == 422, path
        assert officer.post(path, data={}).status_code == 422, path
