"""What housekeeping counts, forgets and removes, and what it keeps."""

import os
from datetime import datetime, timedelta

from sqlmodel import select

from data.db import reading, writing
from data.models import ExposureDay, Lease, LoginToken
from data.queries.leases import claim
from tests.factories import make_fleet, make_sims
from tests.webapp.alert_world import AlertWorld
from tests.webapp.service.test_upkeep import add_snapshot, file_of
from webapp.context import Context
from webapp.service.housekeeping import housekeeping


def test_housekeeping_counts_each_fleet_once_a_day(context: Context) -> None:
    with writing(context.engine) as session:
        make_sims(session, make_fleet(session), 3)
    assert housekeeping(context).fleets == 1
    assert housekeeping(context).fleets == 0
    with reading(context.engine) as session:
        (day,) = session.exec(select(ExposureDay)).all()
    assert (day.country, day.live) == ("TR", 3)


def test_housekeeping_forgets_dead_claims_and_old_links_and_keeps_the_rest(
    context: Context, now: datetime
) -> None:
    with writing(context.engine) as session:
        user = AlertWorld(session, now).user()
        for number, days in enumerate((-3, 1)):
            session.add(
                LoginToken(
                    digest=str(number),
                    user_id=user.id or 0,
                    expires_at=now + timedelta(days=days),
                )
            )
        claim(session, ["a:1"], owner="dead", now=now - timedelta(hours=2), seconds=60)
        claim(session, ["a:2"], owner="alive", now=now, seconds=60)
    done = housekeeping(context)
    assert (done.leases, done.links) == (1, 1)
    with reading(context.engine) as session:
        assert [lease.key for lease in session.exec(select(Lease))] == ["a:2"]
        assert [link.digest for link in session.exec(select(LoginToken))] == ["1"]


def test_housekeeping_removes_half_written_files_of_dead_processes_only(
    context: Context, now: datetime
) -> None:
    whole = file_of(context, add_snapshot(context, b"whole"))
    context.settings.outbox.mkdir(parents=True)
    old, young = now - timedelta(days=2), now - timedelta(hours=1)
    files = {
        context.settings.outbox / ".a.eml.1.part": old,
        context.settings.outbox / ".b.eml.2.part": young,
        context.settings.outbox / "c.eml": old,
        whole.parent / ".put-x.tmp": old,
        whole: old,
    }
    for path, moment in files.items():
        if not path.exists():
            path.write_bytes(b"x")
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    assert housekeeping(context).files == 2
    assert [path.name for path in files if not path.exists()] == [".a.eml.1.part", ".put-x.tmp"]
