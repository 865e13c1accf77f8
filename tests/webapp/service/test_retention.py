"""What retention may forget: old, superseded, long unused, and nothing that anybody cites."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from crawler.archive import Archive
from data.db import reading, writing
from data.models import Attachment, Finding, Snapshot, Version
from data.queries.archive import captures
from data.settings import Settings
from tests.factories import make_change, make_document, make_source, make_version
from webapp.context import Context
from webapp.service.housekeeping import housekeeping
from webapp.service.retention import forget, forgettable
from webapp.service.upkeep import examine


@pytest.fixture
def context(store: Engine, store_settings: Settings, now: datetime) -> Context:
    settings = store_settings.model_copy(update={"keep_days": 365, "keep_unused_days": 90})
    return Context(engine=store, settings=settings, clock=lambda: now, owner="w1")


def history(context: Context, *bodies: str, years: float = 2, unused: int = 400) -> list[str]:
    """A document that said one thing after another, long ago; the hashes, oldest first."""
    archive, now = Archive(context.settings.snapshots), context.clock()
    with writing(context.engine) as session:
        source = make_source(session, "tr-a")
        document = make_document(session, source)
        for seq, body in enumerate(bodies, 1):
            version = make_version(
                session, document, body, seq=seq, fetched_at=now - timedelta(days=365 * years - seq)
            )
            session.get_one(Snapshot, version.snapshot_id).read_by = "1"
    hashes = [archive.put(body.encode()) for body in bodies]
    for sha256 in hashes:
        age(context, sha256, unused)
    return hashes


def age(context: Context, sha256: str, days: int) -> None:
    (path,) = context.settings.snapshots.rglob(f"{sha256}.zst")
    moment = (context.clock() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def may_go(context: Context) -> list[str]:
    with reading(context.engine) as session:
        return sorted(forgettable(context, session))


def kept(context: Context, hashes: list[str]) -> list[bool]:
    archive = Archive(context.settings.snapshots)
    return [sha256 in archive for sha256 in hashes]


def version(context: Context, seq: int) -> int:
    with reading(context.engine) as session:
        found = session.exec(
            select(Version.id)
            .join(Snapshot, col(Snapshot.id) == Version.snapshot_id)
            .where(Snapshot.seq == seq)
        ).one()
    return found or 0


def test_old_superseded_unused_bytes_go_and_their_rows_stay(
    context: Context, now: datetime
) -> None:
    hashes = history(context, "one", "two", "three")
    assert forget(context) == 2
    assert kept(context, hashes) == [False, False, True]
    with reading(context.engine) as session:
        rows = list(session.exec(select(Snapshot).order_by(col(Snapshot.seq))))
    assert [row.removed_at for row in rows] == [now, now, None]
    assert [row.sha256 for row in rows] == hashes
    assert forget(context) == 0


def test_young_bytes_stay(context: Context) -> None:
    hashes = history(context, "one", "two", years=0.9)
    assert forget(context) == 0
    assert kept(context, hashes) == [True, True]


def test_bytes_in_use_stay(context: Context) -> None:
    first, *_ = history(context, "one", "two", "three")
    age(context, first, 30)
    assert forget(context) == 1
    assert first in Archive(context.settings.snapshots)


def test_what_was_not_read_yet_stays(context: Context) -> None:
    history(context, "one", "two")
    with writing(context.engine) as session:
        session.exec(select(Snapshot).where(Snapshot.seq == 1)).one().read_by = ""
    assert may_go(context) == []


def cite_change(context: Context, seq: int) -> None:
    with writing(context.engine) as session:
        make_change(session, session.get_one(Version, version(context, seq)), quote="three")


def cite_finding(context: Context, seq: int) -> None:
    with writing(context.engine) as session:
        session.add(
            Finding(
                version_id=version(context, seq), analyser="1", group="topics", value="roaming",
                rule="r", start=0, end=3,
            )
        )  # fmt: skip


@pytest.mark.parametrize("cite", [cite_change, cite_finding])
def test_what_a_finding_or_a_change_rests_on_stays_with_what_stood_before_it(
    context: Context, cite: Callable[[Context, int], None]
) -> None:
    hashes = history(context, "one", "two", "three", "four", "five")
    cite(context, 3)
    assert may_go(context) == sorted([hashes[0], hashes[3]])


def test_bytes_that_another_document_still_has_stay(context: Context) -> None:
    first, *_ = history(context, "one", "two")
    with writing(context.engine) as session:
        other = make_document(session, make_source(session, "tr-c"))
        make_version(session, other, "one")
    assert first not in may_go(context)


def test_files_go_with_their_snapshot_unless_a_later_one_has_them_too(context: Context) -> None:
    history(context, "one", "two", "three")
    archive = Archive(context.settings.snapshots)
    old, same = archive.put(b"old annex"), archive.put(b"same annex")
    for sha256 in (old, same):
        age(context, sha256, 400)
    with writing(context.engine) as session:
        first, _, last = (
            row.id or 0 for row in session.exec(select(Snapshot).order_by(col(Snapshot.seq)))
        )
        for snapshot, sha256 in ((first, old), (first, same), (last, same)):
            url = f"https://a.example/{sha256[:4]}"
            session.add(
                Attachment(
                    snapshot_id=snapshot, position=0, url=url, name="a.pdf", sha256=sha256,
                    fetched_at=context.clock(),
                )
            )  # fmt: skip
    forget(context)
    assert kept(context, [old, same]) == [False, True]


def test_retention_is_off_unless_it_is_asked_for(context: Context) -> None:
    hashes = history(context, "one", "two")
    off = Context(
        engine=context.engine, settings=context.settings.model_copy(update={"keep_days": None}),
        clock=context.clock, owner="w1",
    )  # fmt: skip
    assert forget(off) == 0
    assert kept(off, hashes) == [True, True]
    (check,) = [check for check in examine(off) if check.name == "retention"]
    assert check.message == "off: every snapshot is kept"


def test_the_doctor_counts_what_would_go_and_removes_nothing(context: Context) -> None:
    hashes = history(context, "one", "two", "three")
    (check,) = [check for check in examine(context) if check.name == "retention"]
    assert check.message.startswith("2 snapshots (0.0 MB unpacked) are older than 365 days")
    assert kept(context, hashes) == [True, True, True]


def test_housekeeping_forgets_and_the_doctor_misses_nothing(context: Context) -> None:
    history(context, "one", "two", "three")
    assert housekeeping(context).snapshots == 2
    (check,) = [check for check in examine(context) if check.name == "archive"]
    assert check.message == "1 of 1 snapshots read back, all whole"


def test_a_removal_that_a_crash_cut_short_is_finished_later(
    context: Context, now: datetime
) -> None:
    first, *_ = history(context, "one", "two")
    with writing(context.engine) as session:
        session.exec(select(Snapshot).where(Snapshot.seq == 1)).one().removed_at = now
    forget(context)
    assert first not in Archive(context.settings.snapshots)


def test_bytes_that_were_used_after_all_are_promised_again(context: Context, now: datetime) -> None:
    first, *_ = history(context, "one", "two")
    with writing(context.engine) as session:
        session.exec(select(Snapshot).where(Snapshot.seq == 1)).one().removed_at = now
    age(context, first, 0)
    assert forget(context) == 0
    with reading(context.engine) as session:
        assert session.exec(select(Snapshot).where(Snapshot.seq == 1)).one().removed_at is None


def test_an_export_has_each_answer_once_in_the_order_of_time(context: Context) -> None:
    hashes = history(context, "one", "two", years=1)
    with writing(context.engine) as session:
        for row in session.exec(select(Snapshot)).all():
            session.add(
                Attachment(
                    snapshot_id=row.id or 0, position=0, url="https://a.example/a.pdf", name="a.pdf",
                    final_url="https://a.example/final.pdf", sha256=hashes[0], size=3,
                    fetched_at=context.clock() - timedelta(days=400),
                )
            )  # fmt: skip
    with reading(context.engine) as session:
        found = list(captures(session))
        assert [(one.seq, one.file) for one in found] == [(1, ""), (1, "a.pdf"), (2, "")]
        assert found[1].url == "https://a.example/final.pdf"
        assert list(captures(session, sources=["tr-b"])) == []
        day = (context.clock() - timedelta(days=363)).date()
        assert [one.seq for one in captures(session, since=day)] == [2, 2]


def test_the_answer_of_the_version_before_a_cited_one_stays_though_others_lie_between(
    context: Context,
) -> None:
    old, noise, _, _ = history(context, "120 days", "a counter", "90 days", "90 days now")
    with writing(context.engine) as session:
        session.delete(session.get_one(Version, version(context, 2)))
        make_change(session, session.get_one(Version, version(context, 3)), quote="90 days")
    assert old not in may_go(context)
    assert noise not in may_go(context), "the answer right before it"
