"""What else a store gathers in a year: people, imports, refused rows, words of officers, counted days."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import col, select

from data.db import writing
from data.models import (
    Channel,
    ClockDay,
    ContingencyPlan,
    ExposureDay,
    ExposureTotal,
    Feedback,
    Fleet,
    FleetImport,
    FleetImportError,
    Silence,
    Subscription,
    Trouble,
    User,
    UserSession,
    Version,
)
from data.queries.exposure_history import record_day
from data.queries.members import set_members
from data.words import Topic
from tests.benchmarks._large_world import EUROPE
from tests.large.sizes import Sizes
from tests.webapp.jobs_world import import_job

#: People beside the three; rows that each import refused.
PEOPLE, _REFUSED = 60, 3_000
#: So many of each: words on findings, silences.
_SAID, _SILENCES = 400, 40


def write_people(engine: Engine, *, now: datetime) -> None:
    """Sixty more officers with subscriptions and sessions; one half of the fleets is the teammate's.

    The others share both halves evenly.
    """
    with writing(engine) as session:
        people = [
            User(email=f"p{n}@fleet.test", name=f"Person {n}", role="officer", created_at=now)
            for n in range(PEOPLE)
        ]
        session.add_all(people)
        session.flush()
        for one in people:
            owner, device = one.id or 0, "Firefox on Linux"
            wish: dict[str, Any] = {"user_id": owner, "created_at": now}
            session.add(Subscription(countries=["TR", "EU"], topics=["roaming"], **wish))
            session.add(Subscription(severity="medium", pace="daily", **wish))
            session.add(Channel(kind="mail", mark="mail", state_at=now, ready_at=now, **wish))
            session.add(UserSession(digest=f"{owner:064x}", device=device, seen_at=now, **wish))
        by_name = {user.name.lower(): user.id or 0 for user in session.exec(select(User))}
        units = session.exec(select(Fleet.id).where(col(Fleet.name).startswith("Unit"))).all()
        for place, fleet in enumerate(sorted(number or 0 for number in units)):
            half = int(place >= len(units) // 2)
            others = [one.id or 0 for one in people[half::2]]
            set_members(session, fleet, [by_name[("teammate", "stranger")[half]], *others])


def write_history(engine: Engine, sizes: Sizes, *, now: datetime, live_days: int) -> None:
    """Each day as today: live SIMs of each fleet, and how they stood against each limit."""
    with writing(engine) as session:
        for fleet in session.exec(select(Fleet.id)).all():
            record_day(session, fleet or 0, now=now, live_days=live_days)
        kept = {
            table: [row.model_dump(exclude={"id"}) for row in session.exec(select(table))]
            for table in (ExposureDay, ExposureTotal, ClockDay)
        }
    for ago in range(1, sizes.days):
        day = (now - timedelta(days=ago)).date()
        with writing(engine) as session:
            for table, rows in kept.items():
                if rows:
                    session.connection().execute(
                        insert(table), [{**row, "day": day} for row in rows]
                    )


def write_imports(engine: Engine, sizes: Sizes, *, now: datetime) -> None:
    """An import of each fleet every other day; the first of them refused many rows."""
    with writing(engine) as session:
        fleets = sorted(number or 0 for number in session.exec(select(Fleet.id)))
        found: list[FleetImport] = []
        for turn in range(sizes.days // 2, 0, -1):
            at = now - timedelta(days=2 * turn)
            found += [
                FleetImport(
                    fleet_id=fleet, filename=f"sims-{turn}.csv", sha256="a3" * 32, started_at=at,
                    finished_at=at + timedelta(minutes=3), rows=250_000, unchanged=240_000,
                    changed=7_000, refused=_REFUSED,
                )
                for fleet in fleets
            ]  # fmt: skip
        session.add_all(found)
        session.flush()
        session.add_all(
            import_job(
                one.fleet_id, one.filename, now=one.started_at, size=90_000_000, done=90_000_000,
                state="done", result={"import_id": one.id}, ended_at=one.finished_at,
            )
            for one in found
        )  # fmt: skip
        errors = [
            {
                "import_id": found[0].id, "line": 2 + 7 * place, "column": "ICCID", "refused": True,
                "code": "scientific_notation", "message": "8.94930E+18 is a rounded number",
            }
            for place in range(_REFUSED)
        ]  # fmt: skip
        session.connection().execute(insert(FleetImportError), errors)


def write_words(engine: Engine, *, now: datetime) -> None:
    """What officers said of findings, silences that ended, plans for every market, closed troubles."""
    today, by = now.date(), "teammate@fleet.test"
    with writing(engine) as session:
        versions = session.exec(select(Version.id).order_by(col(Version.id).desc()).limit(_SAID))
        session.add_all(
            Feedback(
                at=now, actor=by, version_id=number or 0, jurisdiction="TR", topic="roaming",
                verdict="no_change", said={"jurisdiction": "TR", "topic": "roaming"},
            )
            for number in versions.all()
        )  # fmt: skip
        owner = session.exec(select(User.id).where(User.email == by)).one() or 0
        fleets = [number or 0 for number in session.exec(select(Fleet.id))]
        for fleet in fleets:
            session.add_all(
                Silence(
                    fleet_id=fleet, topic=list(Topic)[turn % len(Topic)].value, created_by=by,
                    until=today - timedelta(days=turn), why="Looked at in May.", created_at=now,
                    ended_at=now, ended_by="roamwatch",
                )
                for turn in range(_SILENCES // len(fleets))
            )  # fmt: skip
            session.add_all(
                ContingencyPlan(
                    fleet_id=fleet, country=code, seq=1, steps="Move them to a local profile.",
                    owner_id=owner, review_on=today + timedelta(days=90), written_at=now,
                    written_by=by, live_sims=1_000,
                )
                for code in ("TR", *EUROPE)
            )  # fmt: skip
        session.add_all(
            Trouble(
                source_id="tr-btd", kind="failing", reason="It did not answer in time.",
                opened_at=now - timedelta(days=turn + 1), closed_at=now - timedelta(days=turn),
            )
            for turn in range(1, 300)
        )  # fmt: skip
