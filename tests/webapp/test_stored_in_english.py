"""What a person of another language does stands in the store and in files as it does in English."""

import html
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlmodel import SQLModel

from data.db import is_writing, make_engine, reading, writing
from data.settings import Settings
from tests.factories import NOW
from tests.webapp.feedback.test_pages import form_on
from tests.webapp.filled import client_of, engine_of
from tests.webapp.test_services import FORM as SERVICE
from webapp import create_app
from webapp.language import gettext, speaking

FINDING = "/feedback/findings/1"
#: The form of a change that was missed in the Portuguese text.
MISSED = {
    "topic": "imei", "place": "Brazil", "kind": "new_rule", "status": "adopted",
    "direction": "tightening", "note": "Its last sentence.",
    "quote": "A regra entra em vigor no primeiro trimestre do ano seguinte.",
}  # fmt: skip
SILENCE = {"fleet": "1", "until": "2026-12-31", "why": "We leave in December."}
PLAN = {"steps": "A local profile.", "owner": "1", "review_on": "2027-02-01", "seq": "0"}
#: Acts that are done one after the other: address, and what is entered in its form beside what stands.
ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/alerts/1", {"action": "assign", "assignee": "2", "note": "Take it."}),
    ("/alerts/1", {"action": "due", "day": "2026-12-01"}),
    ("/alerts/1", {"action": "snooze", "day": "2026-12-02"}),
    ("/alerts/1/links", {"url": "https://tickets.test/1", "title": "Ticket"}),
    ("/alerts/1/watch", {"on": "yes"}),
    ("/alerts/1/evidence", {}),
    ("/silences", SILENCE | {"country": "BR"}),
    ("/silences", SILENCE | {"country": "TR"}),
    ("/silences/1/end", {}),
    ("/subscriptions", {"countries": "TR", "severity": "low", "pace": "instant"}),
    ("/subscriptions/mutes", {"country": "TR", "until": "2026-12-31", "why": "Not mine."}),
    ("/plans/1/TR", PLAN),
    ("/check/services", SERVICE),
    ("/check/what-if", {"country": "IN", "days": "90", "effective": "2027-01-01"}),
    ("/fleet/replay/1", {}),
    ("/sources/de-mna/crawl", {}),
    (FINDING, {"kind": "new_rule", "status": "proposed", "effective_on": "2027-09-01",
               "days-0": "60", "shape-0": "consecutive", "note": "See the annex."}),
    (FINDING, {"verdict": "no_change", "note": "Old rule."}),
    ("/feedback/2/undo", {}),
    ("/feedback/texts/3", MISSED),
)  # fmt: skip


@contextmanager
def twin(app: Flask, folder: Path) -> Iterator[Flask]:
    """Another app on a copy of the store; forms need no token."""
    folder.mkdir()
    path = folder / "roamwatch.db"
    there = engine_of(app).url.database
    with closing(sqlite3.connect(str(there))) as old, closing(sqlite3.connect(path)) as new:
        old.backup(new)
    settings = Settings.load(instance=folder, allow_private_addresses=True)
    engine = make_engine(settings)
    made = create_app(settings, engine, lambda: NOW)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield made
    engine.dispose()


def of_language(app: Flask, code: str, name: str = "teammate") -> FlaskClient:
    """A client of somebody whose browser asks for a language."""
    client = client_of(app, name)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = code
    return client


def do_all(app: Flask, code: str) -> None:
    client = of_language(app, code)
    assert f'<html lang="{code}"' in client.get("/").text
    for path, entered in ACTS:
        stands = form_on(client, path) if path == FINDING or "/texts/" in path else {}
        answer = client.post(path, data=stands | entered)
        assert answer.status_code in (302, 303), (path, answer.text)


def stored(app: Flask) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but sessions, whose secrets are made at random."""
    with reading(engine_of(app)) as session:
        return {
            table.name: [dict(row) for row in session.execute(select(table)).mappings()]
            for table in SQLModel.metadata.sorted_tables
            if table.name != "usersession"
        }


@pytest.mark.parametrize("code", ["de", "es"])
def test_all_that_an_officer_does_is_stored_word_for_word_as_in_english(
    filled_app: Flask, tmp_path: Path, code: str
) -> None:
    with twin(filled_app, tmp_path / "en") as app:
        before = stored(app)
        do_all(app, "en")
        english = stored(app)
    with twin(filled_app, tmp_path / code) as app:
        do_all(app, code)
        for table, rows in stored(app).items():
            assert rows == english[table], table
    for table in ("auditentry", "feedback", "job", "silence", "alert"):
        assert english[table] != before[table], table


@pytest.mark.parametrize(
    "path",
    [
        "/alerts/1/sims.csv",
        "/clocks/1.csv",
        "/fleet/imports/1/rows.csv",
        "/admin/feedback/gold.jsonl",
    ],
)
def test_a_file_is_english_whoever_downloads_it(filled_app: Flask, path: str) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    officer = of_language(filled_app, "en")
    assert officer.post(FINDING, data=form_on(officer) | {"kind": "new_rule"}).status_code == 302
    english, german = (
        of_language(filled_app, code, "owner").get(path).get_data() for code in ("en", "de")
    )
    assert english.count(b"\n") > 0
    assert german == english


def test_while_the_store_is_written_english_is_spoken_and_afterwards_as_before(
    filled_app: Flask,
) -> None:
    with filled_app.test_request_context(), speaking("de"):
        assert gettext("Open alerts") == "Offene Warnmeldungen"
        with writing(engine_of(filled_app)):
            assert (gettext("Open alerts"), is_writing()) == ("Open alerts", True)
        assert (gettext("Open alerts"), is_writing()) == ("Offene Warnmeldungen", False)
        with pytest.raises(RuntimeError):
            _break_off(filled_app)
        assert gettext("Open alerts") == "Offene Warnmeldungen"


def _break_off(app: Flask) -> None:
    with writing(engine_of(app)):
        raise RuntimeError


def test_what_a_page_says_after_an_act_is_in_the_reader_s_language(filled_app: Flask) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = of_language(filled_app, "de")
    kept = client.post("/alerts?topic=imei", data={"view": "keep", "name": "Meine"})
    assert "Die Ansicht „Meine“" in html.unescape(client.get(kept.location).text)
    many = {"action": "acknowledge", "pick": ["1.999"]}
    assert "hat sie inzwischen geändert" in client.post("/alerts", data=many).text
    for path in ("/unsubscribe/unknown", "/login/reset/unknown"):
        visitor = filled_app.test_client()
        visitor.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de"
        assert visitor.post(path).text.count(_title(visitor.get(path).text)) == 1, path


def _title(page: str) -> str:
    return page.partition("<title>")[2].partition("</title>")[0]


def test_what_was_put_right_is_told_on_pages_in_the_reader_s_language(filled_app: Flask) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = of_language(filled_app, "de")
    right = {"kind": "new_rule", "effective_on": "2027-09-01"}
    client.post(FINDING, data=form_on(client) | right)
    page = client.get("/changes/1").text
    assert "Art: Neue Vorschrift; die Analyse hatte gesagt: Änderung." in page
    assert "Tritt in Kraft: 01.09.2027; die Analyse hatte gesagt:" in page
    # The line of the trail is stored, and so in English.
    assert "Kind: Amendment → New rule. Takes effect:" in client.get("/alerts/1").text


def test_places_are_offered_in_the_language_of_each_reader(filled_app: Flask) -> None:
    for code, name in (("de", "Türkei (TR)"), ("en", "Türkiye (TR)"), ("es", "Turquía (TR)")):
        page = of_language(filled_app, code).get(FINDING).text
        assert f'<option value="{name}">' in page
        assert (
            f'name="place" list="places" autocomplete="off" maxlength="200" value="{name}"' in page
        )


def test_a_line_of_the_audit_trail_is_wholly_english(filled_app: Flask) -> None:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    client = of_language(filled_app, "de", "owner")
    mute = {"country": "TR", "topic": "roaming", "until": "2026-12-31", "why": "Not mine."}
    client.post("/subscriptions/mutes", data=mute)
    page = client.get("/admin/audit").text
    assert "Muted for themselves: Türkiye, Permanent roaming, until 31 Dec 2026" in page
