"""“What if” in the browser: a rule that nobody has made, its SIMs, and what could be done."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import col, select

from data.db import writing
from data.models import Presence, Sim
from tests.factories import NOW
from tests.webapp.filled import client_of, engine_of


@pytest.fixture
def app(filled_app: Flask) -> Flask:
    """The filled app; two SIMs in India were seen for 100 days, one for 70."""
    with writing(engine_of(filled_app)) as session:
        numbers = session.exec(
            select(Sim.id).where(Sim.visited_country == "IN").order_by(col(Sim.id)).limit(3)
        ).all()
        for number, days in zip(numbers, (100, 100, 70), strict=True):
            session.add(
                Presence(
                    sim_id=number or 0, country="IN", first_at=NOW - timedelta(days=days),
                    last_at=NOW, method="session",
                )
            )  # fmt: skip
    return filled_app


def page(app: Flask, query: str) -> tuple[int, str]:
    answer = client_of(app, "stranger").get(f"/check/what-if?{query}")
    return answer.status_code, " ".join(answer.text.split())


def test_ninety_days_in_india(app: Flask) -> None:
    status, text = page(app, "country=India&days=90&effective=2026-12-16")
    assert status == 200
    assert "90 days in a row in India from 16 Dec 2026: 871 live roaming SIMs there" in text
    assert "2 over it today, 3 by then if they stay." in text
    assert "None in time" in text
    assert "Counted per SIM over all 3 SIMs that were ever seen there." in text


def test_without_a_day_every_way_counts_as_in_time(app: Flask) -> None:
    _, text = page(app, "country=IN&days=90")
    assert "None in time" not in text
    assert "every way counts as in time" in text


def test_where_no_sim_is_nothing_would_have_to_be_done(app: Flask) -> None:
    status, text = page(app, "country=AQ&shape=ban")
    assert status == 200
    assert (
        "No stay at all in Antarctica: 0 live roaming SIMs there; on which days is not known."
        in text
    )
    assert "Nothing would have to be done" in text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("country=Atlantis&days=90", "Atlantis” is no country"),
        ("country=IN", "needs a number of days"),
        ("country=IN&days=90&shape=cumulative", "the days within which they count"),
        ("country=IN&days=nine", "whole number"),
        ("country=IN&days=100&shape=cumulative&window=50", "must be less than 50"),
        ("country=IN&days=120&shape=share&window=90", "must be less than 100"),
        ("country=IN&days=366&shape=calendar_year", "must be less than 366"),
        (f"country={'A' * 9000}&days=9", "“AAAAAAAAAA"),
        ("country=IN&days=9&shape=moon", "how the days are counted"),
        ("country=IN&days=9&effective=soon", "written such as 2027-01-01"),
        ("country=IN&days=9&effective=0001-01-01", "from 1900 to 2200"),
        ("country=IN&days=9&effective=9999-12-31", "from 1900 to 2200"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(app: Flask, query: str, message: str) -> None:
    status, text = page(app, query)
    assert status == 422
    assert message in text
    assert "field-error" in text
    assert not re.search("field-error[^<]*A{100}", text)


def test_without_a_question_there_is_only_the_form(app: Flask) -> None:
    status, text = page(app, "")
    assert status == 200
    assert "A rule that nobody has made yet" in text
