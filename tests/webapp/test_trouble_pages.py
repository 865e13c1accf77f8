"""Since when a source is in trouble, what befell it before, and an outage of our own."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from data.db import reading, writing
from data.models import Trouble
from data.queries.troubles import troubled_since
from tests.factories import NOW, make_source
from tests.source_history import make_trouble
from tests.webapp.conftest import SignIn
from tests.webapp.filled import client_of, engine_of
from tests.webapp.test_pages import get, text_of

DOWN = "Our own connection has been down since 16 Nov 2026, 06:00 UTC; no source is blamed."


def fall(store: Engine, **values: Any) -> None:
    """Our own connection breaks two hours before the fixed moment."""
    defaults: dict[str, Any] = {"opened_at": NOW - timedelta(hours=2), "open_as": "connection"}
    with writing(store) as session:
        session.add(Trouble(kind="outage", reason="6 of 7 hosts failed.", **(defaults | values)))


def test_the_overview_says_since_when_each_trouble_is_open(filled_app: Flask) -> None:
    card = get(filled_app, "/").split("Sources in trouble</h2>")[1].split("</section>")[0]
    assert text_of(card).count("since 14 Nov 2026") == 3


def test_the_board_says_since_when_each_trouble_is_open(filled_app: Flask) -> None:
    rows = get(filled_app, "/sources").split("<tr>")
    told = {
        row.split("/sources/")[1].split('"')[0]: "since 14 Nov" in text_of(row) for row in rows[2:]
    }
    assert {name for name, since in told.items() if since} == {"in-dtb", "ng-nca", "fr-arm"}
    assert len(told) == 9


def test_an_open_trouble_counts_from_its_opening_and_another_from_the_health_it_has(
    store: Engine,
) -> None:
    week, hour = NOW - timedelta(days=7), NOW - timedelta(hours=1)
    with writing(store) as session:
        back = make_source(session, "back", health="failing", health_since=hour)
        fresh = make_source(session, "fresh", health="blocked", health_since=hour)
        well = make_source(session, "well", health_since=week)
        make_trouble(session, back, opened_at=week, falls=2)
        make_trouble(session, well, kind="tls", closed_at=hour)
    with reading(store) as session:
        assert troubled_since(session, [back, fresh, well]) == {"back": week, "fresh": hour}


def test_an_outage_of_ours_stands_on_top_of_overview_sources_and_coverage(
    filled_app: Flask,
) -> None:
    fall(engine_of(filled_app))
    for path in ("/", "/sources", "/coverage"):
        text = text_of(get(filled_app, path))
        assert f"{DOWN} 6 of 7 hosts failed. Until it is back, silence means nothing." in text, path


def test_an_outage_that_ended_is_not_told_there(filled_app: Flask) -> None:
    fall(engine_of(filled_app), open_as=None, closed_at=NOW - timedelta(hours=1))
    for path in ("/", "/sources", "/coverage"):
        assert "Our own connection" not in client_of(filled_app, "owner").get(path).text, path


def test_a_source_lists_its_troubles_newest_first(sign_in: SignIn, sqlite_store: Engine) -> None:
    with writing(sqlite_store) as session:
        source = make_source(session, "one", health="blocked", health_reason="A <login> answers.")
        make_trouble(
            session, source, kind="tls", reason="The certificate has run out.", falls=3,
            opened_at=NOW - timedelta(days=40), closed_at=NOW - timedelta(days=38),
        )  # fmt: skip
        make_trouble(session, source)
        make_trouble(session, make_source(session, "other"), kind="moved", reason="It went away.")
    page = sign_in("owner").get("/sources/one").text
    text = text_of(page.split("Troubles</h2>")[1].split("</table>")[0])
    assert text == (
        "What Opened Closed "
        "Blocked A &lt;login&gt; answers. 14 Nov 2026, 08:00 UTC still open "
        "TLS broken came back 2 times The certificate has run out. "
        "7 Oct 2026, 08:00 UTC 9 Oct 2026, 08:00 UTC"
    )


def test_a_source_that_never_was_in_trouble_lists_none(filled_app: Flask) -> None:
    assert "Troubles</h2>" not in get(filled_app, "/sources/tr-btd")
