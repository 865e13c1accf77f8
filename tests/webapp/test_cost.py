"""What a page costs: statements per page, and what the web process loads."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, insert

from data.db import writing
from data.models import Document
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of

#: Page → most statements, with the two of the frame (the person, the counts).
BOUNDS = {
    "/": 16,
    "/alerts": 18,
    "/alerts/1": 25,
    "/changes": 10,
    "/changes/1": 11,
    "/countries": 8,
    "/countries/TR": 21,
    "/coverage": 5,
    "/clocks": 9,
    "/clocks/1": 12,
    "/rules": 5,
    "/rules/TR": 5,
    "/rules/TR/history": 3,
    "/rules/proposals": 6,
    "/check": 3,
    "/check?country=TR,DE,US": 5,
    "/check/services": 4,
    "/rules/TR/facts/tr-roaming-trade": 4,
    "/check/what-if?country=IN&days=90": 9,
    "/rules/proposals/1": 7,
    "/documents": 8,
    "/documents/1": 11,
    "/feedback/findings/1": 10,
    "/feedback/texts/1": 6,
    "/feedback/changes/1/1": 6,
    "/documents/1/difference?old=1&new=2": 8,
    "/sources": 10,
    "/sources/tr-btd": 9,
    "/fleet": 14,
    "/fleet/sims": 6,
    "/fleet/imports/1": 6,
    "/account": 4,
    "/channels": 3,
    "/subscriptions": 6,
    "/deliveries": 5,
    "/admin/people": 3,
    "/admin/feedback": 4,
}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements that run within the block; transactions' own words do not count."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("path", "most"), BOUNDS.items())
def test_a_page_asks_the_store_a_bounded_number_of_questions(
    filled_app: Flask, path: str, most: int
) -> None:
    client = client_of(filled_app, "owner")
    with statements(engine_of(filled_app)) as seen:
        assert client.get(path).status_code == 200
    assert 0 < len(seen) <= most, "\n".join(seen)


def test_more_rows_make_no_more_questions(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    counts = []
    for turn in range(2):
        with statements(engine_of(filled_app)) as seen:
            client.get("/documents")
        counts.append(len(seen))
        with writing(engine_of(filled_app)) as session:
            rows = [
                {"url": f"https://more.test/{turn}/{n}", "source_id": "tr-btd", "title": f"More {n}",
                 "first_seen_at": NOW, "fetch_url": "", "etag": "", "last_modified": "",
                 "error": "", "error_message": "", "failures": 0}
                for n in range(500)
            ]  # fmt: skip
            session.execute(insert(Document), rows)
    assert counts[0] == counts[1]


def test_a_list_stays_small_however_long_it_is(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/fleet/sims")
    assert len(page.data) < 150_000
    assert page.text.count("<tr>") == 101


def test_a_page_on_which_nobody_is_signed_in_asks_nothing(filled_app: Flask) -> None:
    client = filled_app.test_client()
    with statements(engine_of(filled_app)) as seen:
        client.get("/login")
    assert seen == []


def test_the_web_process_loads_neither_spacy_nor_scrapy_and_stays_small() -> None:
    program = """
import pathlib, re, sys, tempfile
from data.db import make_engine, migrate, writing
from data.settings import Settings
from tests.factories import NOW
from tests.webapp.filled import PAGES, client_of
from tests.webapp.world import fill
from webapp import create_app
settings = Settings.load(instance=pathlib.Path(tempfile.mkdtemp()))
migrate(settings)
engine = make_engine(settings)
with writing(engine) as session:
    fill(session, now=NOW)
app = create_app(settings, engine, lambda: NOW)
client = client_of(app, "owner")
for path in PAGES:
    assert client.get(path).status_code == 200
heavy = {"spacy", "thinc", "scrapy", "twisted"} & {name.split(".")[0] for name in sys.modules}
# The kernel's high-water mark of this program alone; getrusage would count the test runner's.
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])
print(sorted(heavy), "under 200 MB" if peak < 200_000 else f"{peak} kB")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.stdout.strip() == "[] under 200 MB", done.stderr


def test_commands_do_not_pay_for_flask() -> None:
    program = "import sys, webapp; print('flask' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False"
