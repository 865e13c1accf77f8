"""The evidence pack as long work: asked on an alert's page, made by the worker, taken away, forgotten."""

import dataclasses
import io
import os
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from data.db import reading, writing
from data.models import AuditEntry, Fleet
from data.queries.jobs import KEEP
from data.queries.members import set_members
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of
from tests.webapp.work.kinds import job_of, person
from webapp.context import Context
from webapp.service.housekeeping import housekeeping
from webapp.work.doing import Worked, work_off
from webapp.work.files import folder
from webapp.work.kinds import kinds


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return filled_app


def context(app: Flask) -> Context:
    found: Context = app.extensions["roamwatch"]
    return found


def make(app: Flask) -> Worked:
    return work_off(context(app), kinds()["evidence"])


def ask(app: Flask, name: str = "teammate", alert: int = 1) -> str:
    answer = client_of(app, name).post(f"/alerts/{alert}/evidence")
    assert answer.status_code == 303
    return str(answer.location)


def test_the_pack_is_made_by_the_worker_and_taken_away_from_its_page(app: Flask) -> None:
    client, address = client_of(app, "teammate"), ask(app)
    assert "It waits for the worker" in client.get(address).text
    assert client.get(f"{address}/file").status_code == 404
    assert make(app) == Worked(jobs=1)
    page = " ".join(client.get(address).text.split())
    assert "Ready to take away." in page
    assert f'href="{address}/file" download>Download the ZIP (' in page
    assert "archived answers are missing from the archive" in page
    answer = client.get(f"{address}/file")
    assert answer.headers["Content-Disposition"] == "attachment; filename=roamwatch-alert-1.zip"
    pack = zipfile.ZipFile(io.BytesIO(answer.data))
    answer.close()
    assert {"summary.html", "verify.py", "manifest.json"} <= set(pack.namelist())
    with reading(engine_of(app)) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "evidence_packed")).one()
    assert (entry.actor, entry.alert_id) == ("teammate@fleet.test", 1)
    assert entry.detail["manifest"] in page


def test_two_clicks_are_one_pack_and_two_people_have_one_each(app: Flask) -> None:
    assert ask(app) == ask(app)
    assert ask(app, "owner") != ask(app)


def test_a_pack_is_nobody_else_s_and_not_of_who_left_the_fleet(app: Flask) -> None:
    ask(app, "owner")
    mine = ask(app)
    make(app)
    assert client_of(app, "teammate").get("/work/5/file").status_code == 404
    with writing(engine_of(app)) as session:
        set_members(session, 1, [person(engine_of(app), "owner").id or 0])
        session.add(Fleet(name="Open", created_at=NOW))
    assert client_of(app, "teammate").get(f"{mine}/file").status_code == 404
    answer = client_of(app, "owner").get(f"{mine}/file")
    assert answer.status_code == 200
    answer.close()


def test_who_left_the_fleet_before_it_was_made_gets_none(app: Flask) -> None:
    ask(app)
    with writing(engine_of(app)) as session:
        set_members(session, 1, [person(engine_of(app), "owner").id or 0])
        session.add(Fleet(name="Open", created_at=NOW))
    assert make(app) == Worked(jobs=1, failed=1)
    assert "not in your sight" in job_of(engine_of(app), 5).message


def test_an_alert_that_is_gone_and_a_full_disk_say_what_to_do(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app)
    folder(context(app).settings).write_text("a file where the folder should be")
    assert make(app) == Worked(jobs=1, failed=1)
    assert "has room, then ask again" in client_of(app, "teammate").get("/work/5").text


def test_a_file_that_is_gone_is_said_and_its_page_stays(app: Flask) -> None:
    address = ask(app)
    make(app)
    for path in folder(context(app).settings).iterdir():
        path.unlink()
    client = client_of(app, "teammate")
    assert "Its file is gone" in client.get(address).text
    assert client.get(f"{address}/file").status_code == 404


def test_the_file_goes_with_its_job(app: Flask) -> None:
    ask(app)
    make(app)
    (path,) = folder(context(app).settings).iterdir()
    half = path.with_name(".9-half.zip.part")
    half.write_bytes(b"of a worker that died")
    for one in (path, half):
        os.utime(one, (NOW.timestamp(), NOW.timestamp()))

    def tidy(after: timedelta) -> list[str]:
        housekeeping(dataclasses.replace(context(app), clock=lambda: NOW + after))
        return sorted(one.name for one in folder(context(app).settings).iterdir())

    assert tidy(timedelta(hours=1)) == sorted((path.name, half.name))
    assert tidy(timedelta(days=2)) == [path.name]
    assert tidy(KEEP + timedelta(days=1)) == []
