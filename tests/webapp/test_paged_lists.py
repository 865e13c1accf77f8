"""Lists that outgrow a page: the worst first, the rest a link away, the filters kept in the address."""

import re
from html import unescape
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session

from data.countries import WORLD, members
from data.db import writing
from data.models import ClockDay, ClockLimit, ClockMark
from data.queries import pages_documents
from data.search.index import index_some
from tests.factories import NOW, make_document, make_fleet, make_sims, make_source
from tests.webapp.conftest import SignIn
from tests.webapp.test_pages import text_of
from webapp.views import documents


def rows(page: str) -> list[str]:
    """What stands in the table's rows, without its head."""
    return [text_of(row) for row in page.split("<tr>") if "</td>" in row]


def walk(client: FlaskClient, address: str) -> list[list[str]]:
    """The rows of each page, from the first by the links to the next."""
    found = []
    while address:
        page = client.get(address).text
        found.append(rows(page))
        after = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(after.group(1)) if after else ""
    return found


def each_once(pages: list[list[str]]) -> bool:
    every = [row for page in pages for row in page]
    return len(every) == len(set(every))


def test_the_board_of_sources_has_pages_of_fifty_the_worst_first(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        for number in range(118):
            health = "blocked" if number % 2 else "healthy"
            make_source(session, f"source-{number:03}", health=health)
        make_source(session, "page", kind="page", health="blocked")
    pages = walk(sign_in("owner"), "/sources?kind=feed")
    assert [len(page) for page in pages] == [50, 50, 18]
    assert each_once(pages)
    troubled = ["Blocked" in row for page in pages for row in page]
    assert troubled == [True] * 59 + [False] * 59
    assert [len(page) for page in walk(sign_in("owner"), "/sources?country=TR&kind=page")] == [1]


def test_the_matrix_of_countries_has_pages_of_a_hundred_most_sims_first(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    codes = sorted(members(WORLD, NOW.date()))[:130]
    with writing(sqlite_store) as session:
        fleet = make_fleet(session)
        for number, code in enumerate(codes):
            make_source(session, f"source-{code}", country=code)
            if number < 120:
                make_sims(session, fleet, number + 1, visited_country=code)
    pages = walk(sign_in("owner"), "/countries?show=live")
    assert [len(page) for page in pages] == [100, 20]
    sims = [int(re.findall(r"\d+", row)[0]) for page in pages for row in page]
    assert all(more > less for more, less in pairwise(sims))
    assert [len(page) for page in walk(sign_in("owner"), "/countries")] == [100, 30]


def test_a_phrase_of_very_many_documents_is_listed_as_far_as_a_reader_goes(
    sign_in: SignIn, sqlite_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_documents, "MOST_FOUND", 120)
    monkeypatch.setattr(documents, "MOST_FOUND", 120)
    with writing(sqlite_store) as session:
        source = make_source(session)
        for number in range(130):
            make_document(session, source, title=f"Ninety days, {number}")
        index_some(session, limit=130)
    client = sign_in("owner")
    page = text_of(client.get('/documents?q="ninety days"').text)
    assert "More than 120 documents with “" in page
    assert "1–50 of more than 120" in page
    assert [len(one) for one in walk(client, '/documents?q="ninety days"')] == [50, 50, 20]
    assert "101–120 of more than 120" in text_of(
        client.get('/documents?q="ninety days"&page=9').text
    )
    exact = text_of(client.get("/documents?q=ninety").text)
    assert "130 documents with “" in exact
    assert "1–50 of 130" in exact


def limits(session: Session, number: int, *, status: str, over: int) -> None:
    """So many limits of Türkiye; the first is broken by ``over`` SIMs, each next one by one less."""
    fleet = make_fleet(session)
    for place in range(number):
        limit = ClockLimit(
            key=f"{status}-{over}-{place}", country="TR", topic="roaming", status=status,
            shape="consecutive", days=place + 1, per="sim", warn_at=0.8, counted=True,
        )  # fmt: skip
        session.add(limit)
        session.flush()
        session.add(
            ClockDay(
                day=NOW.date(), fleet_id=fleet.id or 0, limit_id=limit.id or 0,
                over=max(0, over - place),
            )
        )  # fmt: skip


def test_the_clocks_name_the_worst_limits_and_lead_to_the_rest(
    sign_in: SignIn, sqlite_store: Engine
) -> None:
    with writing(sqlite_store) as session:
        limits(session, 60, status="in_force", over=100)
        limits(session, 55, status="unclear", over=0)
        limits(session, 12, status="proposed", over=50)
        session.add(
            ClockMark(
                day=NOW.date(), presence_id=0, limits="", counted_all_on=NOW.date(), finished_at=NOW
            )
        )
    client = sign_in("owner")
    page = client.get("/clocks?country=TR").text
    assert "60 limits of 115 are broken" in text_of(page)
    assert len(rows(page)) == 25 + 10 + 10
    sizes = {}
    for name, count in (("touched", 60), ("idle", 55), ("ahead", 12)):
        address = f"/clocks?show={name}&country=TR"
        assert f'<a href="{address}">All {count}</a>' in unescape(page).replace(' class="more"', "")
        pages = walk(client, address)
        assert each_once(pages)
        sizes[name] = [len(one) for one in pages]
    assert sizes == {"touched": [50, 10], "idle": [50, 5], "ahead": [12]}
    first, *_ = walk(client, "/clocks?show=touched")
    assert [int(re.findall(r"(\d+) 0 0 0", row)[0]) for row in first] == list(range(100, 50, -1))


def test_a_part_of_the_clocks_without_any_limit_says_so(sign_in: SignIn) -> None:
    client = sign_in("owner")
    for name in ("touched", "idle", "ahead"):
        text = text_of(client.get(f"/clocks?show={name}").text)
        assert "None known" in text or "Not counted yet" in text
