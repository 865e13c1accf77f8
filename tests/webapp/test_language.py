"""Pages in the language of who reads them: whose choice counts, what stays English, nothing breaks."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from data.db import reading, writing
from data.models import Development, User
from data.words import MailList
from tests.webapp.conftest import SignIn
from tests.webapp.filled import PAGES, client_of, engine_of
from webapp import language
from webapp.alerts.wording import limits_of, reason, what
from webapp.delivery.unsubscribing import Wanted, unsubscribe_token
from webapp.language import FOLDER, catalogue, gettext, ngettext, speaking
from webapp.wording import filters
from webapp.wording.moments import ago, day, days_away, exact, lately, span

PUBLIC = ("/login", "/login/forgot", "/login/reset/unknown", "/login/link/unknown", "/nothing-here")
#: What is said only where nothing was translated.
OVERVIEW = {"en": "Open alerts", "de": "Offene Warnmeldungen", "es": "Alertas abiertas"}


def asking(client: FlaskClient, path: str, wanted: str) -> str:
    """A page as a browser of that language gets it."""
    return client.get(path, headers={"Accept-Language": wanted}).text


def settled(app: Flask, code: str, name: str = "owner") -> FlaskClient:
    """A client of somebody who has chosen a language; forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False
    with writing(engine_of(app)) as session:
        user = session.exec(select(User).where(User.email == f"{name}@fleet.test")).one()
        user.language = code
    return client_of(app, name)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,es;q=0.5", "es"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("de;q=nonsense, \x7f", "en"),
    ],
)
def test_a_visitor_reads_what_the_browser_asks_for(app: Flask, wanted: str, code: str) -> None:
    answer = app.test_client().get("/login", headers={"Accept-Language": wanted})
    assert f'<html lang="{code}"' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("code", ["en", "de", "es"])
def test_a_person_s_own_choice_goes_before_the_browser_s(filled_app: Flask, code: str) -> None:
    page = asking(settled(filled_app, code), "/", "de" if code != "de" else "es")
    assert f'<html lang="{code}"' in page
    assert OVERVIEW[code] in page


def test_without_a_choice_a_person_reads_what_the_browser_asks_for(filled_app: Flask) -> None:
    assert OVERVIEW["de"] in asking(client_of(filled_app, "owner"), "/", "de")


def test_the_choice_is_made_on_the_account_s_page(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("owner")
    page = client.post("/account/language", data={"language": "de"}, follow_redirects=True).text
    assert '<html lang="de"' in page
    assert "Sprache der Seiten: Deutsch." in page
    assert '<option value="de" lang="de" selected>Deutsch</option>' in page
    client.post("/account/language", data={"language": ""})
    assert '<html lang="es"' in asking(client, "/account", "es")
    assert client.post("/account/language", data={"language": "xx"}).status_code == 400


@pytest.mark.parametrize("code", ["de", "es"])
def test_every_page_can_be_read_in_every_language(filled_app: Flask, code: str) -> None:
    client = settled(filled_app, code)
    for path in (*PAGES, *PUBLIC):
        answer = client.get(path, headers={"Accept-Language": code}, follow_redirects=True)
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html":
            assert f'<html lang="{code}"' in answer.text, path
            assert not re.search(r"%\(\w+\)|%%|\{\{|__missing__", answer.text), path


def test_an_error_s_page_speaks_too(filled_app: Flask) -> None:
    page = settled(filled_app, "es").get("/nothing-here")
    assert page.status_code == 404
    assert "Aquí no hay nada" in page.text


def test_programs_get_english_whatever_they_ask_for(filled_app: Flask) -> None:
    client = settled(filled_app, "de")
    for path in ("/api/v1/alerts", "/feed.json"):
        english = client_of(filled_app, "teammate").get(path).get_data()
        assert client.get(path, headers={"Accept-Language": "de"}).get_data() == english, path


def test_what_is_stored_is_english_also_from_within_a_german_page(filled_app: Flask) -> None:
    with reading(engine_of(filled_app)) as session:
        development = session.get_one(Development, 1)
        with filled_app.test_request_context(), speaking("de"):
            said = reason(development, "Flotte", 3, 1), limits_of([{"shape": "ban"}])
            assert what(development) == "Änderung, beschlossen"
    assert "Türkiye: amendment, adopted on permanent roaming" in said[0]
    assert "has 3 live SIMs there, 1 of them roaming" in said[0]
    assert said[1] == "ban"


def test_a_note_says_what_was_done_in_the_reader_s_language(filled_app: Flask) -> None:
    client = settled(filled_app, "de")
    page = client.post("/alerts/1", data={"action": "acknowledge"}, follow_redirects=True).text
    assert "Die Warnmeldung ist bestätigt." in page


def test_a_refused_form_says_why_in_the_reader_s_language(filled_app: Flask) -> None:
    form = {"name": "a program", "scope": "read", "days": "7"}
    page = settled(filled_app, "de").post("/account/tokens", data=form)
    assert page.status_code == 422
    assert "Wählen Sie, wann das Token abläuft." in page.text


def test_what_a_publication_says_is_never_translated(filled_app: Flask) -> None:
    quotes = [
        re.findall(
            r"<blockquote.*?</blockquote>",
            settled(filled_app, code).get("/alerts/1").text,
            re.DOTALL,
        )
        for code in ("en", "es")
    ]
    assert quotes[0]
    assert [re.sub(r' title="[^"]*"', "", one) for one in quotes[0]] == [
        re.sub(r' title="[^"]*"', "", one) for one in quotes[1]
    ]


def test_what_stands_in_a_text_is_escaped(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        template = app.jinja_env.from_string(
            '{{ _("For <bdi>%(email)s</bdi>. Every session of this account ends with it.", email=who) }}'
        )
        assert "Für <bdi>&lt;b&gt;</bdi>." in template.render(who="<b>")


def test_a_text_without_translation_stays_english(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        assert gettext("This stands in no catalogue.") == "This stands in no catalogue."
        assert ngettext("%(n)s none", "%(n)s nones", 2, n=2) == "2 nones"


def test_days_and_numbers_are_written_as_in_the_language(app: Flask) -> None:
    at = datetime(2026, 3, 1, 15, 5, tzinfo=UTC)
    expected = {
        "de": ("01.03.2026", "01.03.2026, 15:05 UTC", "1.234.567", "vor 3 Stunden", "in 46 Tagen"),
        "es": (
            "1 mar 2026",
            "1 mar 2026, 15:05 UTC",
            "1.234.567",
            "hace 3 horas",
            "dentro de 46 días",
        ),
    }
    for code, said in expected.items():
        with app.test_request_context(), speaking(code):
            assert (
                day(at.date()),
                exact(at),
                filters.number(1_234_567),
                ago(at, at + timedelta(hours=3, minutes=50)),
                days_away(date(2026, 4, 16), date(2026, 3, 1)),
            ) == said
            assert "2026" in span(at.date(), date(2026, 4, 2))
            assert lately(at, at + timedelta(days=2), "UTC").endswith(" 15:05")


def test_countries_and_stored_words_have_their_names(app: Flask) -> None:
    with app.test_request_context(), speaking("de"):
        assert filters.country_name("TR") == "Türkei"
        assert filters.country_name("EU") == "Europäische Union"
        assert filters.label("roaming") == "Dauerroaming"
        assert filters.phrase("new_rule") == "neue Vorschrift"
    assert filters.country_name("TR") == "Türkiye"


def test_catalogues_are_read_as_they_stand_and_nothing_compiled_can_be_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    assert not list(FOLDER.rglob("*.mo"))
    shutil.copytree(FOLDER, tmp_path / "there")
    path = tmp_path / "there" / "de" / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Offene Warnmeldungen", "Ganz anders"), encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", tmp_path / "there")
    catalogue.cache_clear()
    try:
        assert catalogue("de").gettext("Open alerts") == "Ganz anders"
    finally:
        catalogue.cache_clear()


@pytest.mark.parametrize(
    ("path", "entered", "status", "told"),
    [
        (
            "/plans/1/TR",
            {"owner": "1", "review_on": "2027-02-01"},
            422,
            "Sagen Sie, was getan wird.",
        ),
        ("/feedback/findings/1", {"verdict": "no_change"}, 422, "warum es keine Änderung ist"),
        (
            "/subscriptions/mails/daily",
            {"do": "stop"},
            302,
            "Tägliche Zusammenfassungen: abbestellt.",
        ),
        ("/silences", {"until": "2026-12-31", "why": "x"}, 422, "Wählen Sie eine Flotte."),
    ],
)
def test_what_a_form_is_answered_stands_in_the_reader_s_language(
    filled_app: Flask, path: str, entered: dict[str, str], status: int, told: str
) -> None:
    client = settled(filled_app, "de")
    answer = client.post(path, data=entered)
    assert answer.status_code == status
    assert told in (client.get("/subscriptions") if status == 302 else answer).text


def test_what_a_link_unsubscribes_from_is_named_in_the_reader_s_language(
    app: Flask, people: dict[str, User]
) -> None:
    teammate = people["teammate"]
    wanted = Wanted(user_id=teammate.id or 0, mail_list=MailList.DAILY)
    key = app.extensions["roamwatch"].settings.signing_key
    token = unsubscribe_token(wanted, email=teammate.email, key=key)
    page = asking(app.test_client(), f"/unsubscribe/{token}", "de")
    assert "tägliche Zusammenfassungen" in page
    assert "daily digests" not in page


def test_a_filter_by_moment_is_said_in_the_reader_s_language(filled_app: Flask) -> None:
    page = settled(filled_app, "es").get("/sources?since=2026-11-01T08:00:00Z").text
    assert "Con problemas desde" in page
    assert "In trouble since" not in page
