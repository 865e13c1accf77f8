"""Getting the demo's store ready: repeatable, and never on a store with real data."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from data.catalogue import SourceEntry
from data.db import make_engine, reading, writing
from data.models import Fleet, FleetImport, Lease, LoginToken, Sim, Source, Token, User
from data.queries.leases import claim
from data.queries.tokens import token_with_user
from data.settings import Settings
from webapp.demo.errors import DemoError
from webapp.demo.prepare import (
    FLEET,
    OFFICER,
    feed_token,
    import_fleet,
    login_link,
    prepare,
    refuse_real_store,
)
from webapp.demo.state import DemoState


def source(name: str, *, sample: bool = True) -> SourceEntry:
    return SourceEntry(
        id=name,
        authority="Model",
        authority_name="Sample: model",
        authority_kind="telecom_regulator",
        country="BE",
        title="News",
        kind="feed",
        url=f"http://127.0.0.1:1/{name}",
        language="en",
        sample=sample,
    )


def test_an_empty_folder_becomes_a_store_with_sources_and_an_officer(
    settings: Settings, now: datetime
) -> None:
    engine = make_engine(settings)

    prepare(engine, settings, [source("a"), source("b")], now=now)

    with reading(engine) as session:
        assert sorted(session.exec(select(Source.id))) == ["a", "b"]
        assert list(session.exec(select(User.email))) == [OFFICER]
    engine.dispose()


def test_preparing_again_changes_nothing(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    for day in range(3):
        prepare(sqlite_store, sqlite_settings, [source("a")], now=now + timedelta(days=day))

    with reading(sqlite_store) as session:
        assert session.exec(select(func.count()).select_from(Source)).one() == 1
        assert session.exec(select(User.created_at)).one() == now


def test_claims_of_a_demo_that_was_killed_are_dropped(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        claim(session, ["source:a"], owner="dead", now=now, seconds=3600)

    prepare(sqlite_store, sqlite_settings, [], now=now)

    with reading(sqlite_store) as session:
        assert session.exec(select(Lease)).all() == []


def test_a_store_with_a_real_source_is_refused_before_anything_is_written(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    real = source("be-bipt-news", sample=False)
    with writing(sqlite_store) as session:
        facts = {k: v for k, v in vars(real).items() if k != "reason"}
        session.add(Source(**facts))

    with pytest.raises(DemoError, match=r"holds real data \(be-bipt-news\)"):
        prepare(sqlite_store, sqlite_settings, [source("a")], now=now)

    with reading(sqlite_store) as session:
        assert session.exec(select(User)).all() == []


def test_a_store_with_a_real_fleet_is_refused(sqlite_store: Engine, now: datetime) -> None:
    with writing(sqlite_store) as session:
        session.add(Fleet(name="Trucks", created_at=now))

    with pytest.raises(DemoError, match=r"holds real data \(Trucks\)"):
        refuse_real_store(sqlite_store)


def test_the_refusal_does_not_tell_the_stores_password(
    sqlite_store: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(sqlite_store) as session:
        session.add(Fleet(name="Trucks", created_at=now))
    url = sqlite_store.url.set(query={}).set(username="u", password="hunter2hunter2")
    monkeypatch.setattr(sqlite_store, "url", url)

    with pytest.raises(DemoError) as caught:
        refuse_real_store(sqlite_store)

    assert "hunter2" not in str(caught.value)


def test_the_fleet_is_imported_once_and_marked_as_sample(
    sqlite_store: Engine, tmp_path: Path, now: datetime
) -> None:
    path = tmp_path / "fleet.csv"
    import_fleet(sqlite_store, path, now=now)
    with reading(sqlite_store) as session:
        sims = session.exec(select(func.count()).select_from(Sim)).one()
        countries = session.exec(select(func.count(func.distinct(Sim.visited_country)))).one()
    path.unlink()

    import_fleet(sqlite_store, path, now=now + timedelta(days=1))

    with reading(sqlite_store) as session:
        fleet = session.exec(select(Fleet)).one()
        assert (fleet.name, fleet.sample) == (FLEET, True)
        # The list of SIMs, and where they were.
        assert session.exec(select(func.count()).select_from(FleetImport)).one() == 2
    assert not path.exists()
    assert sims >= 19_900
    assert countries >= 25


def test_an_import_that_was_cut_short_is_done_again(
    sqlite_store: Engine, tmp_path: Path, now: datetime
) -> None:
    with writing(sqlite_store) as session:
        fleet = Fleet(name=FLEET, created_at=now, sample=True)
        session.add(fleet)
        session.flush()
        session.add(
            FleetImport(fleet_id=fleet.id or 0, filename="f", sha256="0" * 64, started_at=now)
        )

    import_fleet(sqlite_store, tmp_path / "fleet.csv", now=now)

    with reading(sqlite_store) as session:
        finished = session.exec(
            select(func.count())
            .select_from(FleetImport)
            .where(col(FleetImport.finished_at).is_not(None))
        ).one()
    assert finished == 2


def test_the_feed_token_is_made_once_and_opens_the_feed(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    prepare(sqlite_store, sqlite_settings, [], now=now)
    state = DemoState(world="samples", anchor=now.date(), port=1)

    first = feed_token(sqlite_store, state, sqlite_settings, now=now)
    second = feed_token(sqlite_store, first, sqlite_settings, now=now)

    assert first.feed_token == second.feed_token
    with reading(sqlite_store) as session:
        found = token_with_user(session, first.feed_token)
        assert found is not None
        assert found[1].email == OFFICER
        assert session.exec(select(func.count()).select_from(Token)).one() == 1


def test_each_login_link_is_a_new_one(
    sqlite_store: Engine, sqlite_settings: Settings, now: datetime
) -> None:
    prepare(sqlite_store, sqlite_settings, [], now=now)

    links = {login_link(sqlite_store, sqlite_settings, now=now) for _ in range(2)}

    assert len(links) == 2
    assert all(link.startswith(f"{sqlite_settings.base_url}/login/link/") for link in links)
    with reading(sqlite_store) as session:
        assert session.exec(select(func.count()).select_from(LoginToken)).one() == 2


def test_without_its_officer_the_demo_says_so(sqlite_store: Engine, settings: Settings) -> None:
    with pytest.raises(DemoError, match="is gone from the store"):
        login_link(sqlite_store, settings, now=datetime.now(UTC))
