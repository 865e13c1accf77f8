"""Setting up an installation: schema, catalogue, the first person. Safe to repeat."""

from sqlalchemy import Engine
from sqlmodel import Session

from data.catalogue import SEED, load_catalogue
from data.catalogue_sync import SyncResult, sync_catalogue
from data.db import make_engine, migrate, schema_is_current, writing
from data.errors import RoamwatchError, StoreError
from data.ledger import sync_ledger
from data.queries.people import nobody_yet, user_by_email
from data.queries.setup import begin_steps
from data.rules import rule_facts
from data.settings import Settings
from data.words import Role
from webapp.accounts.founding import setup_link
from webapp.accounts.passwords import AccountError
from webapp.accounts.people import COMMAND_LINE, add_person, link_for
from webapp.context import Context, system_clock


class ServiceError(RoamwatchError):
    """A process of the service cannot start; the message says what to do."""

    code = "service"


def open_store(settings: Settings) -> Engine:
    """An engine on a store that is set up; raises :class:`ServiceError` when it is not."""
    engine = make_engine(settings)
    try:
        current = schema_is_current(engine)
    except StoreError as exc:
        raise ServiceError(str(exc)) from exc
    if not current:
        raise ServiceError("the store is not set up; run: roamwatch init")
    return engine


def open_context() -> Context:
    """What a command works with: settings from the environment, and a store that is set up."""
    settings = Settings.load()
    return Context(engine=open_store(settings), settings=settings)


def set_up(settings: Settings, engine: Engine) -> SyncResult:
    """Bring schema, catalogue and ledger up to date; what changed in the sources."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    migrate(settings)
    now, wanted = system_clock(), load_catalogue(settings.catalogue or SEED)
    with writing(engine) as session:
        sync_ledger(session, rule_facts(), now=now)
        return sync_catalogue(session, wanted, now=now)


def first_link(session: Session, settings: Settings) -> str:
    """The address under which the first administrator is made; empty once anybody has an account."""
    if not nobody_yet(session):
        return ""
    return setup_link(base_url=settings.base_url, key=settings.signing_key, now=system_clock())


def admin_link(session: Session, email: str, *, settings: Settings) -> str:
    """A one-time sign-in link for the administrator with this address, who is added if need be.

    Raises :class:`webapp.accounts.passwords.AccountError` when the address belongs to somebody who
    is no administrator: a link from the command line must not raise anybody's rank.
    """
    now = system_clock()
    user = user_by_email(session, email)
    if user is None:
        if nobody_yet(session):
            begin_steps(session)
        user = add_person(session, email=email, role=Role.ADMIN, actor=COMMAND_LINE, now=now)
    elif user.role != Role.ADMIN or not user.active:
        raise AccountError("email", f"{user.email} has an account and is no active administrator")
    return link_for(session, user, base_url=settings.base_url, actor=COMMAND_LINE, now=now)
