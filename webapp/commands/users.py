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
    from data.audit import record
    from data.db import make_engine, migrate, writing
    from data.settings import Settings
    from data.words import Role
    from webapp.accounts import create_user, issue_login_link
    from webapp.context import system_clock

    settings = Settings.load()
    migrate(settings)
    now = system_clock()
    with writing(make_engine(settings)) as session:
        user = create_user(session, email=email, name=name, role=Role(role), now=now)
        record(
            session,
            actor="command line",
            action="added",
            subject=f"person:{user.id}",
            note=user.email,
            detail={"role": user.role},
            now=now,
        )
        link = issue_login_link(session, user, base_url=settings.base_url, now=now)
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
    from webapp.accounts import AccountError, issue_login_link
    from webapp.context import system_clock

    settings = Settings.load()
    migrate(settings)
    with writing(make_engine(settings)) as session:
        user = user_by_email(session, email)
        if user is None or not user.active:
            raise AccountError("email", f"nobody with the address {email} may sign in")
        link = issue_login_link(
            session, user, base_url=settings.base_url, now=system_clock(), hours=hours
        )
        emit({"email": user.email, "login_link": link}, as_json=as_json)


COMMANDS = [users]
