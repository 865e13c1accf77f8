"""The clocks as people and programs see them: counts for all, identifiers for officers alone."""

import csv
import io
import json

from flask import Flask
from sqlmodel import col, delete, select

from data.db import reading, writing
from data.models import ClockDay, ClockLimit, Fleet
from data.queries.pages_clocks import (
    LISTED,
    ClockFilter,
    counted_on,
    list_clocks,
    outlined_counts,
    touched_limits,
    with_limits,
)
from data.queries.tokens import issue_token
from tests.factories import NOW, make_fleet, make_sims
from tests.webapp.filled import client_of, engine_of
from tests.webapp.statements import statements
from webapp.context import EXTENSION

TURKIYE = "TR-roaming-in_force-cumulative-90-120-imei"
ICCID = "8949300"


def number_of(app: Flask, key: str) -> int:
    with reading(app.extensions[EXTENSION].engine) as session:
        found = session.exec(select(ClockLimit.id).where(ClockLimit.key == key)).one()
    return found or 0


def page(app: Flask, address: str, name: str = "teammate") -> str:
    answer = client_of(app, name).get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_each_limit_stands_with_its_words_source_counts_and_what_is_ahead(
    filled_app: Flask,
) -> None:
    text = page(filled_app, "/clocks")
    assert "Türkiye: 90 days within any 120, per device (IMEI)" in text
    assert "The source does not say how days are counted; we count them in a row." in text
    assert "devices are over 90 days within any 120 in Türkiye" in text
    assert "Adopted for later, or proposed" in text
    assert ICCID not in text


def test_a_country_and_a_fleet_narrow_the_list(filled_app: Flask) -> None:
    text = page(filled_app, "/clocks?country=CN")
    assert "China: 180 days in a row" in text
    assert "Türkiye: 90" not in text
    assert "No limit that binds today is broken" in page(filled_app, "/clocks?fleet=999")


def test_a_country_without_a_limit_is_not_called_permitted(filled_app: Flask) -> None:
    text = page(filled_app, "/clocks?country=AQ")
    assert "None known" in text
    assert "not “permitted”" in text


def test_what_is_unknown_is_said(filled_app: Flask) -> None:
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        make_sims(session, make_fleet(session), 3, last_seen_at=None)
    text = page(filled_app, "/clocks")
    assert "never seen anywhere: no clock runs" in text
    address = f"/clocks/{number_of(filled_app, TURKIYE)}?state="
    text = page(filled_app, address)
    assert "IMEI not known" not in text  # that SIM is far from the limit, and so not listed
    # The number on /clocks and the list behind its link add up.
    said = "1 unknown is not listed one by one"
    assert said in text
    assert said in page(filled_app, f"{address}unknown")
    assert said not in page(filled_app, f"{address}over")


def test_an_officer_sees_sims_a_viewer_their_number(filled_app: Flask) -> None:
    address = f"/clocks/{number_of(filled_app, TURKIYE)}?state=over"
    officer, viewer = page(filled_app, address), page(filled_app, address, "stranger")
    assert ICCID in officer
    assert "Law 7186" in officer
    assert ICCID not in viewer
    assert "Identifiers of SIMs are for officers" in viewer


def test_officers_take_the_list_away_as_csv(filled_app: Flask) -> None:
    address = f"/clocks/{number_of(filled_app, TURKIYE)}.csv?state=over"
    answer = client_of(filled_app, "teammate").get(address)
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert rows
    assert {row["state"] for row in rows} == {"over"}
    assert all(row["iccid"].startswith(ICCID) and len(row["key"]) == 15 for row in rows)
    assert all(int(row["observed"]) > 90 for row in rows)
    assert client_of(filled_app, "stranger").get(address).status_code == 403


def test_a_fleet_s_name_cannot_become_a_formula(filled_app: Flask) -> None:
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        session.exec(select(Fleet).order_by(col(Fleet.id))).first().name = "=cmd()"  # type: ignore[union-attr]
    address = f"/clocks/{number_of(filled_app, TURKIYE)}.csv"
    text = client_of(filled_app, "teammate").get(address).get_data(as_text=True)
    assert ",'=cmd()," in text


def test_a_limit_that_is_counted_for_the_first_time_says_so_instead_of_zeros(
    filled_app: Flask,
) -> None:
    number = number_of(filled_app, TURKIYE)
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        session.get_one(ClockLimit, number).counted = False
        session.exec(delete(ClockDay).where(col(ClockDay.limit_id) == number))
    row = page(filled_app, "/clocks").split("Türkiye: 90 days within any 120")[1].split("</tr>")[0]
    assert "Being counted for the first time" in row
    assert 'class="quiet">0<' not in row
    assert "being counted for the first time" in page(filled_app, f"/clocks/{number}")


def test_pages_of_a_list_follow_each_other_from_state_to_state(filled_app: Flask) -> None:
    number = number_of(filled_app, TURKIYE)
    with reading(filled_app.extensions[EXTENSION].engine) as session:
        whole = list(list_clocks(session, ClockFilter(limit_id=number)))
        states = [row.clock.state for row in whole]
        assert states == sorted(states, key=LISTED.index)
        assert len(set(states)) > 1
        for size in (7, 20):
            pages = [
                row.clock.id
                for start in range(0, len(whole), size)
                for row in list_clocks(
                    session, ClockFilter(limit_id=number), limit=size, offset=start
                )
            ]
            assert pages == [row.clock.id for row in whole]


def test_no_page_of_a_list_is_sorted_or_looked_up_from_its_beginning(filled_app: Flask) -> None:
    chosen = ClockFilter(limit_id=number_of(filled_app, TURKIYE), state="over")
    engine = engine_of(filled_app)
    with reading(engine) as session:
        with statements(engine) as asked:
            assert list(list_clocks(session, chosen, limit=2, offset=2))
        (one,) = asked
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {one.text}", one.values)
        steps = [row[3] for row in plan]
    assert any("COVERING INDEX ix_clock_listed (limit_id=? AND state=?)" in step for step in steps)
    # Only the page's own rows are put in order, after they were found.
    assert [step for step in steps if "B-TREE" in step] == ["USE TEMP B-TREE FOR ORDER BY"]
    assert "B-TREE" in steps[-1]


def test_an_unknown_limit_is_not_found(filled_app: Flask) -> None:
    client = client_of(filled_app, "owner")
    assert client.get("/clocks/9999").status_code == 404
    assert client.get("/clocks/9999.csv").status_code == 404


def test_programs_get_the_same_counts_without_an_identifier(filled_app: Flask) -> None:
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        secret = issue_token(session, user_id=1, name="probe", now=NOW)
    client = filled_app.test_client()

    def ask(words: str = "") -> tuple[int, str]:
        answer = client.get(f"/api/v1/clocks{words}", headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code, answer.get_data(as_text=True)

    status, text = ask()
    found = json.loads(text)
    assert (status, found["counted_on"]) == (200, NOW.date().isoformat())
    turkiye = next(one for one in found["limits"] if one["key"] == TURKIYE)
    assert turkiye["counts"]["over"] > 0
    assert turkiye["sources"][0]["ref"].startswith("tr-roaming")
    assert ICCID not in text
    assert {one["country"] for one in json.loads(ask("?country=tr")[1])["limits"]} == {"TR"}
    assert ask("?country=XX")[0] == 400
    assert ask("?fleet=Nobody")[0] == 404
    assert json.loads(ask("?fleet=Sample fleet")[1])["limits"]


def test_the_fleet_s_and_a_country_s_page_show_the_limits_that_count(filled_app: Flask) -> None:
    for address in ("/fleet", "/countries/TR"):
        text = page(filled_app, address)
        assert "Türkiye: 90 days within any 120, per device (IMEI)" in text, address
        assert "Argentina: 90 days" not in text
    assert "h-clocks" not in page(filled_app, "/countries/US")


def test_the_most_urgent_limits_are_the_first_of_all_with_the_same_counts(
    filled_app: Flask,
) -> None:
    with reading(engine_of(filled_app)) as session:
        every = outlined_counts(session, day=counted_on(session))
        binding = with_limits(
            session,
            [r for r in every if r.limit.status in ("in_force", "unclear") and r.counted],
        )
        assert len(binding) > 2
        assert touched_limits(session, limit=99) == binding
        assert touched_limits(session, limit=2) == binding[:2]
        assert touched_limits(session, countries=["TR"], limit=99) == [
            row for row in binding if row.limit.country == "TR"
        ]


def near_clocks(app: Flask) -> str:
    text = page(app, "/")
    start = text.index("Clocks near their limit")
    return text[start : text.index("</section>", start)]


def test_the_overview_names_the_limits_that_most_sims_are_about_to_break(
    filled_app: Flask,
) -> None:
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        limits = session.exec(
            select(ClockLimit).where(ClockLimit.runs, ~col(ClockLimit.consumer)).limit(2)
        ).all()
        few, many = (row.id or 0 for row in limits)
        day = session.exec(select(col(ClockDay.day))).first() or NOW.date()
        session.exec(delete(ClockDay).where(col(ClockDay.limit_id).in_([few, many])))
        for limit, soon in ((few, 1), (many, 9)):
            session.add(
                ClockDay(
                    day=day, fleet_id=1, limit_id=limit, approaching=9000 + soon, in_7=9000 + soon
                )
            )
        for row in limits:
            row.status, row.counted = "in_force", True
    text = near_clocks(filled_app)
    assert text.index("9,009 approaching") < text.index("9,001 approaching")
    assert f'href="/clocks/{many}?state=approaching"' in text
    assert "9,009 break it within 7 days" in text


def test_limits_for_people_s_phones_and_fine_ones_are_not_near(filled_app: Flask) -> None:
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        day = session.exec(select(col(ClockDay.day))).first() or NOW.date()
        session.exec(delete(ClockDay))
        limit = session.exec(select(ClockLimit).where(ClockLimit.runs)).first()
        assert limit is not None
        limit.status, limit.consumer = "in_force", True
        session.add(ClockDay(day=day, fleet_id=1, limit_id=limit.id or 0, approaching=5, over=5))
    assert "No SIM is near a limit" in near_clocks(filled_app)
    with writing(filled_app.extensions[EXTENSION].engine) as session:
        limit = session.get_one(ClockLimit, limit.id)
        limit.consumer = False
        row = session.exec(select(ClockDay)).one()
        row.approaching = row.over = 0
        row.fine = 7
    assert "No SIM is near a limit" in near_clocks(filled_app)
