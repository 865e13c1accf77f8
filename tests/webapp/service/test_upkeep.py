"""What the doctor sees."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.archive import Archive
from data.audit import record
from data.db import make_engine, writing
from data.models import Alert, SimCount, Snapshot, Trouble
from data.queries.leases import claim
from data.settings import Settings
from tests.factories import make_fleet, make_sims, make_source
from tests.webapp.alert_world import AlertWorld
from webapp.alerts.workflow import act
from webapp.context import Context
from webapp.service.upkeep import Check, check_health, examine


def named(checks: list[Check], name: str) -> list[Check]:
    return [check for check in checks if check.name == name]


def add_snapshot(context: Context, body: bytes) -> str:
    """A document whose snapshot is in the archive; its hash."""
    sha256 = Archive(context.settings.snapshots).put(body)
    with writing(context.engine) as session:
        AlertWorld(session, context.clock()).change()
        snapshot = session.exec(select(Snapshot).order_by(col(Snapshot.id).desc())).first()
        assert snapshot is not None
        snapshot.sha256 = sha256
    return sha256


def file_of(context: Context, sha256: str) -> Path:
    (path,) = context.settings.snapshots.rglob(f"{sha256}*")
    return path


def test_a_fresh_installation_is_well(context: Context) -> None:
    checks = examine(context)
    assert {check.level for check in checks} == {"ok"}
    assert [check.name for check in checks] == [
        "store",
        "archive",
        "retention",
        "claims",
        "fleet",
        "audit",
        "deliveries",
        "crawling",
        "analysis",
        "sources",
    ]


def test_counts_of_sims_that_do_not_add_up_are_found(context: Context) -> None:
    with writing(context.engine) as session:
        make_sims(session, make_fleet(session), 3)
    assert named(examine(context), "fleet")[0].level == "ok"
    with writing(context.engine) as session:
        session.exec(select(SimCount)).one().sims = 4
    (check,) = named(examine(context), "fleet")
    assert (check.level, "fleet recount" in check.message) == ("broken", True)


def test_the_audit_trail_is_hashed_anew_and_the_broken_entry_named(context: Context) -> None:
    with writing(context.engine) as session:
        for action in ("created", "ended"):
            record(session, actor="owner@fleet.test", action=action, now=context.clock())
    (check,) = named(examine(context), "audit")
    assert check.level == "ok"
    assert check.message.startswith("2 acts in one unbroken chain, the last is ")
    with context.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER auditentry_update")
        connection.exec_driver_sql("UPDATE auditentry SET action = 'deleted' WHERE seq = 1")
    (check,) = named(examine(context), "audit")
    assert check.level == "broken"
    assert "entry 1 (deleted by owner@fleet.test" in check.message
    assert "compare it with a backup" in check.message


def test_an_alert_that_was_changed_past_its_trail_is_named(context: Context) -> None:
    with writing(context.engine) as session:
        number = AlertWorld(session, context.clock()).alert().id or 0
        day = context.clock().date() + timedelta(days=3)
        act(session, number, action="snooze", actor="o@fleet.test", now=context.clock(), day=day)
    assert named(examine(context), "audit")[0].level == "ok"
    with writing(context.engine) as session:
        alert = session.get_one(Alert, number)
        alert.state, alert.snoozed_until = "resolved", None
    (check,) = named(examine(context), "audit")
    assert check.level == "broken"
    assert f"alert {number}: state is 'resolved', its trail says 'acknowledged'" in check.message
    assert "snoozed_until is None, its trail says '2026-11-19'" in check.message


def test_a_trail_that_does_not_hang_together_is_named(context: Context) -> None:
    with writing(context.engine) as session:
        number = AlertWorld(session, context.clock()).alert().id
        changed = {"state": ["acknowledged", "resolved"]}
        record(
            session, actor="o@fleet.test", action="resolved", alert_id=number,
            detail={"changed": changed}, now=context.clock(),
        )  # fmt: skip
    (check,) = named(examine(context), "audit")
    assert f"alert {number}: its trail does not hang together" in check.message


def test_sources_that_need_a_browser_are_told_where_there_is_none(
    context: Context, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with writing(context.engine) as session:
        make_source(session, "s", options={"browser": True})
        make_source(session, "t", options={"browser": True}, enabled=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (check,) = named(examine(context), "browser")
    assert check.level == "warning"
    assert check.message.startswith(
        "1 source has to be rendered, but there is no Chromium: install"
    )


def test_the_doctor_works_on_both_stores(
    store: Engine, store_settings: Settings, now: datetime
) -> None:
    context = Context(engine=store, settings=store_settings, clock=lambda: now)
    assert {check.level for check in examine(context)} == {"ok"}


def test_a_store_without_a_schema_is_broken_and_says_what_to_do(settings: Settings) -> None:
    engine = make_engine(settings)
    (check,) = examine(Context(engine=engine, settings=settings))
    engine.dispose()
    assert (check.level, check.name) == ("broken", "store")
    assert "roamwatch init" in check.message


def test_a_store_that_cannot_be_reached_is_broken(settings: Settings) -> None:
    address = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    unreachable = settings.model_copy(update={"database_url": address})
    engine = make_engine(unreachable)
    (check,) = examine(Context(engine=engine, settings=unreachable))
    engine.dispose()
    assert check.level == "broken"
    assert "cannot be reached" in check.message


def test_a_file_that_is_no_store_is_broken_and_says_where_to_look(settings: Settings) -> None:
    settings.instance.mkdir(parents=True)
    (settings.instance / "roamwatch.db").write_text("this is no database, whatever its name" * 9)
    engine = make_engine(settings)
    (check,) = examine(Context(engine=engine, settings=settings))
    engine.dispose()
    assert check.level == "broken"
    assert "roamwatch.db and its folder can be read" in check.message


def test_whole_snapshots_are_counted(context: Context) -> None:
    add_snapshot(context, b"one")
    (check,) = named(examine(context), "archive")
    assert (check.level, check.message) == ("ok", "1 of 1 snapshots read back, all whole")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def swap(path: Path) -> None:
    other = Archive(path.parents[2])
    path.write_bytes(next(path.parents[2].rglob(f"{other.put(b'other')}*")).read_bytes())


@pytest.mark.parametrize("harm", [Path.unlink, cut, swap])
def test_a_snapshot_that_is_missing_cut_or_swapped_is_broken_and_named(
    context: Context, harm: Callable[[Path], None]
) -> None:
    sha256 = add_snapshot(context, b"evidence")
    harm(file_of(context, sha256))
    (check,) = named(examine(context), "archive")
    assert check.level == "broken"
    assert sha256 in check.message


def test_the_sample_is_as_large_as_it_is_asked_to_be(context: Context) -> None:
    for body in (b"one", b"two", b"three"):
        add_snapshot(context, body)
    (check,) = named(examine(context, sample=2), "archive")
    assert check.message == "2 of 3 snapshots read back, all whole"


def test_every_broken_one_is_named_up_to_twenty(context: Context) -> None:
    hashes = [add_snapshot(context, b"%d" % number) for number in range(22)]
    for sha256 in hashes:
        Path.unlink(file_of(context, sha256))
    (check,) = named(examine(context), "archive")
    assert sum(sha256 in check.message for sha256 in hashes) == 20
    assert "and 2 more" in check.message
    assert "(missing)" in check.message


def test_claims_of_the_dead_are_shown_and_do_not_alarm(context: Context, now: datetime) -> None:
    with writing(context.engine) as session:
        claim(session, ["a:1"], owner="dead", now=now - timedelta(hours=2), seconds=60)
        claim(session, ["a:2"], owner="alive", now=now, seconds=60)
    (check,) = named(examine(context), "claims")
    assert check.level == "warning"
    assert check.message.startswith("1 claims")


def add_delivery(context: Context, **values: object) -> None:
    with writing(context.engine) as session:
        world = AlertWorld(session, context.clock())
        alert = session.exec(select(Alert)).first() or world.alert()
        world.delivery(alert, world.event(alert), **values)


def test_deliveries_that_nobody_sends_are_broken(context: Context, now: datetime) -> None:
    add_delivery(context, next_attempt_at=now - timedelta(minutes=61))
    (check,) = named(examine(context), "deliveries")
    assert check.level == "broken"
    assert "is a worker running?" in check.message


def test_deliveries_that_could_not_be_sent_are_broken(context: Context) -> None:
    add_delivery(context, state="dead")
    (check,) = named(examine(context), "deliveries")
    assert (check.level, check.message[:1]) == ("broken", "1")


def test_deliveries_that_wait_for_their_next_attempt_are_no_fault(
    context: Context, now: datetime
) -> None:
    add_delivery(context, next_attempt_at=now + timedelta(hours=3))
    (check,) = named(examine(context), "deliveries")
    assert (check.level, check.message) == ("ok", "1 waiting, none overdue")


def test_sources_that_nobody_reads_are_broken(context: Context, now: datetime) -> None:
    with writing(context.engine) as session:
        world = AlertWorld(session, now)
        long_ago = now - timedelta(days=3)
        world.source(next_check_at=now - timedelta(hours=26), last_attempt_at=long_ago)
        world.source(next_check_at=now - timedelta(hours=24), last_attempt_at=long_ago)
        world.source(next_check_at=now - timedelta(hours=26), enabled=False)
    (check,) = named(examine(context), "crawling")
    assert check.level == "broken"
    assert check.message.startswith("1 sources")


def test_sources_never_read_are_a_warning(context: Context, now: datetime) -> None:
    with writing(context.engine) as session:
        AlertWorld(session, now).source(last_attempt_at=None)
    (check,) = named(examine(context), "crawling")
    assert check.level == "warning"


def test_a_source_in_trouble_is_a_warning_with_its_reason(context: Context, now: datetime) -> None:
    with writing(context.engine) as session:
        AlertWorld(session, now).source(
            id="br-1", health="blocked", health_since=now, health_reason="a challenge page"
        )
    (check,) = named(examine(context), "source")
    assert check.level == "warning"
    assert check.message == "br-1 blocked since 2026-11-16: a challenge page"


def test_the_workers_health_check_tells_only_what_is_broken(
    context: Context, now: datetime
) -> None:
    assert check_health(context) == []
    add_delivery(context, state="dead")
    assert [check.name for check in check_health(context)] == ["deliveries"]


def test_our_own_connection_being_down_is_told_as_broken(context: Context, now: datetime) -> None:
    with writing(context.engine) as session:
        session.add(
            Trouble(kind="outage", reason="6 of 7 failed.", opened_at=now, open_as="connection")
        )
    (check,) = [one for one in check_health(context) if one.name == "connection"]
    assert (check.level, check.message) == (
        "broken",
        "down since 2026-11-16 08:00 UTC: 6 of 7 failed.",
    )
