"""The ledger in the store: nothing is changed silently, nothing known is forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.exc import IntegrityError

from data.db import writing
from data.ledger import Entry, Origin, SeedResult, StaleEntryError, record_fact, sync_ledger
from data.models import LedgerEntry
from data.queries.ledger import entries_ever, entries_known, first_known
from data.rules import RuleFact, rule_facts

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fact(number: int = 1, **values: Any) -> RuleFact:
    defaults: dict[str, Any] = {
        "id": f"tr-imei-{number}",
        "country": "TR",
        "topic": "imei",
        "stance": "conditional",
        "summary": "Devices are registered within 120 days.",
        "applies_to": "all",
        "status": "in_force",
        "source_kind": "law",
        "confidence": "high",
    }
    return RuleFact.model_validate(defaults | values)


def known(engine: Engine, at: datetime) -> list[Entry]:
    with writing(engine) as session:
        return entries_known(session, at=at)


def sync(engine: Engine, *facts: RuleFact, at: datetime) -> SeedResult:
    with writing(engine) as session:
        return sync_ledger(session, facts, now=at)


def test_all_bundled_facts_go_in_once_and_come_out_as_they_went_in(store: Engine) -> None:
    facts = rule_facts()
    assert sync(store, *facts, at=START).added == len(facts)
    assert sync(store, *facts, at=START + HOUR) == SeedResult(unchanged=len(facts))
    found = known(store, START + HOUR)
    assert sorted((entry.fact for entry in found), key=lambda one: one.id) == list(facts)
    assert {entry.known_from for entry in found} == {START}


def test_a_fact_that_reads_otherwise_is_a_new_entry_and_the_old_one_is_closed(
    store: Engine,
) -> None:
    sync(store, fact(), fact(2), at=START)
    done = sync(store, fact(stance="restricted"), at=START + HOUR)
    assert done == SeedResult(changed=1, withdrawn=1)
    assert [entry.fact.stance for entry in known(store, START)] == ["conditional"] * 2
    (now,) = known(store, START + HOUR)
    assert (now.fact.stance, now.known_from, now.known_until) == ("restricted", START + HOUR, None)
    assert len(known(store, START + HOUR - timedelta(seconds=1))) == 2
    assert known(store, START - HOUR) == []


def test_an_officers_entry_survives_whatever_the_files_say(store: Engine) -> None:
    sync(store, fact(), at=START)
    with writing(store) as session:
        record_fact(
            session, fact(stance="prohibited"), by="officer@fleet.test", note="Read it", now=START
        )
    sync(store, fact(stance="restricted"), at=START + HOUR)
    sync(store, at=START + 2 * HOUR)
    (officer,) = known(store, START + 2 * HOUR)
    assert (officer.fact.stance, officer.recorded_by, officer.note) == (
        "prohibited",
        "officer@fleet.test",
        "Read it",
    )
    assert {(entry.origin, str(entry.fact.stance)) for entry in known(store, START + HOUR)} == {
        (Origin.SEED, "restricted"),
        (Origin.OFFICER, "prohibited"),
    }


def test_the_second_of_two_officers_is_told(store: Engine) -> None:
    with writing(store) as session:
        first = record_fact(session, fact(), by="owner", now=START)
    with writing(store) as session:
        record_fact(session, fact(limit_days=90), by="owner", now=START, replaces=first.id or 0)
    with pytest.raises(StaleEntryError, match="somebody else"), writing(store) as session:
        record_fact(session, fact(limit_days=60), by="teammate", now=START, replaces=first.id or 0)
    with pytest.raises(StaleEntryError), writing(store) as session:
        record_fact(session, fact(limit_days=60), by="teammate", now=START)
    assert [entry.fact.limit_days for entry in known(store, START + HOUR)] == [90]


def test_the_store_itself_refuses_a_second_open_entry(store: Engine) -> None:
    sync(store, fact(), at=START)
    with pytest.raises(IntegrityError), writing(store) as session:
        session.add(
            LedgerEntry(
                fact_id="tr-imei-1", origin="seed", recorded_by="seed", country="TR", topic="imei",
                fact=fact().model_dump(mode="json"), known_from=START,
            )
        )  # fmt: skip


def test_a_fact_read_twice_is_the_same_and_one_that_changed_is_not(store: Engine) -> None:
    """Facts are read through a memory of the process: it must never answer for another."""
    sync(store, fact(), at=START)
    first = known(store, START)[0].fact
    assert known(store, START)[0].fact == first == fact()
    sync(store, fact(limit_days=30), at=START + HOUR)
    assert [known(store, at)[0].fact.limit_days for at in (START, START + HOUR)] == [None, 30]


@pytest.mark.parametrize(
    "values",
    [
        {"limits": [{"shape": "cumulative", "days": 90, "window_days": 120, "per": "imei"}]},
        {"limits": []},
        {"limits": None, "limit_days": 0},
        {
            "source_url": "https://law.test/a?b=c&d=ü",
            "summary": "Sürekli dolaşım yasaktır: “hayır”.",
        },
        {"effective": "2026-07", "until": "2027", "superseded_by": "tr-imei-9", "disputes": True},
    ],
)
def test_every_field_of_a_fact_survives_the_store(store: Engine, values: dict[str, Any]) -> None:
    sync(store, fact(**values), at=START)
    (entry,) = known(store, START)
    assert entry.fact == fact(**values)
    assert sync(store, fact(**values), at=START + HOUR) == SeedResult(unchanged=1)


def test_what_two_officers_say_of_two_facts_does_not_meet(store: Engine) -> None:
    with writing(store) as session:
        record_fact(session, fact(1), by="owner", now=START)
        record_fact(session, fact(2), by="teammate", now=START)
    assert {(entry.fact.id, entry.recorded_by) for entry in known(store, START)} == {
        ("tr-imei-1", "owner"),
        ("tr-imei-2", "teammate"),
    }


def test_evidence_stays_with_its_entry_and_goes_on_no_other(store: Engine) -> None:
    evidence = {"proposal": 3, "quotes": ["Yabancı hat 120 gün kalabilir."]}
    with writing(store) as session:
        row = record_fact(session, fact(), by="owner", now=START, evidence=evidence)
        record_fact(session, fact(limit_days=9), by="owner", now=START + HOUR, replaces=row.id or 0)
    assert known(store, START)[0].evidence == evidence
    assert known(store, START + HOUR)[0].evidence == {}


def test_history_tells_all_the_latest_first(store: Engine) -> None:
    sync(store, fact(), at=START)
    sync(store, fact(limit_days=120), fact(3, country="DE"), at=START + HOUR)
    with writing(store) as session:
        assert [entry.fact.limit_days for entry in entries_ever(session, "TR")] == [120, None]
        assert first_known(session) == START
        assert [
            entry.fact.country
            for entry in entries_known(session, at=START + HOUR, countries=["DE"])
        ] == ["DE"]


#: What is written, step by step: the files (which facts, with which limit), or an officer's word.
STEPS = st.lists(
    st.one_of(
        st.dictionaries(st.integers(1, 3), st.integers(1, 3), max_size=3),
        st.tuples(st.integers(1, 3), st.integers(4, 6)),
    ),
    max_size=6,
)


@given(STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_known_at_any_moment_is_what_a_replay_of_all_writing_gives(
    sqlite_store: Engine, steps: list[dict[int, int] | tuple[int, int]]
) -> None:
    with writing(sqlite_store) as session:
        session.exec(delete(LedgerEntry))
    beliefs: list[dict[tuple[int, str], int]] = [{}]
    for place, step in enumerate(steps):
        at = START + place * HOUR
        believed = dict(beliefs[-1])
        with writing(sqlite_store) as session:
            if isinstance(step, dict):
                sync_ledger(session, [fact(n, limit_days=days) for n, days in step.items()], now=at)
                believed = {key: days for key, days in believed.items() if key[1] == "officer"}
                believed |= {(n, "seed"): days for n, days in step.items()}
            else:
                n, days = step
                replaces = next(
                    (
                        entry.entry_id
                        for entry in entries_known(session, at=at)
                        if entry.fact.id == f"tr-imei-{n}" and entry.origin is Origin.OFFICER
                    ),
                    0,
                )
                record_fact(session, fact(n, limit_days=days), by="o", now=at, replaces=replaces)
                believed[n, "officer"] = days
        beliefs.append(believed)
    for place, believed in enumerate(beliefs):
        found = known(sqlite_store, START + (place - 1) * HOUR + HOUR / 2)
        told = {
            (int(entry.fact.id[-1]), entry.origin.value): entry.fact.limit_days for entry in found
        }
        assert told == believed
