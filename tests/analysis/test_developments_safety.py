"""What must hold of developments whatever happens: keys, crashes, several workers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from analysis import developments
from analysis.developments import key_of, record_pending
from data.db import writing
from data.models import DevelopmentMember, Document
from data.queries.developments import waiting_pieces
from tests.analysis.publishing import all_developments, clock, members_of, publish


def test_the_key_is_made_from_what_founds_it(store: Engine) -> None:
    with writing(store) as session:
        change = publish(session, "Decision 12/2026")
        (piece,) = waiting_pieces(session)
        url = session.get_one(Document, change.document_id).url
    record_pending(store, clock=clock)
    assert [row.key for row in all_developments(store)] == [key_of(piece, url)]
    assert key_of(replace(piece, topic="imei"), url) != key_of(piece, url)


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process dies while the second piece is written."""
    real, seen = developments.record_piece, []

    def dying(*args: object, **values: object) -> bool:
        seen.append(args)
        done = real(*args, **values)  # type: ignore[arg-type]  # passed through as they came
        if len(seen) == 2:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(developments, "record_piece", dying)
    yield
    monkeypatch.setattr(developments, "record_piece", real)


def test_a_crash_loses_and_repeats_nothing(
    store: Engine, crash: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(store) as session:
        for number in range(4):
            publish(
                session,
                f"Decision {number + 10}/2026",
                effective_on=date(2027, 2, number + 3),
                limits=[],
            )
    with pytest.raises(KeyboardInterrupt):
        record_pending(store, clock=clock)
    assert len(all_developments(store)) == 1
    monkeypatch.undo()
    assert record_pending(store, clock=clock) == 3
    assert len(all_developments(store)) == 4
    assert sorted(members_of(store).values()) == sorted(
        row.id or 0 for row in all_developments(store)
    )


def test_a_rule_change_belongs_to_one_development(store: Engine) -> None:
    with writing(store) as session:
        change = publish(session, "Decision 12/2026")
    record_pending(store, clock=clock)
    (found,) = all_developments(store)
    with pytest.raises(IntegrityError), writing(store) as session:
        session.add(
            DevelopmentMember(
                rule_change_id=change.id or 0,
                development_id=found.id or 0,
                joined_at=clock(),
                reason="again",
            )
        )


def test_two_workers_at_once_make_no_second_development(store: Engine) -> None:
    with writing(store) as session:
        for number in range(6):
            publish(session, f"Decision {number + 10}/2026", limits=[], effective_on=None)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: record_pending(store, clock=clock), range(2)))
    made.append(record_pending(store, clock=clock))
    assert sum(made) == 6
    assert len(all_developments(store)) == 6
    assert len(members_of(store)) == 6


def test_waiting_pieces_come_in_the_order_of_publication(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Later", published_on=date(2026, 11, 12))
        publish(session, "Unknown", published_on=None)  # detected on 13 November
        publish(session, "Earlier", published_on=date(2026, 9, 1))
        days = [piece.day for piece in waiting_pieces(session)]
    assert days == [date(2026, 9, 1), date(2026, 11, 12), date(2026, 11, 13)]


def test_the_order_in_which_changes_came_in_makes_no_other_groups(store: Engine) -> None:
    """An undisturbed run and one in pieces end with the same developments."""
    titles = ["Draft Decision 12/2026", "Decision 12/2026", "Decision 13/2026", "Rules 13/2026"]
    for start, country in ((0, "TR"), (2, "BR")):
        for title in titles[start:] + titles[:start]:
            with writing(store) as session:
                publish(session, title, country=country, limits=[], effective_on=None)
            if country == "BR":
                record_pending(store, clock=clock)
    record_pending(store, clock=clock)
    found = [row.jurisdiction for row in all_developments(store)]
    assert sorted(found) == ["BR", "BR", "TR", "TR"]


def test_what_a_development_is_made_of_says_why(store: Engine) -> None:
    with writing(store) as session:
        publish(session, "Guidelines on foreign SIMs in machines", limits=[], effective_on=None)
        publish(session, "Draft guidelines on foreign SIMs in machines", limits=[])
    record_pending(store, clock=clock)
    with writing(store) as session:
        reasons = {member.reason for member in session.exec(select(DevelopmentMember))}
    assert reasons == {"the first to report it", "its title says the same"}
