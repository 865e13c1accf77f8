"""How many questions each page asks the store: a bounded number, and no more where there are more rows.

Two small stores of one shape (:mod:`tests.large`), the second with three times the rows. Every page of
the table of routes is asked for on both, so that a new page is held to this by itself.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlmodel import select

from data.models import Document, Source
from tests.large.addresses import Address, addresses
from tests.large.sizes import Sizes
from tests.large.store import Large, open_large
from tests.webapp.filled import client_of, engine_of
from tests.webapp.statements import statements
from webapp import create_app
from webapp.pages import db

FEW = Sizes(sims=300, documents=150, changes=30, alerts=12, days=4)
MORE = Sizes(sims=900, documents=450, changes=90, alerts=36, days=12)
#: Most questions of a page that the table does not name; the frame's three are among them.
USUAL = 12
#: Endpoint → most questions, for pages that lay many things side by side.
TABLE = {
    "alerts.index": 18,
    "alerts.show": 28,
    "changes.index": 12,
    "changes.show": 13,
    "clocks.show": 16,
    "countries.show": 20,
    "documents.show": 13,
    "feedback.finding": 11,
    "fleet.index": 17,
    "overview.index": 26,
    "plans.index": 11,
    "plans.show": 14,
    "sources.index": 12,
    "sources.show": 12,
    "start.index": 15,
    "whatif.index": 13,
}


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Flask]]:
    """The app on the store with few rows, and on the one with more."""
    stores = [
        open_large(tmp_path_factory.mktemp(name), sizes)
        for name, sizes in (("few", FEW), ("more", MORE))
    ]
    yield _app(stores[0]), _app(stores[1])
    for one in stores:
        one.engine.dispose()


def _app(large: Large) -> Flask:
    return create_app(large.settings, large.engine, lambda: large.now)


def questions(app: Flask, wanted: list[Address]) -> dict[str, int]:
    """Endpoint → most questions that one of its addresses asks, of an officer if that one sees it."""
    officer, administrator = client_of(app, "teammate"), client_of(app, "owner")
    found: dict[str, int] = {}
    for address in wanted:
        with statements(engine_of(app)) as asked:
            answer = officer.get(address.path)
            answer.close()
        if answer.status_code in (403, 404):
            with statements(engine_of(app)) as asked:
                administrator.get(address.path).close()
        found[address.endpoint] = max(found.get(address.endpoint, 0), len(asked))
    return found


def test_each_page_asks_a_bounded_number_of_questions_however_many_rows_there_are(
    apps: tuple[Flask, Flask],
) -> None:
    few, more = (questions(app, addresses(app)) for app in apps)
    bounds = {name: TABLE.get(name, USUAL) for name in few}
    assert {name: count for name, count in few.items() if count > bounds[name]} == {}
    grown = {name: (few[name], count) for name, count in more.items() if count > few[name]}
    assert grown == {}


def test_a_page_that_asks_for_each_row_would_be_noticed(
    apps: tuple[Flask, Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def row_by_row() -> str:
        session = db()
        sources = session.exec(select(Document.source_id).limit(200)).all()
        return str([session.exec(select(Source).where(Source.id == one)).one() for one in sources])

    counts = []
    for app in apps:
        monkeypatch.setitem(app.view_functions, "check.index", row_by_row)
        wanted = [one for one in addresses(app) if one.endpoint == "check.index"]
        counts.append(questions(app, wanted)["check.index"])
    assert USUAL < counts[0] < counts[1]
