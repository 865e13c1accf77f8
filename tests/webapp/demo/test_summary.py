"""The figures of a demo are counted where they stand."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from data.db import writing
from data.models import Delivery, Document, Fleet, Sim, Snapshot, Source, User, Version
from data.queries.tokens import issue_token
from data.settings import Settings
from data.words import DeliveryState, Health, Role, SimState
from webapp.demo.summary import compare_texts, summarise

KEYS = {
    "sources",
    "documents",
    "versions",
    "findings",
    "changes",
    "alerts",
    "mails",
    "feed_items",
    "live_sims",
    "failed_sources",
}


@pytest.fixture
def token(store: Engine, now: datetime) -> str:
    with writing(store) as session:
        user = User(email="o@demo.example", name="O", role=Role.OFFICER.value, created_at=now)
        session.add(user)
        session.flush()
        return issue_token(session, user.id or 0, name="t", now=now)


def add_source(session: Session, name: str, health: Health = Health.HEALTHY) -> None:
    session.add(
        Source(
            id=name,
            authority="M",
            authority_name="Sample: M",
            authority_kind="telecom_regulator",
            country="BE",
            title=name,
            kind="feed",
            url=f"http://127.0.0.1:1/{name}",
            language="en",
            sample=True,
            health=health.value,
        )
    )
    session.flush()


def add_text(session: Session, url: str, *texts: str, now: datetime) -> None:
    document = Document(url=url, source_id="a", title="T", first_seen_at=now)
    session.add(document)
    session.flush()
    for seq, text in enumerate(texts, start=1):
        snapshot = Snapshot(
            document_id=document.id or 0,
            seq=seq,
            sha256=f"{seq:064}",
            size=1,
            url=url,
            fetched_at=now,
            media_type="text/html",
        )
        session.add(snapshot)
        session.flush()
        session.add(
            Version(
                snapshot_id=snapshot.id or 0,
                document_id=document.id or 0,
                extractor="1",
                cause="first",
                created_at=now,
                title="T",
                language="en",
                text=text,
                text_sha256="0" * 64,
            )
        )
        session.flush()


def test_an_empty_store_counts_nothing_under_every_key(
    store: Engine, store_settings: Settings, now: datetime, token: str
) -> None:
    figures = summarise(store, store_settings, now=now, feed_token=token)

    assert figures == dict.fromkeys(KEYS, 0)


def test_failed_sources_are_those_that_fail_hide_or_are_empty(
    store: Engine, store_settings: Settings, now: datetime, token: str
) -> None:
    with writing(store) as session:
        for health in Health:
            add_source(session, health.value, health)

    figures = summarise(store, store_settings, now=now, feed_token=token)

    assert (figures["sources"], figures["failed_sources"]) == (len(Health), 3)


def test_only_mails_that_went_out_count(
    store: Engine, store_settings: Settings, now: datetime, token: str
) -> None:
    with writing(store) as session:
        for number, state in enumerate(DeliveryState):
            session.add(
                Delivery(
                    key=f"k{number}",
                    channel="mail",
                    recipient="o@demo.example",
                    state=state.value,
                    created_at=now,
                    next_attempt_at=now,
                )
            )

    assert summarise(store, store_settings, now=now, feed_token=token)["mails"] == 1


def test_live_sims_are_those_seen_lately_that_may_connect(
    store: Engine, store_settings: Settings, now: datetime, token: str
) -> None:
    with writing(store) as session:
        fleet = Fleet(name="F", created_at=now, sample=True)
        session.add(fleet)
        session.flush()
        cases = [
            (SimState.ACTIVE, 1),
            (SimState.READY, 29),
            (SimState.ACTIVE, 31),
            (SimState.SUSPENDED, 1),
        ]
        for number, (state, days) in enumerate(cases):
            session.add(
                Sim(
                    fleet_id=fleet.id or 0,
                    iccid=f"8944{number:015}",
                    iccid_key=f"8944{number:014}",
                    state=state.value,
                    visited_country="BE",
                    last_seen_at=now - timedelta(days=days),
                    updated_at=now,
                )
            )

    assert summarise(store, store_settings, now=now, feed_token=token)["live_sims"] == 2


def test_originals_are_compared_with_the_newest_version(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        add_source(session, "a")
        add_text(session, "http://x/1", "old words", "one two three four", now=now)
        add_text(session, "http://x/2", "one two", now=now)

    result = compare_texts(
        store, {"http://x/1": "one two three four", "http://x/2": "one two three four"}
    )

    assert result == {"lost": [], "worst_recall": 0.5, "worst_document": "http://x/2"}


def test_a_text_that_never_arrived_is_lost_by_name(store: Engine, now: datetime) -> None:
    with writing(store) as session:
        add_source(session, "a")
        add_text(session, "http://x/1", "one", now=now)

    result = compare_texts(store, {"http://x/1": "one", "http://x/9": "nine"})

    assert result["lost"] == ["http://x/9"]
    assert result["worst_recall"] == 1.0


def test_with_nothing_stored_there_is_no_worst(store: Engine) -> None:
    assert compare_texts(store, {"http://x/1": "one"}) == {
        "lost": ["http://x/1"],
        "worst_recall": None,
        "worst_document": "",
    }
