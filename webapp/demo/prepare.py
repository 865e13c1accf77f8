"""Makes the demo's store ready: schema, sample sources, one officer, the sample fleet."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, inspect
from sqlmodel import Session, col, select

from data.catalogue import SourceEntry
from data.catalogue_sync import sync_catalogue
from data.db import migrate, reading, writing
from data.ledger import sync_ledger
from data.models import Fleet, FleetImport, Lease, Source, User
from data.queries.people import user_by_email
from data.queries.tokens import issue_token
from data.rules import rule_facts
from data.settings import Settings
from data.words import Role
from webapp.accounts.passwords import create_user, issue_login_link
from webapp.demo.errors import DemoError
from webapp.demo.state import DemoState

#: The demo's person. ``.example`` is reserved (RFC 2606): no mail can reach anybody.
OFFICER = "officer@demo.example"
FLEET = "Sample fleet"
FLEET_FILE = "sample-fleet.csv"
STAYS_FILE = "sample-stays.csv"


def refuse_real_store(engine: Engine) -> None:
    """Raise :class:`DemoError` where the store holds anything that is no sample."""
    tables = set(inspect(engine).get_table_names())
    if not {"source", "fleet"} <= tables:
        return
    with reading(engine) as session:
        real_source = session.exec(
            select(Source.id).where(col(Source.sample).is_(False)).limit(1)
        ).first()
        real_fleet = session.exec(
            select(Fleet.name).where(col(Fleet.sample).is_(False)).limit(1)
        ).first()
    if real_source or real_fleet:
        raise DemoError(
            f"the store at {engine.url.render_as_string()} holds real data "
            f"({real_source or real_fleet}); the demo keeps to a store of its own: unset "
            "ROAMWATCH_DATABASE_URL and ROAMWATCH_INSTANCE, or point them elsewhere"
        )


def prepare(
    engine: Engine, settings: Settings, sources: list[SourceEntry], *, now: datetime
) -> None:
    """Bring schema, sources, ledger and officer up to date; safe to repeat. ``now`` is the first week's.

    Claims are dropped: the demo's port is ours alone, so whoever held them is dead.
    """
    refuse_real_store(engine)
    migrate(settings)
    with writing(engine) as session:
        session.exec(delete(Lease))
        sync_catalogue(session, sources, now=now)
        sync_ledger(session, rule_facts(), now=now)
        if user_by_email(session, OFFICER) is None:
            # An administrator, so that every page of the demo opens.
            create_user(session, email=OFFICER, name="Demo officer", role=Role.ADMIN, now=now)


def import_fleet(engine: Engine, path: Path, *, now: datetime) -> None:
    """Import the sample fleet as its SIMs are seen ``now``, unless that was finished before."""
    from data.fleet.importing import import_csv
    from data.fleet.sample import write_sample_fleet
    from data.fleet.sample_stays import write_sample_stays

    with reading(engine) as session:
        finished = session.exec(
            select(FleetImport.id)
            .join(Fleet, col(FleetImport.fleet_id) == Fleet.id)
            .where(
                Fleet.name == FLEET,
                FleetImport.filename == STAYS_FILE,
                col(FleetImport.finished_at).is_not(None),
            )
        ).first()
    if finished is None:
        write_sample_fleet(path, now=now)
        stays = path.with_name(STAYS_FILE)
        write_sample_stays(stays, path)
        import_csv(engine, path, fleet=FLEET, filename=path.name, now=now, sample=True)
        import_csv(engine, stays, fleet=FLEET, filename=stays.name, now=now, sample=True)


def feed_token(engine: Engine, state: DemoState, settings: Settings, *, now: datetime) -> DemoState:
    """The state with a token for the feed, made at the first call."""
    if state.feed_token:
        return state
    with writing(engine) as session:
        secret = issue_token(
            session, user_id=_officer(session).id or 0, name="Demo", scope="feed", now=now
        )
    return state.save(settings.instance, feed_token=secret)


def login_link(engine: Engine, settings: Settings, *, now: datetime) -> str:
    """A one-time sign-in link for the demo's officer, good for a day."""
    with writing(engine) as session:
        return issue_login_link(session, _officer(session), base_url=settings.base_url, now=now)


def _officer(session: Session) -> User:
    user = user_by_email(session, OFFICER)
    if user is None:
        raise DemoError(f"{OFFICER} is gone from the store; remove the demo's folder")
    return user
