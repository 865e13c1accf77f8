"""Correcting which column holds what, in the browser's form and by the command."""

import io
from pathlib import Path

from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from data.settings import Settings
from tests.data.fleet.test_mapping import CHOICE, CSV, HEADERS
from tests.webapp.conftest import SignIn
from webapp.cli import main


def send(client: FlaskClient, text: str = CSV, **more: str) -> TestResponse:
    file = (io.BytesIO(text.encode()), "a.csv")
    return client.post("/fleet/imports", data={"fleet": "Meters", "file": file, **more})


def keep(client: FlaskClient, choice: dict[str, str]) -> str:
    form = {f"column-{field}": word for field, word in choice.items()}
    answer = client.post(
        "/fleet/mappings", data={"header": list(HEADERS), **form}, follow_redirects=True
    )
    assert answer.status_code == 200
    return answer.text


def test_a_refused_file_offers_its_columns_and_is_read_once_they_are_named(
    sign_in: SignIn,
) -> None:
    client = sign_in("teammate")
    page = send(client)
    assert page.status_code == 422
    assert '<details class="field" open id="mapping">' in page.text
    assert page.text.count('<option value="Zustand">') == 11
    assert "Remembered. Choose the file again" in keep(client, CHOICE)
    tried = send(client, dry_run="1")
    assert "2 would be added" in tried.text
    assert "columns were read as remembered" in tried.text
    assert '<option value="Chip" selected>' in tried.text
    assert send(client).status_code == 302


def test_a_dry_run_offers_to_correct_what_was_recognised(sign_in: SignIn) -> None:
    text = "ICCID,Status,Country,Last seen,Land\n8949300000000000017,active,TR,2026-11-15,BR\n"
    page = send(sign_in("teammate"), text, dry_run="1").text
    assert "As recognised: Country" in page
    assert '<option value="Land">Land</option>' in page


def test_headers_stay_text_in_the_form(sign_in: SignIn) -> None:
    page = send(sign_in("teammate"), "b,<script>x\n1,2\n").text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_wrong_choice_says_why_and_viewers_choose_nothing(sign_in: SignIn) -> None:
    client = sign_in("teammate")
    assert "no column “None” for ICCID" in keep(client, {"iccid": "None"})
    assert "Forgotten." in keep(client, {})
    assert client.post("/fleet/mappings", data={}).status_code == 400
    viewer = sign_in("stranger")
    assert viewer.post("/fleet/mappings", data={"header": ["a"]}).status_code == 403


def test_the_command_uses_it_says_so_and_can_ignore_it(
    sign_in: SignIn, sqlite_store: Engine, sqlite_settings: Settings, tmp_path: Path,
) -> None:  # fmt: skip
    keep(sign_in("teammate"), CHOICE)
    file = tmp_path / "a.csv"
    file.write_text(CSV)
    env = {
        "ROAMWATCH_INSTANCE": str(sqlite_settings.instance),
        "ROAMWATCH_DATABASE_URL": sqlite_settings.database,
    }
    done = CliRunner().invoke(main, ["fleet", "import", str(file), "--dry-run"], env=env)
    assert done.exit_code == 0, done.output
    assert "note: columns were read as remembered for files with these headers" in done.output
    done = CliRunner().invoke(main, ["fleet", "import", str(file), "--no-mapping"], env=env)
    assert done.exit_code != 0
