"""The sample fleet comes and goes: what is real is never touched, and no trail is lost."""

import io
from datetime import datetime

import pytest
from sqlalchemy import Engine, func, inspect, text
from sqlmodel import select

from data.audit import verify
from data.db import reading, writing
from data.fleet.importing import import_csv
from data.fleet.removing import NoSampleError, remove_sample
from data.models import Alert, AuditEntry, Fleet, PlatformAccount, Sim
from data.queries.fleet import fleet_named
from data.settings import Settings
from tests.factories import make_change, make_development, make_document, make_source, make_version
from tests.webapp.conftest import SignIn
from webapp.context import Context
from webapp.firststeps import SAMPLE, load_sample, put_sample_away
from webapp.jobs import assess_pending

WHO = "owner@fleet.test"
REAL = b"ICCID;State;Country;Last seen\n89490200001234567891;active;TR;2026-11-15\n"


def load(store: Engine, now: datetime) -> int:
    return load_sample(store, actor=WHO, live_days=30, now=now)


def counts(store: Engine) -> dict[str, int]:
    """Rows of every table but the trail's, as far as there are any."""
    with store.connect() as connection:
        found = {
            name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())
            for name in inspect(store).get_table_names()
        }
    return {name: n for name, n in found.items() if n and name != "auditentry"}


def add_real(store: Engine, now: datetime) -> None:
    import_csv(store, io.BytesIO(REAL), fleet="Meters", filename="a.csv", now=now)


def test_removed_it_leaves_nothing_behind_but_its_line_in_the_trail(
    store: Engine, now: datetime
) -> None:
    add_real(store, now)
    before = counts(store)
    assert load(store, now) == 2000
    assert load(store, now) == 0
    assert put_sample_away(store, actor=WHO, now=now)
    assert counts(store) == before
    assert not put_sample_away(store, actor=WHO, now=now)
    with reading(store) as session:
        found = session.exec(select(AuditEntry).where(AuditEntry.note == SAMPLE)).all()
        assert [(one.action, one.actor) for one in found] == [("added", WHO), ("removed", WHO)]
        assert verify(session).broken == ()


def test_its_alerts_are_dismissed_and_stay_with_their_trail(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    load(store, now)
    with writing(store) as session:
        version = make_version(session, make_document(session, make_source(session)))
        make_development(
            session, make_change(session, version, detected_at=now, published_on=now.date())
        )
    context = Context(engine=store, settings=store_settings, clock=lambda: now)
    assert assess_pending(context).raised == 1
    assert put_sample_away(store, actor=WHO, now=now)
    with reading(store) as session:
        assert session.exec(select(Alert)).one().state == "dismissed"
        assert session.exec(select(func.count()).select_from(Sim)).one() == 0
        assert fleet_named(session, SAMPLE) is not None
        assert verify(session).broken == ()
    assert load(store, now) == 2000  # and it can come again


def test_a_real_fleet_of_that_name_is_neither_filled_nor_removed(
    store: Engine, now: datetime
) -> None:
    with writing(store) as session:
        session.add(Fleet(name=SAMPLE, created_at=now))
    with pytest.raises(NoSampleError, match="no sample"):
        load(store, now)
    with pytest.raises(NoSampleError, match="only samples"):
        put_sample_away(store, actor=WHO, now=now)


def test_one_into_which_somebody_brought_own_sims_stays(store: Engine, now: datetime) -> None:
    load(store, now)
    import_csv(store, io.BytesIO(REAL), fleet=SAMPLE, filename="a.csv", now=now)
    with pytest.raises(NoSampleError, match="files of your own"):
        put_sample_away(store, actor=WHO, now=now)


def test_the_page_takes_no_file_into_a_sample(sign_in: SignIn) -> None:
    owner = sign_in("owner")
    owner.post("/start/sample")
    assert (
        'name="fleet" list="fleets" required maxlength="100" value="Fleet"'
        in owner.get("/fleet").text
    )
    form = {"file": (io.BytesIO(REAL), "a.csv"), "fleet": SAMPLE}
    page = owner.post("/fleet/imports", data=form)
    assert page.status_code == 422
    assert "holds made-up SIMs" in page.text


def test_one_that_a_platform_fills_stays(sqlite_store: Engine, now: datetime) -> None:
    load(sqlite_store, now)
    with writing(sqlite_store) as session:
        fleet = session.exec(select(Fleet)).one()
        session.add(
            PlatformAccount(
                fleet_id=fleet.id or 0, platform="kore", name="K", sealed="x", created_at=now,
                next_pull_at=now,
            )
        )  # fmt: skip
        session.flush()
        with pytest.raises(NoSampleError, match="platform"):
            remove_sample(session, fleet)


def test_administrators_remove_it_on_the_fleets_page(sign_in: SignIn) -> None:
    owner = sign_in("owner")
    owner.post("/start/sample")
    assert "Remove the sample" in owner.get("/fleet").text
    assert "Remove the sample" not in sign_in("teammate").get("/fleet").text
    owner.post("/start/sample/remove")
    page = owner.get("/fleet").text
    assert "The sample fleet is gone." in page
    assert "Remove the sample" not in page
    assert "Removed the fleet “Sample fleet” with its SIMs" in owner.get("/admin/audit").text
