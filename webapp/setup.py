"""Setting up an installation: schema, catalogue, the first person. Safe to repeat."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from data.catalogue import SEED, SyncResult, load_catalogue, sync_catalogue
from data.db import make_engine, migrate, schema_is_current, writing
from data.errors import RoamwatchError
from data.ledger import sync_ledger
from data.models import User
from data.queries.people import user_by_email
from data.rules import rule_facts
from data.settings import Settings
from data.words import Role
from webapp.accounts import AccountError, create_user, issue_login_link
from webapp.context import Context, system_clock


class ServiceError(RoamwatchError):
    """A process of the service cannot start; the message says what to do."""

    code = "service"


def open_store(settings: Settings) -> Engine:
    """An engine on a store that is set up; raises :class:`ServiceError` when it is not."""
    engine = make_engine(settings)
    try:
        current = schema_is_current(engine)
    except SQLAlchemyError as exc:
        kind = engine.url.get_backend_name()
        raise ServiceError(f"the store ({kind}) cannot be reached: {type(exc).__name__}") from exc
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
    with writing(engine) as session:
        sync_ledger(session, rule_facts(), now=system_clock())
        return sync_catalogue(session, load_catalogue(settings.catalogue or SEED))


def admin_link(session: Session, email: str, *, settings: Settings) -> str:
    """A one-time sign-in link for the administrator with this address, who is added if need be.

    Raises :class:`webapp.accounts.AccountError` when the address belongs to somebody who
    is no administrator: a link from the command line must not raise anybody's rank.
    """
    now = system_clock()
    user = user_by_email(session, email)
    if user is None:
        user = create_user(session, email=email, role=Role.ADMIN, now=now)
    elif user.role != Role.ADMIN or not user.active:
        raise AccountError("email", f"{user.email} has an account and is no active administrator")
    return issue_login_link(session, user, base_url=settings.base_url, now=now)


def nobody_yet(session: Session) -> bool:
    """Whether there is no account at all."""
    return session.exec(select(User.id).limit(1)).first() is None
