"""People from the command line: the first administrator, and links for who cannot get in."""

import click

from webapp.output import emit, json_option

ROLES = ("admin", "officer", "viewer")


@click.group()
def users() -> None:
    """Add people and make one-time sign-in links."""


@users.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="officer", show_default=True)
@click.option("--name", default="", help="How pages call the person.")
@json_option
def add(email: str, role: str, name: str, as_json: bool) -> None:
    """Add a person and print a one-time link with which to come in and set a password."""
    from data.db import make_engine, migrate, writing
    from data.settings import Settings
    from data.words import Role
    from webapp.accounts.people import COMMAND_LINE, add_person, link_for
    from webapp.context import system_clock

    settings = Settings.load()
    migrate(settings)
    now = system_clock()
    with writing(make_engine(settings)) as session:
        user = add_person(
            session, email=email, name=name, role=Role(role), actor=COMMAND_LINE, now=now
        )
        link = link_for(session, user, base_url=settings.base_url, actor=COMMAND_LINE, now=now)
        emit({"email": user.email, "role": user.role, "login_link": link}, as_json=as_json)


@users.command("login-link")
@click.argument("email")
@click.option("--hours", type=float, default=24.0, show_default=True, help="0.25 to 24.")
@json_option
def login_link(email: str, hours: float, as_json: bool) -> None:
    """Print a one-time sign-in link for somebody who has an account."""
    from data.db import make_engine, migrate, writing
    from data.queries.people import user_by_email
    from data.settings import Settings
    from webapp.accounts.passwords import AccountError
    from webapp.accounts.people import COMMAND_LINE, link_for
    from webapp.context import system_clock

    settings = Settings.load()
    migrate(settings)
    with writing(make_engine(settings)) as session:
        user = user_by_email(session, email)
        if user is None or not user.active:
            raise AccountError("email", f"nobody with the address {email} may sign in")
        link = link_for(
            session,
            user,
            base_url=settings.base_url,
            hours=hours,
            actor=COMMAND_LINE,
            now=system_clock(),
        )
        emit({"email": user.email, "login_link": link}, as_json=as_json)


COMMANDS = [users]
