"""What a page costs: how large a list gets, and what the web process loads.

How many questions each page asks stands in :mod:`tests.webapp.test_queries`.
"""

import subprocess
import sys

from flask import Flask

from tests.webapp.filled import client_of, engine_of
from tests.webapp.statements import statements


def test_a_list_stays_small_however_long_it_is(filled_app: Flask) -> None:
    page = client_of(filled_app, "owner").get("/fleet/sims")
    assert len(page.data) < 150_000
    assert page.text.count("<tr>") == 101


def test_a_page_on_which_nobody_is_signed_in_asks_nothing(filled_app: Flask) -> None:
    client = filled_app.test_client()
    client.get("/login")  # asks once whether there is any account at all
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
